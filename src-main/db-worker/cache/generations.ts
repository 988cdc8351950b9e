// Which file is the cache. A new one is made beside the running one under the next number; a small file names the one that
// counts, because a file that somebody has open cannot be renamed or removed on every system.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { whyUnreadable } from '../ledger-guard/safe-files.ts'

const POINTER = 'cache.current'
/** The file itself and what stands beside it while it is open. */
const ENDS = ['', '-wal', '-shm'] as const
const NAME = /^cache(?:-(\d{1,9}))?\.db$/

const fileOf = (dataDir: string, generation: number): string =>
  join(dataDir, generation === 0 ? 'cache.db' : `cache-${String(generation)}.db`)

/** The file that counts, whether it is there or not. */
export function cacheFile(dataDir: string): string {
  return fileOf(dataDir, currentGeneration(dataDir))
}

/** The file that is made beside it. */
export function shadowFile(dataDir: string): string {
  return fileOf(dataDir, currentGeneration(dataDir) + 1)
}

/** Without a pointer, or with one that cannot be understood, it is the first. */
function currentGeneration(dataDir: string): number {
  const pointer = join(dataDir, POINTER)
  const name = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : 'cache.db'
  return Number(NAME.exec(name)?.[1] ?? 0)
}

/** From here on the shadow is the cache: one rename, on disk when this returns. A crash leaves the old name or the new one. */
export function pointToShadow(dataDir: string): void {
  const name = `cache-${String(currentGeneration(dataDir) + 1)}.db`
  const written = join(dataDir, `${POINTER}.new`)
  writeFileSync(written, `${name}\n`, { mode: 0o600, flush: true })
  renameSync(written, join(dataDir, POINTER))
  syncFolder(dataDir)
}

/** Removes every cache but the one that counts: what a crash or a change-over has left behind. */
export function sweepCaches(dataDir: string): void {
  const current = cacheFile(dataDir)
  for (const name of readdirSync(dataDir)) {
    const file = join(dataDir, name.replace(/-(wal|shm)$/, ''))
    if (NAME.test(name.replace(/-(wal|shm)$/, '')) && file !== current) removeQuietly(join(dataDir, name))
  }
}

/** A cache of any generation is there, or the name of one that was. */
export const hasCache = (dataDir: string): boolean =>
  existsSync(dataDir) && readdirSync(dataDir).some((name) => NAME.test(name) || name === POINTER)

export function removeCache(file: string): void {
  for (const end of ENDS) rmSync(file + end, { recursive: true, force: true })
}

/** One of its files is there and the system does not let it be read, or it is no file. */
export function isUnreadable(file: string): boolean {
  return ENDS.some((end) => whyUnreadable(file + end) !== null)
}

/** One that is still open somewhere is removed the next time. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code !== 'EBUSY' && code !== 'EPERM') throw error
  }
}

function syncFolder(dataDir: string): void {
  // Windows has no handle for a folder; its rename is in the journal already.
  if (process.platform === 'win32') return
  const folder = openSync(dataDir, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
