import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SeatId } from '#shared/kernel/ids.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger, wordOfStart } from '#tests/builders/a-ledger.ts'
import { openForWriting } from '../driver.ts'
import type { WriteDb } from '../driver.ts'
import { createLedger } from '../ledger/ledger.ts'
import { createSeal, keyBeside } from '../ledger/seal.ts'
import { guardPaths } from './guard-paths.ts'
import { readGuardRow } from './guard-row.ts'
import { guardedDb } from './guarded-db.ts'
import { Witness, keyName } from './witness.ts'

const eio = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' })

/** A ledger with one act over a disk that fails once, before or after what was written is there. */
function onABadDisk() {
  const dataDir = aDataFolder()
  const before = aLedger({ dataDir })
  before.append([aReport(1, 1)], null)
  before.close()
  const paths = guardPaths(dataDir)
  const key = keyBeside(paths.ledger)
  const seal = createSeal(key)
  const disk: { fails: 'before' | 'after' | null; opened: number } = { fails: null, opened: 0 }
  const reopen = (): WriteDb => {
    disk.opened += 1
    const real = openForWriting(paths.ledger, { secureDelete: true })
    const transaction = <T>(work: () => T): T => {
      const { fails } = disk
      disk.fails = null
      const fail = (): never => {
        throw eio
      }
      const done = real.transaction(() => (fails === 'before' ? [work(), fail()] : [work()]) as [T])
      return fails === 'after' ? fail() : done[0]
    }
    return { ...real, transaction }
  }
  const db = reopen()
  const guard = readGuardRow(db, seal)
  if (guard === null || guard === 'forged') throw new Error('no guard row')
  const witness = new Witness(paths.witness, seal, keyName(key), 100)
  const guarded = guardedDb(db, { file: paths.ledger, seal, witness, guard, reopen })
  const ledger = createLedger({ db: guarded, seat: '1' as SeatId, seal, lastS: 0 }, () => undefined)
  return { dataDir, disk, ledger }
}

/** A row is no longer as it was written. */
function harm(dataDir: string): void {
  const other = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
  other.exec('UPDATE standing SET ver = 7')
  other.close()
}

describe('a ledger whose disk fails while it writes', () => {
  it.each([
    ['before it is there', 'before', 2, 'ok'],
    ['when all of it is there', 'after', 2, 'bad-request'],
  ] as const)('refuses the act, %s, opens and looks at its file anew, and goes on', (_what, fails, opened, again) => {
    const { dataDir, disk, ledger } = onABadDisk()
    disk.fails = fails

    const refused = ledger.append([aReport(2, 2)], null)
    const second = ledger.append([aReport(2, 2)], null)
    const third = ledger.append([aReport(3, 3)], null)

    expect(refused).toMatchObject({ ok: false, error: { code: 'storage-failed', detail: 'SQLITE_IOERR_FSYNC' } })
    expect([second.ok ? 'ok' : second.error.code, third.ok, disk.opened]).toEqual([again, true, opened])
    expect([ledger.lastS(), ledger.verify()]).toEqual([3, null])
    ledger.close()
    expect(wordOfStart(dataDir)).toBe('opens')
  })

  it('tells nothing out of the connection that has failed', () => {
    const { disk, ledger } = onABadDisk()
    disk.fails = 'after'
    ledger.append([aReport(2, 2)], null)

    expect([ledger.lastS(), disk.opened]).toEqual([2, 2])
    expect([ledger.verify(), disk.opened]).toEqual([null, 2])
    ledger.close()
  })

  it('tells nothing any more when what it finds then does not hold, before anything is written', () => {
    const { dataDir, disk, ledger } = onABadDisk()
    disk.fails = 'before'
    ledger.append([aReport(2, 2)], null)
    harm(dataDir)

    expect(() => ledger.tray()).toThrow('ledger-damaged')
    ledger.close()
  })

  it('is not used any further when what it finds then does not hold', () => {
    const { dataDir, disk, ledger } = onABadDisk()
    disk.fails = 'before'
    ledger.append([aReport(2, 2)], null)
    harm(dataDir)

    const refusals = [ledger.append([aReport(2, 2)], null), ledger.append([aReport(3, 3)], null)]

    expect(refusals).toMatchObject(Array(2).fill({ ok: false, error: { code: 'ledger-damaged', detail: 'commands 1' } }))
    expect(() => ledger.lastS()).toThrow('ledger-damaged')
    expect([disk.opened, wordOfStart(dataDir)]).toEqual([1, 'ledger-damaged'])
    ledger.close()
  })

  it('asks its disk again as long as it fails', () => {
    const { disk, ledger } = onABadDisk()
    const codes = [1, 2].map(() => {
      disk.fails = 'before'
      const refused = ledger.append([aReport(2, 2)], null)
      return refused.ok ? 'ok' : refused.error.code
    })

    expect([codes, disk.opened]).toEqual([['storage-failed', 'storage-failed'], 2])
    ledger.close()
  })
})
