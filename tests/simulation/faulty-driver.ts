// Stands in for src-main/db-worker/driver.ts in the simulation (see module-hooks.ts): the same driver over real SQLite, but every
// transaction may find the disk full or be the last thing the machine did.
import * as real from '#main/db-worker/driver.ts'
import type { OpenOptions, ReadDb, WriteDb } from '#main/db-worker/driver.ts'
import { cacheDdl } from '#shared/cache-schema/index.ts'
import { diskOf } from './disk.ts'
import { layReadyFile } from './ready-files.ts'

export type * from '#main/db-worker/driver.ts'
export const { lockFile } = real

export function openForReading(file: string): ReadDb {
  return real.openForReading(file)
}

export function openForWriting(file: string, options: OpenOptions): WriteDb {
  const mounted = diskOf(file)
  const isReady = layReadyFile(file, (path) => real.openForWriting(path, options))
  const opened = real.openForWriting(file, options)
  const db: WriteDb = isReady ? { ...opened, exec: (sql) => (sql === cacheDdl ? undefined : opened.exec(sql)) } : opened
  if (mounted === undefined) return db
  const { disk } = mounted
  if (mounted.file === 'ledger') disk.ledgerSync = () => db.pluck<[], number>('PRAGMA synchronous').get() ?? 0
  let depth = 0
  return {
    ...db,
    close() {
      if (mounted.file === 'ledger') disk.ledgerSync = null
      db.close()
    },
    transaction<T>(work: () => T): T {
      if (depth > 0) return db.transaction(work)
      disk.assertAlive()
      depth += 1
      let done: T
      try {
        done = db.transaction(() => {
          const value = work()
          disk.beforeCommit(mounted.file)
          return value
        })
      } finally {
        depth -= 1
      }
      disk.afterCommit()
      return done
    },
  }
}
