import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { WriteDb } from '../driver.ts'
import type { Seal } from '../ledger/seal.ts'
import { readHeads, writeGuardRow } from './guard-row.ts'
import type { GuardRow } from './guard-row.ts'
import { syncFolder } from './safe-files.ts'
import { hashFile } from './witness.ts'
import type { Witness } from './witness.ts'

/** The witness need not wait for the disk at each change; after so many it does. */
const SYNC_EVERY = 64

export interface Guarding {
  readonly file: string
  readonly seal: Seal
  readonly witness: Witness
  /** As the file has it now. */
  readonly guard: GuardRow
}

/**
 * The ledger's connection, counting: every transaction that changes something raises the counter inside itself, and once it is on
 * disk the witness is told. Closing says of the file what it was like, byte for byte.
 */
export function guardedDb(db: WriteDb, { file, seal, witness, guard }: Guarding): WriteDb {
  let { changes } = guard
  let depth = 0
  const changedSoFar = (): number => db.pluck<[], number>('SELECT total_changes()').get() ?? 0
  const testify = (closedAs: string | null): void => {
    witness.write({ ...readHeads(db), generation: guard.generation, changes, closedAs })
  }
  testify(null)
  witness.sync()

  return {
    ...db,
    transaction<T>(work: () => T): T {
      if (depth > 0) return db.transaction(work)
      depth += 1
      let next = changes
      let done: T
      try {
        done = db.transaction(() => {
          const before = changedSoFar()
          const value = work()
          if (changedSoFar() !== before) {
            next = changes + 1
            writeGuardRow(db, seal, { generation: guard.generation, changes: next })
          }
          return value
        })
      } finally {
        depth -= 1
      }
      if (next === changes) return done
      changes = next
      testify(null)
      if (changes % SYNC_EVERY === 0) witness.sync()
      return done
    },
    close() {
      const last = { ...readHeads(db), generation: guard.generation, changes }
      db.close()
      // A log that stays behind (somebody else has the file open) holds what the file lacks.
      if (!existsSync(`${file}-wal`)) {
        syncFolder(dirname(file))
        witness.write({ ...last, closedAs: hashFile(file) })
      }
      witness.close()
    },
  }
}
