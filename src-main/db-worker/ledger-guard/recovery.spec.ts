import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aDraft, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { act, flip, guardOf, idsIn } from '#tests/builders/damaged-places.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { NOW, ask, aWorkedFolder, newestBackup, restoreNewest, seat, startOf } from '#tests/builders/worked-ledger.ts'
import { findKey } from './find-key.ts'
import { guardPaths } from './guard-paths.ts'
import { rebuildLedger } from './rebuild.ts'
import { clearRecovery, newLedger } from './swap-in.ts'

const idsOf = (count: number): string[] => Array.from({ length: count }, (_, i) => cmdId(i + 1))
const listing = (dataDir: string): string[] => readdirSync(dataDir).filter((name) => !/^(instance|recovery|ballast)/.test(name))
const latin = (text: string): string => Buffer.from(text).toString('latin1')

describe('recovering', () => {
  it('restores a backup and adds what the damaged file still has: nothing acknowledged is lost', () => {
    const dataDir = aWorkedFolder()
    const middle = join(dataDir, 'ledger.db')
    // The root of every table and index is overwritten; what stands in the leaves is found all the same.
    writeFileSync(middle, Buffer.concat([Buffer.alloc(4_096, 'x'), readFileSync(middle).subarray(4_096)]))

    const rebuilt = restoreNewest(dataDir)

    expect(rebuilt).toMatchObject({ commands: 20, missing: 0 })
    expect(rebuilt.salvaged).toBe(10)
    const ledger = aLedger({ dataDir })
    expect(idsIn(ledger)).toEqual(idsOf(20))
    expect(ledger.verify()).toBeNull()
    expect(readdirSync(join(dataDir, 'quarantine', rebuilt.quarantine))).toContain('ledger.db')
  })

  it('brings back the key from beside the backups', () => {
    const dataDir = aWorkedFolder()
    writeFileSync(join(dataDir, 'ledger.db.key'), Buffer.alloc(32, 1))

    const inspected = guardOf(dataDir).inspect()
    expect(inspected).toMatchObject({ trouble: { code: 'ledger-key-wrong' }, isSound: true })
    unwrap(guardOf(dataDir).rebuild(ask({ base: { from: 'current' } })))

    expect(idsIn(aLedger({ dataDir }))).toEqual(idsOf(20))
  })

  it('goes on with an older ledger: numbers and lanes jump past all that is known to have been given', () => {
    const dataDir = aWorkedFolder()
    copyFileSync(join(dataDir, 'backups', newestBackup(dataDir)), join(dataDir, 'ledger.db'))
    const lanes = [{ lane: aReport(5, 5).caseId, n: 7 }]

    const rebuilt = unwrap(guardOf(dataDir).rebuild(ask({ base: { from: 'current' }, known: { s: 23, auditN: 0, lanes } })))

    expect(rebuilt).toMatchObject({ commands: 10, salvaged: 0 })
    expect(rebuilt.missing).toBeGreaterThan(0)
    const ledger = aLedger({ dataDir })
    const [next] = unwrap(ledger.append([aCommand(99, 'note', 5, { base: null })], null))
    expect(next!.command).toMatchObject({ s: 24, lanes: [{ lane: aReport(5, 5).caseId, n: 8 }] })
    expect(ledger.verify()).toBeNull()
  })

  it('never gives a number again that may have been told to a caller', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    before.addBlocks([{ day: '20261122', district: '341523', from: 1, to: 50 }])
    unwrap(guardOf(dataDir).backup(NOW))
    before.takeNumber('20261122')
    before.close()
    writeFileSync(join(dataDir, 'ledger.db'), 'nothing of it is left'.repeat(500))

    restoreNewest(dataDir)

    expect(aLedger({ dataDir }).takeNumber('20261122')).toBeNull()
  })

  it('keeps drafts, files and numbers of a file that was only damaged elsewhere', () => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    before.addBlocks([{ day: '20261122', district: '341523', from: 1, to: 50 }])
    act(before, 1, 4)
    before.saveDraft(aDraft(1))
    unwrap(guardOf(dataDir).backup(NOW))
    before.takeNumber('20261122')
    before.saveDraft(aDraft(1, { rev: 2, title: '井盖' }))
    before.saveDraft(aDraft(2))
    before.stageAttachment({
      ...{ hash: '1'.repeat(64), size: 900, mime: 'image/png', caseId: aDraft(2).caseId },
      ...{ name: '井盖.png', use: 'report', stagedAt: NOW },
    })
    act(before, 5, 4)
    before.close()
    const bytes = readFileSync(join(dataDir, 'ledger.db'))
    flip(join(dataDir, 'ledger.db'), bytes.lastIndexOf('第 3 件'))
    expect(startOf(dataDir)).toBe('ledger-damaged')

    const rebuilt = restoreNewest(dataDir)

    expect(rebuilt).toMatchObject({ commands: 8, missing: 0 })
    const ledger = aLedger({ dataDir })
    expect(ledger.takeNumber('20261122')).toBe('3415232026112200002')
    expect(ledger.drafts(aDraft(1).owner)).toEqual([aDraft(1, { rev: 2, title: '井盖' }), aDraft(2)])
    expect(ledger.attachmentsOfCase(aDraft(2).caseId)).toMatchObject([{ hash: '1'.repeat(64), state: 'staged' }])
  })

  it('with no backup at all takes what carries its mark, and says how much is missing', () => {
    const dataDir = aWorkedFolder()
    rmSync(join(dataDir, 'backups'), { recursive: true })
    const file = join(dataDir, 'ledger.db')
    writeFileSync(file, Buffer.concat([Buffer.alloc(4_096), readFileSync(file).subarray(4_096)]))

    const rebuilt = unwrap(guardOf(dataDir).rebuild(ask()))

    expect(rebuilt).toMatchObject({ commands: 20, salvaged: expect.any(Number) as number, missing: 0 })
    expect(idsIn(aLedger({ dataDir }))).toEqual(idsOf(20))
  })

  it('notices the file it has put aside when somebody puts it back', () => {
    const dataDir = aWorkedFolder()
    const old = readFileSync(join(dataDir, 'ledger.db'))
    unwrap(guardOf(dataDir).rebuild(ask({ base: { from: 'current' } })))
    aLedger({ dataDir }).close()

    writeFileSync(join(dataDir, 'ledger.db'), old)

    expect(startOf(dataDir)).toBe('ledger-older')
  })

  it('refuses a backup whose marks do not hold, and leaves everything as it was', () => {
    const dataDir = aWorkedFolder()
    rmSync(join(dataDir, 'ledger.db'))
    const backup = join(dataDir, 'backups', newestBackup(dataDir))
    // Pages keep stale copies in their free space: all of them change.
    writeFileSync(backup, readFileSync(backup).toString('latin1').replaceAll(latin('第 2 件'), latin('第 8 件')), 'latin1')
    const before = listing(dataDir)

    const refused = guardOf(dataDir).rebuild(ask({ base: { from: 'backup', name: newestBackup(dataDir) } }))

    expect(refused).toMatchObject({ ok: false, error: { code: 'backup-unusable' } })
    expect(guardOf(dataDir).inspect().backups[0]!.holds).toBeNull()
    expect(listing(dataDir)).toEqual(before)
  })

  it('is old or new, never between, wherever it is cut off', () => {
    let moves = 0
    for (let cutAt = 1; ; cutAt += 1) {
      const dataDir = aWorkedFolder()
      flip(join(dataDir, 'ledger.db'), 5_000)
      const paths = guardPaths(dataDir)
      const found = findKey(paths)!
      moves = 0
      const cut = (): void => {
        moves += 1
        if (moves === cutAt) throw new Error('power is gone')
      }
      const name = newestBackup(dataDir)
      const options = { ...ask({ base: { from: 'backup', name } }), seat, mark: null }
      try {
        rebuildLedger(paths, found.key, found, options, cut)
      } catch (error) {
        expect((error as Error).message).toBe('power is gone')
      }

      expect(idsIn(aLedger({ dataDir })), `cut at move ${String(cutAt)}`).toEqual(idsOf(20))
      if (moves < cutAt) break
    }
    expect(moves).toBeGreaterThan(3)
  })

  it('carries a declared swap to its end at the second try, where a file could not be moved at the first', () => {
    const dataDir = aWorkedFolder()
    flip(join(dataDir, 'ledger.db'), 5_000)
    const guard = guardOf(dataDir)
    const base = { from: 'backup', name: guard.inspect().backups[0]!.name } as const
    // The ledger moves aside; what lies beside it cannot, for a folder stands in the way.
    writeFileSync(join(dataDir, 'ledger.db-journal'), Buffer.alloc(1))
    const inTheWay = join(dataDir, 'quarantine', '20261122T040000Z-g1', 'ledger.db-journal')
    mkdirSync(inTheWay, { recursive: true })
    expect(guard.rebuild(ask({ base }))).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    expect(guard.inspect()).toMatchObject({ bytes: null, isDeclared: true })
    rmSync(inTheWay, { recursive: true })

    const rebuilt = unwrap(guard.rebuild(ask({ base })))

    expect(rebuilt).toMatchObject({ commands: 20, missing: 0, quarantine: '20261122T040000Z-g1' })
    expect(guard.inspect().isDeclared).toBe(false)
    expect(idsIn(aLedger({ dataDir }))).toEqual(idsOf(20))
  })

  it.each([
    ['an earlier version', '20261122T040000Z-g1', '20261122T040000Z-g1'],
    ['nobody', '{"../..', 'unnamed'],
  ])('carries a declared swap to its end as %s has written it down', (_who, text, folder) => {
    const dataDir = aWorkedFolder()
    const paths = guardPaths(dataDir)
    clearRecovery(paths)
    copyFileSync(paths.ledger, newLedger(paths))
    writeFileSync(join(paths.recovery, 'ready'), text)

    expect(idsIn(aLedger({ dataDir }))).toEqual(idsOf(20))
    expect(readdirSync(join(paths.quarantine, folder))).toEqual(['ledger.db'])
  })

  it('leaves the old ledger in its place when it is cut off before the new one is whole', () => {
    const dataDir = aWorkedFolder()
    const paths = guardPaths(dataDir)
    clearRecovery(paths)
    writeFileSync(newLedger(paths), 'half a ledger')

    expect(idsIn(aLedger({ dataDir }))).toEqual(idsOf(20))
  })

  it('puts the files in doubt into one archive for support, without the key', () => {
    const dataDir = aWorkedFolder()

    const { file, bytes } = unwrap(guardOf(dataDir).exportFiles(NOW))

    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(bytes).toBe(statSync(file).size)
    expect(listing(dataDir)).not.toContain('ledger.db.key.new')
  })
})
