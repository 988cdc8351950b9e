// Stands in for src-main/db-worker/driver.ts in the simulation (see module-hooks.ts): the same driver over real SQLite, but every
// transaction may find the disk full or be the last thing the machine did.
import { statSync } from 'node:fs'
import * as real from '#main/db-worker/driver.ts'
import type { OpenOptions, ReadDb, WriteDb } from '#main/db-worker/driver.ts'
import { cacheDdl } from '#shared/cache-schema/index.ts'
import { diskOf } from './disk.ts'
import { layReadyFile } from './ready-files.ts'

export type * from '#main/db-worker/driver.ts'
export const { lockFile, rollBack } = real

interface Writing {
  readonly db: WriteDb
  readonly inode: number
}

/** Files that are open for writing on a seat's disk. */
const writing = new Map<string, Writing>()

export function openForReading(file: string): ReadDb {
  const writer = writerOf(file)
  if (writer === undefined) return real.openForReading(file)
  const { prepare, pluck, snapshot } = writer
  return { prepare, pluck, snapshot, close: () => undefined }
}

/**
 * Everything is on one thread here, so whoever wants a file that is open for writing is given that connection: without a second
 * one nothing need be locked, which is much of what small statements cost. Not one that has been removed and made anew since.
 */
function writerOf(file: string): WriteDb | undefined {
  const found = writing.get(file)
  return found !== undefined && statSync(file, { throwIfNoEntry: false })?.ino === found.inode ? found.db : undefined
}

function keepWriter(file: string, db: WriteDb): void {
  db.exec('PRAGMA locking_mode = EXCLUSIVE')
  writing.set(file, { db, inode: statSync(file).ino })
}

export function openForWriting(file: string, options: OpenOptions): WriteDb {
  const mounted = diskOf(file)
  const already = writerOf(file)
  if (already !== undefined) return { ...already, close: () => undefined }
  const isReady = layReadyFile(file, (path) => real.openForWriting(path, options))
  const opened = real.openForWriting(file, options)
  const db: WriteDb = isReady ? { ...opened, exec: (sql) => (sql === cacheDdl ? undefined : opened.exec(sql)) } : opened
  if (mounted === undefined) return db
  keepWriter(file, db)
  const { disk } = mounted
  if (mounted.file === 'ledger') disk.ledgerSync = () => db.pluck<[], number>('PRAGMA synchronous').get() ?? 0
  let depth = 0
  return {
    ...db,
    close() {
      if (mounted.file === 'ledger') disk.ledgerSync = null
      if (writing.get(file)?.db === db) writing.delete(file)
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
