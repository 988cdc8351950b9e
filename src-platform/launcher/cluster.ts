import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import type { PostgresBinaries } from './binaries.ts'
import { HALL_USER } from './connection.ts'
import { readIfPresent, syncFolder, writeDurably } from './files.ts'
import type { LauncherPaths } from './paths.ts'
import { commandLine, lastLine, type Runner, runToEnd } from './runner.ts'
import { SETTINGS_FILE } from './settings.ts'

const MAKING = 'cluster.making-'
const INIT_TIMEOUT_MS = 180_000

/** What a server needs to be run. */
export interface Programs {
  readonly binaries: PostgresBinaries
  readonly runner: Runner
}

export type ClusterState = 'absent' | 'present'

/** Creates the folders, all closed to others; so is the cluster, which a copy put back by hand may have opened. */
export function prepareFolders(paths: LauncherPaths): void {
  for (const folder of [paths.base, paths.log]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
  }
  if (existsSync(paths.cluster)) chmodSync(paths.cluster, 0o700)
}

/** Whether these binaries can open what is there. What stands under the cluster's name is never deleted, whole or not. */
export function inspectCluster(paths: LauncherPaths, major: number): Result<ClusterState> {
  if (!existsSync(paths.cluster)) return ok('absent')
  if (readdirSync(paths.cluster).length === 0) {
    rmdirSync(paths.cluster)
    return ok('absent')
  }
  const found = Number(readIfPresent(join(paths.cluster, 'PG_VERSION'))?.trim())
  if (!Number.isInteger(found) || found < 1 || !existsSync(join(paths.cluster, 'global', 'pg_control'))) {
    return refuse('pg-cluster-damaged', paths.cluster)
  }
  if (found > major) return refuse('schema-newer', `PostgreSQL ${String(found)} > ${String(major)}`)
  if (found < major) return refuse('pg-cluster-older', `PostgreSQL ${String(found)} < ${String(major)}`)
  return ok('present')
}

/**
 * Makes the cluster under a provisional name and gives it its real one last, in one step: whatever is interrupted before leaves
 * only a provisional folder, which the next start removes.
 */
export async function makeCluster(paths: LauncherPaths, programs: Programs, durable: boolean): Promise<Result<void>> {
  ensurePassword(paths)
  const making = join(paths.base, `${MAKING}${randomBytes(6).toString('hex')}`)
  const command = commandLine(programs.runner, 'KILL', [
    programs.binaries.initdb,
    '-D',
    making,
    '--encoding=UTF8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--username=${HALL_USER}`,
    `--pwfile=${paths.password}`,
    ...(durable ? [] : ['--no-sync']),
  ])
  const done = await runToEnd(command, { timeoutMs: INIT_TIMEOUT_MS, cwd: paths.base })
  if (done.code !== 0) {
    rmSync(making, { recursive: true, force: true })
    return failure('pg-init-failed', done.stderr)
  }
  appendFileSync(join(making, 'postgresql.conf'), `\ninclude '${SETTINGS_FILE}'\n`)
  writeDurably(join(making, SETTINGS_FILE), '')
  renameSync(making, paths.cluster)
  // A server that a killed initdb had begun may have written on for a moment after its folder was removed.
  removeHalfMade(paths)
  syncFolder(paths.base)
  return ok(undefined)
}

/** Removes what a start that was killed in the middle of {@link makeCluster} left. Returns the names that were removed. */
export function removeHalfMade(paths: LauncherPaths): string[] {
  const left = readdirSync(paths.base).filter((name) => name.startsWith(MAKING))
  for (const name of left) rmSync(join(paths.base, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  return left
}

/** The password of the cluster; made when there is none yet. */
export function ensurePassword(paths: LauncherPaths): string {
  const kept = readIfPresent(paths.password)?.trim()
  if (kept !== undefined && kept !== '') return kept
  const made = randomBytes(24).toString('hex')
  writeDurably(paths.password, `${made}\n`)
  return made
}

/**
 * Gives a cluster whose password file is lost (say, restored from a backup without it) a new one, by a single-user server; the
 * file is written last, so an interruption only repeats the step. No server may be running.
 */
export async function resetPassword(paths: LauncherPaths, programs: Programs): Promise<Result<void>> {
  const made = randomBytes(24).toString('hex')
  const command = commandLine(programs.runner, 'KILL', [programs.binaries.postgres, '--single', '-D', paths.cluster, 'postgres'])
  const input = `alter role ${HALL_USER} password '${made}';\n`
  const done = await runToEnd(command, { timeoutMs: INIT_TIMEOUT_MS, cwd: paths.base, input })
  if (done.code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(done.stderr)) return failure('pg-start-failed', done.stderr)
  writeDurably(paths.password, `${made}\n`)
  return ok(undefined)
}

/** A program's failure as a refusal: a full disk is named as such, whatever the program was doing. */
export function failure(code: 'pg-init-failed' | 'pg-start-failed', output: string): ReturnType<typeof refuse> {
  const lines = output.split('\n')
  // What the program says last is often how it tidied up.
  const full = lines.findLast((line) => /No space left on device|Disk quota exceeded/.test(line))
  if (full !== undefined) return refuse('disk-full', lastLine(full))
  const told = lines.findLast((line) => /\b(FATAL|PANIC|ERROR|error):/.test(line))
  return refuse(code, lastLine(told ?? output))
}
