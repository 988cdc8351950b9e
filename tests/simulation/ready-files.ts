// Hundreds of halls begin with seats without data: their empty files are made once in a process, by the product's own steps, and
// copied from then on.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { makeTables } from '#main/db-worker/cache/tables.ts'
import type { WriteDb } from '#main/db-worker/driver.ts'
import { createSeal } from '#main/db-worker/ledger/seal.ts'
import { ledgerMigrations } from '#main/db-worker/migrations/index.ts'
import { migrate } from '#main/db-worker/migrations/migrate.ts'
import { MAC_KEY } from './town.ts'

type OpenNew = (file: string) => WriteDb
type Kind = 'ledger' | 'cache'

const made = new Map<Kind, string>()
let folder: string | null = null

/** Files that halls of this process lie in: in memory where there is such a folder. */
export const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Lays an empty file with its tables where there is none; false where the file is there, or is neither ledger nor cache. */
export function layReadyFile(file: string, open: OpenNew): boolean {
  const kind = /^(ledger|cache)(?:-\d+)?\.db$/.exec(basename(file))?.[1] as Kind | undefined // the expression names both
  if (kind === undefined || existsSync(file)) return false
  copyFileSync(readyFile(kind, open), file)
  return true
}

function readyFile(kind: Kind, open: OpenNew): string {
  const known = made.get(kind)
  if (known !== undefined) return known
  const file = join(ownFolder(), `ready-${kind}`)
  const db = open(file)
  if (kind === 'ledger') migrate(db, ledgerMigrations, undefined, createSeal(MAC_KEY))
  else db.transaction(() => makeTables(db))
  db.checkpoint()
  db.close()
  made.set(kind, file)
  return file
}

function ownFolder(): string {
  if (folder !== null) return folder
  clearLeftFolders()
  const own = makeFolder('ready')
  process.on('exit', () => rmSync(own, { recursive: true, force: true }))
  folder = own
  return own
}

/** A folder that says whose it is: what a killed process leaves behind is cleared by the next one. */
export function makeFolder(what: 'ready' | 'sim'): string {
  return mkdtempSync(join(memoryFolder, `hall-${what}-${process.pid}-`))
}

function clearLeftFolders(): void {
  for (const name of readdirSync(memoryFolder)) {
    const pid = /^hall-(?:ready|sim)-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(memoryFolder, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's is none of ours to clear.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
