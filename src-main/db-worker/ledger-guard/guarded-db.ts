import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RefusalError } from '#shared/kernel/result.ts'
import type { WriteDb } from '../driver.ts'
import type { Seal } from '../ledger/seal.ts'
import { isDiskFailure, storing } from '../storage-errors.ts'
import { distrust, readDistrust } from './check-ledger.ts'
import { readGuardRow, readHeads, writeGuardRow } from './guard-row.ts'
import type { GuardRow } from './guard-row.ts'
import { syncFolder } from './safe-files.ts'
import { hashFile } from './witness.ts'
import type { Mark, Witness } from './witness.ts'

/** The witness need not wait for the disk at each change; after so many it does. */
const SYNC_EVERY = 64

export interface Guarding {
  readonly file: string
  readonly seal: Seal
  readonly witness: Witness
  /** As the file has it now. */
  readonly guard: GuardRow
  /** The file's connection anew, as the first one was opened. */
  readonly reopen: () => WriteDb
}

/**
 * The ledger's connection, counting: every transaction that changes something raises the counter inside itself, and once it is on
 * disk the witness is told. Closing says of the file what it was like, byte for byte. After a failure of the disk (EIO) nobody
 * knows what of a write is there: before it is written or read again the file is closed, looked at as a start does, and opened
 * anew.
 */
export function guardedDb(first: WriteDb, { file, seal, witness, guard, reopen }: Guarding): WriteDb {
  const { generation } = guard
  let { changes } = guard
  let depth = 0
  let connection: WriteDb | null = first
  let isInDoubt = false
  let lost: RefusalError | null = null
  let mark: Mark = { ...readHeads(first), generation, changes, closedAs: null }
  const testify = (db: WriteDb): void => {
    mark = { ...readHeads(db), generation, changes, closedAs: null }
    witness.write(mark)
  }
  const openAnew = (): WriteDb => {
    connection = closeQuietly(connection)
    lost ??= refusalOf(file, seal, mark)
    if (lost !== null) throw lost
    const db = (connection = reopen())
    isInDoubt = false
    // A write that was refused may be there all the same, whole: it counts from now on.
    changes = changesIn(db, seal) ?? changes
    testify(db)
    return db
  }
  const current = (): WriteDb => (connection === null || (isInDoubt && depth === 0) ? openAnew() : connection)
  testify(first)
  witness.sync()

  return {
    ...throughCurrent(current),
    transaction<T>(work: () => T): T {
      if (depth > 0) return current().transaction(work)
      const db = current()
      depth += 1
      let next = changes
      let done: T
      try {
        done = countedTransaction(db, work, () => {
          next = changes + 1
          writeGuardRow(db, seal, { generation, changes: next })
        })
      } catch (error) {
        isInDoubt ||= isDiskFailure(error)
        throw error
      } finally {
        depth -= 1
      }
      if (next === changes) return done
      changes = next
      testify(db)
      if (changes % SYNC_EVERY === 0) witness.sync()
      return done
    },
    checkpoint() {
      if (!isInDoubt) current().checkpoint()
    },
    close() {
      if (isInDoubt) closeQuietly(connection)
      else closeInOrder(current(), { file, witness, guard: { generation, changes } })
      witness.close()
    },
  }
}

/** `count` is called inside it, where it has changed something. */
function countedTransaction<T>(db: WriteDb, work: () => T, count: () => void): T {
  const changedSoFar = (): number => db.pluck<[], number>('SELECT total_changes()').get() ?? 0
  return db.transaction(() => {
    const before = changedSoFar()
    const value = work()
    if (changedSoFar() !== before) count()
    return value
  })
}

function throughCurrent(current: () => WriteDb): Pick<WriteDb, 'prepare' | 'pluck' | 'snapshot' | 'change' | 'exec'> {
  return {
    prepare: <P extends unknown[], R>(sql: string) => current().prepare<P, R>(sql),
    pluck: <P extends unknown[], V>(sql: string) => current().pluck<P, V>(sql),
    snapshot: (read) => current().snapshot(read),
    change: <P extends unknown[]>(sql: string) => current().change<P>(sql),
    exec: (sql) => {
      current().exec(sql)
    },
  }
}

function closeInOrder(db: WriteDb, { file, witness, guard }: Pick<Guarding, 'file' | 'witness' | 'guard'>): void {
  const last = { ...readHeads(db), ...guard }
  db.close()
  // A log that stays behind (somebody else has the file open) holds what the file lacks.
  if (existsSync(`${file}-wal`)) return
  syncFolder(dirname(file))
  witness.write({ ...last, closedAs: hashFile(file) })
}

/** What a disk says that has failed already is no news. */
function closeQuietly(db: WriteDb | null): null {
  storing(() => db?.close())
  return null
}

/** Why the file is not to be used any further; null where it holds. */
function refusalOf(file: string, seal: Seal, mark: Mark): RefusalError | null {
  const found = readDistrust(file, seal, mark)
  return found === null ? null : distrust(found.code, found.detail)
}

function changesIn(db: WriteDb, seal: Seal): number | null {
  const known = readGuardRow(db, seal)
  return known === null || known === 'forged' ? null : known.changes
}
