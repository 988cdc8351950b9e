import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { openForReading, openForWriting } from '../db-worker/driver.ts'

/** Writes and reads a file as the ledger's writer does. The driver itself throws when `synchronous` is not FULL after a write. */
export function sqlite(folder: string): string {
  if (isMainThread) throw new Error('not in a worker thread')
  const file = join(folder, 'self-check.db')
  const db = openForWriting(file, { secureDelete: true })
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT')
  db.transaction(() => db.change('INSERT INTO t (word) VALUES (?)').run('井盖'))
  const level = db.pluck<[], number>('SELECT synchronous FROM pragma_synchronous').get()
  const mode = db.pluck<[], string>('SELECT journal_mode FROM pragma_journal_mode').get()
  const reader = openForReading(file)
  const version = reader.pluck<[], string>('SELECT sqlite_version()').get()
  const word = reader.pluck<[], string>('SELECT word FROM t').get()
  reader.close()
  db.close()
  if (level !== 2 || mode !== 'wal' || word !== '井盖') throw new Error(`synchronous ${String(level)}, ${String(mode)}, ${String(word)}`)
  return `SQLite ${String(version)}, WAL, synchronous FULL, in a worker`
}
