import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aDraft, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { flip, guardOf } from '#tests/builders/damaged-places.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { NOW, ask, restoreNewest, startOf } from '#tests/builders/worked-ledger.ts'
import { openForReading, openForWriting } from '../driver.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import { ledgerMigrations } from '../migrations/index.ts'
import { migrate } from '../migrations/migrate.ts'
import { copyOtherTables } from './copy-tables.ts'
import { findKey } from './find-key.ts'
import { guardPaths } from './guard-paths.ts'

const seen = CaseStory.after('accept', 'file').case

describe('a ledger in which a bit has turned over in what an act was based on', () => {
  /** Of two acts that are not accepted yet the first is in the backup. */
  const aTurnedFolder = (): string => {
    const dataDir = aDataFolder()
    const before = aLedger({ dataDir })
    unwrap(before.append([aReport(1), aCommand(2, 'dispatch', 1, { ground: seen })], null))
    unwrap(guardOf(dataDir).backup(NOW))
    unwrap(before.append([aCommand(3, 'note', 1, { ground: seen })], null))
    before.close()
    return dataDir
  }

  const turnOver = (dataDir: string, s: number): void => {
    const file = join(dataDir, 'ledger.db')
    const db = openForReading(file)
    const packed = db.pluck<[number], Uint8Array>('SELECT row FROM ground WHERE s = ?').get(s)!
    db.close()
    const bytes = readFileSync(file)
    const [first, last] = [bytes.indexOf(packed), bytes.lastIndexOf(packed)]
    // Of the two rows, which are the same, the one that was written later lies further in front in its page.
    flip(file, (s === 2 ? last : first) + 5)
  }

  it('gets back from the backup what that holds of it', () => {
    const dataDir = aTurnedFolder()
    turnOver(dataDir, 2)
    expect(startOf(dataDir)).toBe('ledger-damaged')

    expect(restoreNewest(dataDir)).toMatchObject({ commands: 3, missing: 0 })

    const ledger = aLedger({ dataDir })
    expect([ledger.ground(cmdId(2)), ledger.ground(cmdId(3)), ledger.verify()]).toEqual([seen, seen, null])
  })

  it('is restored without it where no backup has it', () => {
    const dataDir = aTurnedFolder()
    turnOver(dataDir, 3)

    expect(restoreNewest(dataDir)).toMatchObject({ commands: 3, missing: 0 })

    const ledger = aLedger({ dataDir })
    expect([ledger.ground(cmdId(2)), ledger.ground(cmdId(3)), ledger.verify()]).toEqual([seen, null, null])
  })

  it('is restored out of itself alone', () => {
    const dataDir = aTurnedFolder()
    turnOver(dataDir, 2)

    expect(unwrap(guardOf(dataDir).rebuild(ask()))).toMatchObject({ commands: 3, missing: 0 })

    expect(aLedger({ dataDir }).ground(cmdId(3))).toEqual(seen)
  })
})

describe('a ledger on a disk with a place that is gone', () => {
  const eio = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' })
  const fail = (): never => {
    throw eio
  }

  /** A ledger with a draft and a fact, and a new one beside it. */
  function aWorkedAndANewLedger() {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    ledger.saveDraft(aDraft(1))
    ledger.setMeta('session-extension', '{}')
    ledger.close()
    const { seal } = findKey(guardPaths(dataDir))!
    const to = openForWriting(join(dataDir, 'new.db'), { secureDelete: true })
    onTestFinished(() => to.close())
    migrate(to, ledgerMigrations, undefined, seal)
    /** Copies out of the file, which does not let `table` be read any more. */
    const copyWithout = (table: string | null, into: WriteDb = to): void => {
      const open = (file: string): ReadDb => {
        const real = openForReading(file)
        const isGone = (sql: string): boolean => table !== null && sql.startsWith('SELECT') && sql.endsWith(`FROM ${table}`)
        return {
          ...real,
          prepare: <P extends unknown[], R>(sql: string) => {
            const rows = real.prepare<P, R>(sql)
            return isGone(sql.replace(' WHERE id = 1', '')) ? { ...rows, get: fail, iterate: fail } : rows
          },
        }
      }
      copyOtherTables(join(dataDir, 'ledger.db'), into, { seal, mark: null, baseChanges: 0 }, open)
    }
    const held = () => ['draft', 'meta'].map((table) => to.pluck<[], number>(`SELECT count(*) FROM ${table}`).get())
    return { to, copyWithout, held }
  }

  it.each([
    [null, [1, 1]],
    ['draft', [0, 1]],
    ['meta', [1, 0]],
    ['guard', [0, 0]],
  ])('is copied without what stands at that place of %s', (table, expected) => {
    const { copyWithout, held } = aWorkedAndANewLedger()

    copyWithout(table)

    expect(held()).toEqual(expected)
  })

  it('is not said to be copied where it is the new one whose disk fails', () => {
    const { to, copyWithout } = aWorkedAndANewLedger()

    expect(() => {
      copyWithout(null, { ...to, change: (sql) => (sql.includes('INTO draft') ? { run: fail } : to.change(sql)) })
    }).toThrow(eio)
  })
})
