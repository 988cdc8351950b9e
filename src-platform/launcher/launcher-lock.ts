import { randomUUID } from 'node:crypto'
import { linkSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { isSystemError, readIfPresent } from './files.ts'
import { processStart } from './processes.ts'

const Holder = z.object({ pid: z.int().positive(), started: z.string().nullable() })
type Holder = z.infer<typeof Holder>

const NAME = /^launcher\.lock\.(\d{1,15})(\.free)?$/
const DRAFT = /^launcher\.draft\./
const MAX_RACES = 100

export interface LauncherLock {
  release(): void
}

/**
 * One launcher per data folder. The lock is the file `launcher.lock.<n>` with the highest n; whoever finds its holder dead or
 * gone creates n+1 by `link`, which exactly one can win. The highest file is never deleted, so a number is never used twice and
 * a slow reader cannot mistake a new holder for the dead one. Released means renamed to `.free`, which works on a full disk too.
 */
export function takeLauncherLock(folder: string): Result<LauncherLock> {
  sweepDrafts(folder)
  for (let race = 0; race < MAX_RACES; race += 1) {
    const newest = newestNumber(folder)
    const holder = readHolder(join(folder, `launcher.lock.${String(newest)}`))
    if (holder !== null && isHeld(holder)) return refuse('already-running', `pid ${String(holder.pid)}`)
    const path = join(folder, `launcher.lock.${String(newest + 1)}`)
    const mine: Holder = { pid: process.pid, started: processStart(process.pid) }
    if (!create(folder, path, mine)) continue
    removeBelow(folder, newest + 1)
    return ok({
      release: () => {
        release(path)
      },
    })
  }
  return refuse('already-running', 'many starts at once')
}

/** A process id alone proves nothing after a restart of the machine; together with its start time it does. */
function isHeld(holder: Holder): boolean {
  if (holder.started !== null) return processStart(holder.pid) === holder.started
  try {
    process.kill(holder.pid, 0)
    return true
  } catch (error) {
    return isSystemError(error) && error.code === 'EPERM'
  }
}

function newestNumber(folder: string): number {
  return Math.max(0, ...readdirSync(folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0)))
}

/** Null when there is nothing to respect: no file, a freed or superseded one, or one that a power cut left empty. */
function readHolder(path: string): Holder | null {
  const text = readIfPresent(path)
  if (text === null) return null
  try {
    return Holder.parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

function create(folder: string, path: string, holder: Holder): boolean {
  const draft = writeDraft(folder, holder)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function release(path: string): void {
  try {
    renameSync(path, `${path}.free`)
  } catch (error) {
    // The data folder was removed, and the lock with it; or it was released before.
    if (!isSystemError(error) || error.code !== 'ENOENT') throw error
  }
}

function writeDraft(folder: string, holder: Holder): string {
  const draft = join(folder, `launcher.draft.${String(process.pid)}.${randomUUID()}`)
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  return draft
}

function removeBelow(folder: string, number: number): void {
  for (const name of readdirSync(folder)) {
    const found = NAME.exec(name)?.[1]
    if (found !== undefined && Number(found) < number) rmSync(join(folder, name), { force: true })
  }
}

/** Drafts of starts that were killed between writing and linking. */
function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = DRAFT.test(name) ? Number(name.split('.')[2]) : Number.NaN
    if (Number.isInteger(pid) && pid !== process.pid && processStart(pid) === null) rmSync(join(folder, name), { force: true })
  }
}
