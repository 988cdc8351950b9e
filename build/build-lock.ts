// One build at a time: a lock file with the pid of the build that runs.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const TRIES = 600
const WAIT_MS = 200
/** A lock gets its pid at once. One without it is of a build that could not write it, or was ended between the two. */
const EMPTY_MS = 5_000

export type Locked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string }

/**
 * Does the work while nobody else has the lock; two callers at once: the second waits for the first. What the disk refuses (full,
 * read-only) is said in `why`, the lock's own writes included.
 */
export async function underLock<T>(lock: string, work: () => Promise<T>, tries = TRIES): Promise<Locked<T>> {
  try {
    if (!(await take(lock, tries))) return { ok: false, why: `another build holds ${lock}; delete it if none is running` }
    try {
      return { ok: true, value: await work() }
    } finally {
      rmSync(lock, { force: true })
    }
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return { ok: false, why: error.message }
  }
}

async function take(lock: string, tries: number): Promise<boolean> {
  mkdirSync(dirname(lock), { recursive: true })
  for (let attempt = 0; attempt < tries; attempt++) {
    if (tryCreate(lock)) return true
    if (isLeft(lock)) rmSync(lock, { force: true })
    else await sleep(WAIT_MS)
  }
  return false
}

function tryCreate(lock: string): boolean {
  const handle = unlessCode('EEXIST', () => openSync(lock, 'wx'))
  if (handle === undefined) return false
  let isWritten = false
  try {
    writeSync(handle, String(process.pid))
    isWritten = true
  } finally {
    closeSync(handle)
    if (!isWritten) rmSync(lock, { force: true })
  }
  return true
}

/** Does nobody hold it any more? One that is gone meanwhile is nobody's to remove. */
function isLeft(lock: string): boolean {
  const holder = unlessCode('ENOENT', () => Number(readFileSync(lock, 'utf8')))
  if (holder === undefined) return false
  if (holder > 0) return !isAlive(holder)
  const writtenMs = unlessCode('ENOENT', () => statSync(lock).mtimeMs)
  return writtenMs !== undefined && Math.abs(Date.now() - writtenMs) > EMPTY_MS
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** Undefined where it fails with this code. */
export function unlessCode<T>(code: string, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isCode(error, code)) return undefined
    throw error
  }
}

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code

/** Errors of the file system name their call; faults of ours do not. */
const isRefusedByDisk = (error: unknown): error is Error => error instanceof Error && 'syscall' in error
