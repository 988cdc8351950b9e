// A seat's files between two of its processes.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFile } from '#main/db-worker/cache/generations.ts'

/** What a power cut leaves: the files as the last transaction left them, without the shared memory. */
export function copyStores(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(from)) {
    if (/^(ledger.*|cache.*)\.db(-wal)?$|^cache\.current$|^snapshot\.part/.test(name)) cpSync(join(from, name), join(to, name))
  }
}

/** The caches are gone; what is found in the place of the one that counted may be no database. */
export function loseCaches(folder: string, isDamaged: boolean): void {
  const current = cacheFile(folder)
  for (const name of readdirSync(folder)) if (/^cache.*\.db/.test(name)) rmSync(join(folder, name))
  if (isDamaged) writeFileSync(current, 'this was a database once'.repeat(400))
}
