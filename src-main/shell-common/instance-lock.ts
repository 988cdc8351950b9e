import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { identify, isStillRunning, ProcessIdentity } from './process-identity.ts'
import { isCode } from './system-error.ts'

const NAME = /^shell\.(\d{1,12})\.lock(\.free)?$/
const DRAFT = /^shell\.draft\./
const MAX_RACES = 50

export interface InstanceLock {
  release(): void
}

/**
 * One shell per data folder. The lock is `shell.<n>.lock` with the highest n; whoever finds its holder gone makes n+1 by `link`,
 * which exactly one can win. The highest file is never deleted, so a slow reader cannot mistake a new holder for a dead one.
 */
export function acquireInstanceLock(base: string): Result<InstanceLock> {
  for (let race = 0; race < MAX_RACES; race += 1) {
    const holder = lockHolder(base)
    if (holder !== null) return refuse('already-running', `pid ${String(holder)}`)
    const path = join(base, lockName(newest(base) + 1))
    if (!create(base, path)) continue
    sweep(base, path)
    return ok({
      release: () => {
        release(path)
      },
    })
  }
  return refuse('already-running', 'many starts at once')
}

/** Process id of the shell that runs on this data folder, or null. */
export function lockHolder(base: string): number | null {
  const holder = readHolder(join(base, lockName(newest(base))))
  return holder !== null && isStillRunning(holder) ? holder.pid : null
}

const lockName = (n: number): string => `shell.${String(n)}.lock`

function newest(base: string): number {
  return Math.max(0, ...names(base).map((name) => Number(NAME.exec(name)?.[1] ?? 0)))
}

function names(base: string): string[] {
  try {
    return readdirSync(base)
  } catch (error) {
    // Nobody can be running on data that is not there, or on a file.
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

/** Null when there is nothing to respect: no file, a freed one, or one that a power cut left empty. */
function readHolder(path: string): ProcessIdentity | null {
  try {
    return ProcessIdentity.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR') || error instanceof SyntaxError) return null
    throw error
  }
}

function create(base: string, path: string): boolean {
  const draft = join(base, `shell.draft.${randomBytes(6).toString('hex')}`)
  writeFileSync(draft, JSON.stringify(identify(process.pid, [])), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function sweep(base: string, mine: string): void {
  for (const name of names(base)) {
    const path = join(base, name)
    if (path !== mine && (NAME.test(name) || DRAFT.test(name))) rmSync(path, { force: true })
  }
}

function release(path: string): void {
  try {
    renameSync(path, `${path}.free`)
  } catch (error) {
    // The data folder was removed, or the lock was released before.
    if (!isCode(error, 'ENOENT')) throw error
  }
}
