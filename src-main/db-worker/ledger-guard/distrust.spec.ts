import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aBadSector } from '#tests/builders/a-bad-sector.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { aCutFolder, flip, guardOf, tryDamagedPlaces } from '#tests/builders/damaged-places.ts'
import { NOW, aWorkedFolder, newestBackup, restoreNewest, startOf } from '#tests/builders/worked-ledger.ts'
import { openForWriting } from '../driver.ts'
import { createSeal, keyBeside } from '../ledger/seal.ts'
import { readDistrust } from './check-ledger.ts'

const file = (dataDir: string, name = 'ledger.db') => join(dataDir, name)
const bytesOf = (path: string): Buffer => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0))

describe('a ledger that cannot even be read', () => {
  it('is not opened, nothing is written into it, and the newest backup can take its place', () => {
    const dataDir = aWorkedFolder()
    const ledger = join(dataDir, 'ledger.db')
    rmSync(ledger)
    mkdirSync(join(ledger, 'by mistake'), { recursive: true })
    expect(startOf(dataDir)).toBe('ledger-unreadable')

    const guard = guardOf(dataDir)
    expect(guard.inspect()).toMatchObject({ trouble: { code: 'ledger-unreadable', detail: 'EISDIR' }, isSound: false, readable: null })
    expect(unwrap(guard.exportFiles(NOW)).bytes).toBeGreaterThan(0)
    restoreNewest(dataDir)

    expect(startOf(dataDir)).toBe('opens')
    const [aside] = readdirSync(join(dataDir, 'quarantine'))
    expect(readdirSync(join(dataDir, 'quarantine', aside!, 'ledger.db'))).toEqual(['by mistake'])
  })

  it('is one, too, of which the disk does not give a part: no start would come past it', () => {
    const dataDir = aWorkedFolder()
    const ledger = join(dataDir, 'ledger.db')
    aBadSector(ledger, statSync(ledger).size - 1)

    expect(startOf(dataDir)).toBe('ledger-unreadable')
    expect(guardOf(dataDir).inspect().trouble).toEqual({ code: 'ledger-unreadable', detail: 'EIO' })
  })

  it('is one, too, that was cut off and of which SQLite cannot read a page: the recovery page, no start after start', () => {
    // A file of Linux that opens and gives no byte: the disk error is SQLite's own.
    const found = readDistrust('/proc/self/mem', createSeal(keyBeside(join(aDataFolder(), 'ledger.db'))), null)

    expect(found?.code).toBe('ledger-unreadable')
    expect(found?.detail).toMatch(/^SQLITE_IOERR/)
  })
})

describe('a ledger that cannot be trusted is not opened', () => {
  it('but one that was closed, or cut off by a power cut, is', () => {
    expect(startOf(aWorkedFolder())).toBe('opens')
    expect(startOf(aCutFolder())).toBe('opens')
  })

  it.each<[string, (dataDir: string) => void, string]>([
    ['is gone while its witness is there', (dir) => rmSync(file(dir)), 'ledger-missing'],
    ['is empty', (dir) => truncateSync(file(dir)), 'ledger-missing'],
    ['is an older copy', (dir) => copyFileSync(join(dir, 'backups', newestBackup(dir)), file(dir)), 'ledger-older'],
    ['has lost its key', (dir) => rmSync(file(dir, 'ledger.db.key')), 'ledger-key-missing'],
    ['has another key', (dir) => writeFileSync(file(dir, 'ledger.db.key'), Buffer.alloc(32, 1)), 'ledger-key-wrong'],
    ['is one byte', (dir) => truncateSync(file(dir), 1), 'ledger-damaged'],
    ['is less than its header', (dir) => truncateSync(file(dir), 63), 'ledger-damaged'],
    ['is cut short', (dir) => truncateSync(file(dir), 8_192), 'ledger-damaged'],
    ['is something else', (dir) => writeFileSync(file(dir), '台账'.repeat(4_000)), 'ledger-damaged'],
  ])('when it %s', (_what, harm, code) => {
    const dataDir = aWorkedFolder()
    harm(dataDir)
    const before = existsSync(file(dataDir)) ? readFileSync(file(dataDir)) : null

    expect(startOf(dataDir)).toBe(code)
    expect(existsSync(file(dataDir)) ? readFileSync(file(dataDir)) : null).toEqual(before)
  })

  it('when it is of a later version, by its header alone however large it is', () => {
    const dataDir = aWorkedFolder()
    const header = readFileSync(file(dataDir)).subarray(0, 100)
    header.writeUInt32BE(9_990, 60)
    writeFileSync(file(dataDir), header)
    // Sparse: only its size is large.
    truncateSync(file(dataDir), 2 ** 31)

    expect(startOf(dataDir)).toBe('schema-newer')
  })

  it.each<[string, (dataDir: string) => void]>([
    ['was removed', (dir) => rmSync(file(dir, 'ledger.db-wal'))],
    ['belongs to another ledger', (dir) => copyFileSync(file(aCutFolder(), 'ledger.db-wal'), file(dir, 'ledger.db-wal'))],
    ['is damaged in its middle', (dir) => flip(file(dir, 'ledger.db-wal'), statSync(file(dir, 'ledger.db-wal')).size >> 1)],
  ])('when its log %s, and neither file is touched', (_what, harm) => {
    const dataDir = aCutFolder()
    harm(dataDir)
    const bytes = () => ['ledger.db', 'ledger.db-wal'].map((name) => bytesOf(file(dataDir, name)).toString('hex'))
    const before = bytes()

    expect(startOf(dataDir)).toMatch(/^ledger-(older|damaged)$/)
    expect(bytes()).toEqual(before)
  })

  it.each(['cache.db', 'cache-3.db', 'cache.current'])('when all that is left of it is the cache that was made of it: %s', (name) => {
    const dataDir = aDataFolder()
    writeFileSync(join(dataDir, name), '')

    expect(startOf(dataDir)).toBe('ledger-missing')
  })


  it('goes on with a witness that was lost, because the ledger itself is sound', () => {
    const dataDir = aWorkedFolder()
    rmSync(join(dataDir, 'ledger.witness'))

    expect(startOf(dataDir)).toBe('opens')
  })

  // At ten times as many places in damaged-places.system.spec.ts.
  it('is found damaged at places of a file that was not closed, or what is told has not changed', () => {
    const { tried, wrong } = tryDamagedPlaces(15)

    expect(tried).toBeGreaterThanOrEqual(30)
    expect(wrong).toEqual([])
  })
})

