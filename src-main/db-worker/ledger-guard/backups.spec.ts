import { closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PersonId, SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { LedgerApi, StagedFile, StoredSignIn } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { aDraft, aReport, anAudit } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { openForReading, openForWriting } from '../driver.ts'
import { retired, spared } from './backups.ts'
import type { Backup } from './backups.ts'
import { openGuard } from './open-guard.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 22, 4)
const aBackup = (i: number, at: number, bytes = 1): Backup => ({
  name: `b${String(i)}`,
  generation: 1,
  changes: 10_000 - i,
  at,
  bytes,
})

describe('the rotation of backups', () => {
  it('keeps the newest twelve, one an hour for a day and one a day for a week', () => {
    const fiveMinutes = Array.from({ length: 12 * 24 * 10 }, (_, i) => aBackup(i, NOW - i * 300_000))

    const kept = fiveMinutes.filter((backup) => !retired(fiveMinutes).includes(backup))

    expect(kept.slice(0, 12)).toEqual(fiveMinutes.slice(0, 12))
    expect(kept.length).toBeLessThanOrEqual(12 + 24 + 7)
    expect(kept.length).toBeGreaterThanOrEqual(12 + 22 + 6)
    expect(NOW - kept.at(-1)!.at).toBeGreaterThan(5 * 24 * HOUR)
  })

  it('is bounded by bytes, but the newest two stay whatever their size', () => {
    const large = Array.from({ length: 6 }, (_, i) => aBackup(i, NOW - i * 300_000, 40))

    expect(retired(large, 100).map(({ name }) => name)).toEqual(['b2', 'b3', 'b4', 'b5'])
    expect(retired(large, 1).map(({ name }) => name)).toEqual(['b2', 'b3', 'b4', 'b5'])
  })

  it('spends its bytes on days first, then on hours, and only then on the many newest ones', () => {
    const fiveMinutes = Array.from({ length: 12 * 24 * 3 }, (_, i) => aBackup(i, NOW - i * 300_000, 10))
    const keptOf = (most: number) => {
      const gone = new Set(retired(fiveMinutes, most))
      return fiveMinutes.filter((backup) => !gone.has(backup)).map(({ name }) => name)
    }

    expect(keptOf(50)).toEqual(['b0', 'b1', 'b49', 'b337', 'b625'])
    expect(keptOf(80)).toEqual(['b0', 'b1', 'b13', 'b25', 'b37', 'b49', 'b337', 'b625'])
    expect(keptOf(20)).toEqual(['b0', 'b1'])
  })

  it('throws away nothing newer because a clock has jumped', () => {
    const jumped = [aBackup(0, NOW - 400 * 24 * HOUR), ...Array.from({ length: 5 }, (_, i) => aBackup(i + 1, NOW - i * 300_000))]

    expect(retired(jumped)).toEqual([])
  })
})

describe('room for a new backup', () => {
  const fiveMinutes = Array.from({ length: 12 * 24 * 3 }, (_, i) => aBackup(i, NOW - i * 300_000, 10))
  const kept = fiveMinutes.filter((backup) => !retired(fiveMinutes).includes(backup))

  it('costs the oldest of the many newest first, then those of hours, and no more than is needed', () => {
    expect(spared(kept, 0)).toEqual([])
    expect(spared(kept, 15).map(({ name }) => name)).toEqual(['b11', 'b10'])
    expect(spared(kept, 150)).toHaveLength(15)
  })

  it('never costs the newest two or the one of a day, and nothing where all that would not do', () => {
    const most = spared(kept, kept.length * 10 - 50)

    expect(kept.filter((backup) => !most.includes(backup)).map(({ name }) => name)).toEqual(['b0', 'b1', 'b49', 'b337', 'b625'])
    expect(spared(kept, kept.length * 10 - 49)).toEqual([])
  })
})

describe('a backup of a ledger in use', () => {
  it('is made when something has changed, holds it, and only its owner may read it', () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    const guard = unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false }))
    unwrap(ledger.append([aReport(1)], null))

    const first = unwrap(guard.backup(NOW))
    const second = unwrap(guard.backup(NOW + HOUR))
    unwrap(ledger.append([aReport(2, 2)], null))
    const third = unwrap(guard.backup(NOW + 2 * HOUR))

    expect([first.word, second.word, third.word]).toEqual(['made', 'unchanged', 'made'])
    expect(guard.inspect().backups.map(({ holds }) => holds?.commands)).toEqual([2, 1])
    for (const name of readdirSync(join(dataDir, 'backups')))
      expect(statSync(join(dataDir, 'backups', name)).mode & 0o777).toBe(0o600)
  })
})

