import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { isSystemError } from './files.ts'
import { runToEnd } from './runner.ts'

const LIST_TIMEOUT_MS = 10_000

/**
 * When a process started, as text that differs for two processes of the same number (Linux: boot and clock ticks); null when
 * there is no such process, when it is dead and only not yet collected, or where the system does not tell.
 */
export function processStart(pid: number): string | null {
  const stat = readProc(`/proc/${String(pid)}/stat`)
  if (stat === null) return null
  // The name in parentheses may hold anything, so fields are counted from its end: state is the 3rd field, start time the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  return `${readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19] ?? ''}`
}

/** Whether the process runs; one that has ended and waits to be collected by its parent does not. */
export function isRunning(pid: number): boolean {
  if (process.platform === 'linux') return processStart(pid) !== null
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isSystemError(error) && error.code === 'EPERM'
  }
}

/** Whether this process is a PostgreSQL server process working on this cluster: they all stand in the cluster's folder. */
export function isPostgresOn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return isRunning(pid)
  if (readProc(`/proc/${String(pid)}/comm`)?.trim() !== 'postgres') return false
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`) === realpathSync(cluster)
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

/**
 * The same question asked before a process that is not our child is signalled. Where {@link isPostgresOn} cannot look into a
 * process, the system's own list must at least call it postgres: after a restart of the machine its number may be anybody's.
 */
export async function isSurelyPostgresOn(pid: number, cluster: string): Promise<boolean> {
  if (!isPostgresOn(pid, cluster)) return false
  if (process.platform === 'linux') return true
  const number = String(pid)
  const windows = process.platform === 'win32'
  const asked = windows ? ['tasklist', '/FI', `PID eq ${number}`, '/FO', 'CSV', '/NH'] : ['ps', '-p', number, '-o', 'comm=']
  return /\bpostgres\b/.test((await runToEnd(asked, { timeoutMs: LIST_TIMEOUT_MS })).stdout)
}

/** Every server process on this cluster, the postmaster and its children; empty where the system does not tell. */
export function postgresProcesses(cluster: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isPostgresOn(pid, cluster))
}

/** Sends a signal; false when the process has gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    if (isSystemError(error) && error.code === 'ESRCH') return false
    throw error
  }
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // ESRCH: the process ended between opening and reading.
    if (isSystemError(error)) return null
    throw error
  }
}