describe('a ledger that was called suspect while it was in use', () => {
  const leader = { person: '1003' as PersonId, post: 'shift-leader', now: NOW }
  const nobody = { person: null, post: null, now: NOW }

  it('is not opened against the platform’s word until somebody answers for it, which it keeps', () => {
    const dataDir = aWorkedFolder()
    const guard = guardOf(dataDir)
    guard.suspect('anchor-contradicts', 's 40')

    expect(guard.forgive(nobody)).toMatchObject({ ok: false, error: { code: 'anchor-contradicts' } })
    expect(startOf(dataDir)).toBe('anchor-contradicts')
    unwrap(guard.forgive(leader))

    expect(newestEntries(dataDir)).toMatchObject([
      { at: NOW, person: '1003', post: 'shift-leader', what: 'ledger.trusted-again', detail: 'anchor-contradicts: s 40' },
    ])
    expect(newestEntries(dataDir)).toHaveLength(1)
  })

  it('is not opened again while all of it does not hold, though its file is as it was closed and its end is sound', () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    ledger.addBlocks([{ day: '20261122', district: '341523', from: 1, to: 50 }])
    const other = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    other.exec('UPDATE number_block SET last = 60')
    other.close()
    ledger.close()
    const guard = guardOf(dataDir)
    guard.suspect('ledger-damaged', 'records 1')

    expect(guard.forgive(leader)).toMatchObject({ ok: false, error: { code: 'ledger-damaged' } })
    expect(startOf(dataDir)).toBe('ledger-damaged')
  })

  it('is opened again when all of it holds after all, and keeps that', () => {
    const dataDir = aWorkedFolder()
    guardOf(dataDir).suspect('ledger-damaged', 'audit 4')
    expect(guardOf(dataDir).inspect().suspicion).toBe('ledger-damaged')

    unwrap(guardOf(dataDir).forgive(nobody))

    expect(newestEntries(dataDir)).toMatchObject([{ person: null, what: 'ledger.trusted-again', detail: 'ledger-damaged: audit 4' }])
  })

  it('keeps once who answered for it, also where the power went before the note of it was gone', () => {
    const dataDir = aWorkedFolder()
    guardOf(dataDir).suspect('anchor-contradicts', 's 40')
    unwrap(guardOf(dataDir).forgive(leader))
    const note = readFileSync(file(dataDir, 'ledger.forgiven'))
    expect(newestEntries(dataDir)).toHaveLength(1)

    writeFileSync(file(dataDir, 'ledger.forgiven'), note)

    expect(newestEntries(dataDir)).toHaveLength(1)
    expect(existsSync(file(dataDir, 'ledger.forgiven'))).toBe(false)
  })

  it('says nothing of that for one that has taken its place since', () => {
    const dataDir = aWorkedFolder()
    guardOf(dataDir).suspect('anchor-contradicts', 's 40')
    unwrap(guardOf(dataDir).forgive(leader))

    const { quarantine } = restoreNewest(dataDir)

    expect(newestEntries(dataDir)).toMatchObject([{ what: 'ledger.recovered' }])
    expect(readdirSync(file(dataDir, join('quarantine', quarantine)))).toContain('ledger.forgiven')
  })

  it('stays so while its key is away: what cannot be looked at is not taken back', () => {
    const dataDir = aWorkedFolder()
    guardOf(dataDir).suspect('anchor-contradicts', 's 40')
    rmSync(join(dataDir, 'backups'), { recursive: true })
    renameSync(join(dataDir, 'ledger.db.key'), join(dataDir, 'aside'))

    unwrap(guardOf(dataDir).forgive(leader))
    renameSync(join(dataDir, 'aside'), join(dataDir, 'ledger.db.key'))

    expect(startOf(dataDir)).toBe('anchor-contradicts')
  })

  function newestEntries(dataDir: string): { what: string }[] {
    const ledger = aLedger({ dataDir })
    const entries = ledger.auditLinks(1, 1_000, 1_000).map(({ body }) => JSON.parse(body) as { what: string })
    ledger.close()
    return entries.filter(({ what }) => what.startsWith('ledger.'))
  }
})