describe('a seat at which nothing happens', () => {
  const open = () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    const guard = unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false }))
    ledger.setMeta('platform-word', String(NOW))
    ledger.addBlocks([{ day: '20261122', district: '341523', from: 1, to: 50 }])
    unwrap(ledger.append([aReport(1)], anAudit()))
    unwrap(guard.backup(NOW))
    return { dataDir, ledger, guard, backup: () => unwrap(guard.backup(NOW + HOUR)).word }
  }

  it('makes no more backups although it hears the platform and writes down the time', () => {
    const { ledger, backup } = open()
    const { changes } = ledger.heads()

    ledger.setMeta('platform-word', String(NOW + 60_000))

    expect(ledger.heads().changes).toBe(changes + 1)
    expect(backup()).toBe('unchanged')
  })

  it.each<[string, (ledger: SyncApi<LedgerApi>) => unknown]>([
    ['an act', (ledger) => ledger.append([aReport(2, 2)], null)],
    ['what became of an act', (ledger) => ledger.recordOutcomes([{ id: cmdId(1), result: 'accepted', epoch: 'e', seq: 1, ver: 1 }])],
    ['an entry of the audit trail', (ledger) => ledger.audit(anAudit())],
    ['a cut of the audit trail', (ledger) => ledger.cutAudit(1, anAudit())],
    ['a draft', (ledger) => ledger.saveDraft(aDraft(1))],
    ['a number told to a caller', (ledger) => ledger.takeNumber('20261122')],
    ['a block of numbers', (ledger) => ledger.addBlocks([{ day: '20261123', district: '341523', from: 1, to: 50 }])],
    ['a sign-in', (ledger) => ledger.saveSignIn(signedIn, null)],
    ['a small fact', (ledger) => ledger.setMeta('session-extension', '{}')],
    ['a file on its way', (ledger) => ledger.stageAttachment(staged)],
    ['a neighbour’s act', (ledger) => ledger.keepNeighbours('2' as SeatId, toldBy(ledger))],
  ])('makes one for %s', (_what, happen) => {
    const { ledger, backup } = open()

    happen(ledger)

    expect([backup(), backup()]).toEqual(['made', 'unchanged'])
  })

  it('still finds what has turned over in its ledger, in no chain and under an unchanged sum', () => {
    const { dataDir, ledger, guard } = open()
    ledger.close()
    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    db.exec('UPDATE number_block SET last = 60')
    db.close()

    expect(unwrap(guard.backup(NOW + HOUR))).toMatchObject({ word: 'broken', at: { chain: 'records' } })
  })

  it('does not rely on a backup that has been harmed', () => {
    const { dataDir, backup } = open()
    const folder = join(dataDir, 'backups')
    const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.db'))
    writeFileSync(join(folder, name), '台账'.repeat(4_000))

    expect(backup()).toBe('made')
  })

  it('does not rely on one in which something has turned over that no head and no sum shows', () => {
    const { dataDir, backup } = open()
    const folder = join(dataDir, 'backups')
    const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.db'))
    const db = openForWriting(join(folder, name), { secureDelete: true })
    db.exec('UPDATE number_block SET last = 60')
    db.close()

    expect([backup(), backup()]).toEqual(['made', 'unchanged'])
  })

  const signedIn: StoredSignIn = {
    ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor'], shift: null },
    ...{ since: 1, locked: false, attested: true, endedAt: null },
  }
  const staged: StagedFile = {
    ...{ hash: '1'.repeat(64), size: 1_000, mime: 'image/png', caseId: caseId(1), name: '井盖.png', use: 'report', stagedAt: 5_000 },
  }
  const toldBy = (ledger: SyncApi<LedgerApi>) =>
    ledger.unsent(1).map(({ command, personName, no }) => ({ command, personName, no, claim: null }))
})

describe('a backup of a ledger whose pages have been damaged since the last one', () => {
  it.each(['command', 'meta', 'tally'])('finds it broken where it is the pages of %s, with something new to copy', (table) => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    const guard = unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false }))
    unwrap(ledger.append(Array.from({ length: 50 }, (_, i) => aReport(i + 1, i + 1)), null))
    unwrap(guard.backup(NOW))
    unwrap(ledger.append([aReport(51, 51)], null))
    ledger.setMeta('session-extension', '{}')
    ledger.close()
    const before = readdirSync(join(dataDir, 'backups'))
    spoilPage(join(dataDir, 'ledger.db'), table)

    expect(unwrap(guard.backup(NOW + HOUR))).toMatchObject({ word: 'broken', at: { chain: 'commands', n: 0 } })
    expect(readdirSync(join(dataDir, 'backups'))).toEqual(before)
  })

  it('finds it broken where one is missing in its list of tables', () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    const guard = unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false }))
    unwrap(ledger.append([aReport(1, 1)], null))
    ledger.close()
    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    db.exec('DROP TABLE tally')
    db.close()

    expect(unwrap(guard.backup(NOW))).toMatchObject({ word: 'broken' })
  })

  /** A page of a table that is none any more, found only when it is read. */
  function spoilPage(file: string, table: string): void {
    const db = openForReading(file)
    const size = db.pluck<[], number>('PRAGMA page_size').get() ?? 0
    const leaves = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
    const page = db.pluck<[string], number>(leaves).get(table) ?? 0
    db.close()
    const fd = openSync(file, 'r+')
    writeSync(fd, Buffer.alloc(size, 0xee), 0, size, (page - 1) * size)
    closeSync(fd)
  }
})

describe('the ballast', () => {
  it('is real bytes, is given back once, and comes back when there is room', () => {
    const dataDir = aDataFolder()
    const guard = unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false }))

    expect(guard.space().hasBallast).toBe(true)
    expect(statSync(join(dataDir, 'ballast')).blocks * 512).toBeGreaterThanOrEqual(16 * 1024 * 1024)
    expect([guard.release(), guard.release()]).toEqual([true, false])
    expect(guard.space().hasBallast).toBe(true)
  })
})
