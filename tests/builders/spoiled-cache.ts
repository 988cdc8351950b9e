// What a bad disk or a bug may do to the rows of a cache, behind the back of whoever has it open.
import { readFileSync, writeFileSync } from 'node:fs'
import { cacheFile } from '#main/db-worker/cache/generations.ts'
import { openForWriting } from '#main/db-worker/driver.ts'
import type { WriteDb } from '#main/db-worker/driver.ts'

export function inCache(dataDir: string, work: (db: WriteDb) => void): void {
  const db = openForWriting(cacheFile(dataDir), { secureDelete: false })
  work(db)
  db.checkpoint()
  db.close()
}

/** Changes the first letter at the last place where a text stands in the file: an index, for a column that has one. */
export function flipLetter(dataDir: string, text: string): void {
  inCache(dataDir, () => undefined)
  const bytes = readFileSync(cacheFile(dataDir))
  const at = bytes.lastIndexOf(text)
  if (at < 0) throw new Error(`${text} is not in the file`)
  bytes[at] = bytes[at]! ^ 1
  writeFileSync(cacheFile(dataDir), bytes)
}

/** A table is missing in the file's own list of them, as where a bit of the list's length has turned. */
export function loseTable(dataDir: string, table: string): void {
  inCache(dataDir, (db) => {
    db.exec(`DROP TABLE ${table}`)
  })
}
