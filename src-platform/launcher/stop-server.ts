import type { Clock } from '#shared/kernel/clock.ts'
import { isPostgresOn, postgresProcesses, signalProcess } from './processes.ts'
import { type Finished, runToEnd } from './runner.ts'
import { waitUntil } from './wait.ts'

/** How long each way of stopping may take before the next, harder one. */
export interface StopDeadlines {
  /** Sessions are ended, everything is written. */
  readonly fastMs: number
  /** Everything stops at once; the next start replays the log. Nothing committed is lost. */
  readonly immediateMs: number
  /** After SIGKILL: until the kernel has taken the processes away. */
  readonly killMs: number
}

export const STOP_DEADLINES: StopDeadlines = { fastMs: 15_000, immediateMs: 8_000, killMs: 8_000 }

export interface StopTarget {
  readonly pid: number
  readonly cluster: string
  readonly pgCtl: string
}

/** Stops a server, harder from step to step. True when no process of this cluster is left. */
export async function stopServer(
  target: StopTarget,
  mode: 'fast' | 'immediate',
  deadlines: StopDeadlines,
  clock: Clock,
): Promise<boolean> {
  const gone = (): boolean => !isPostgresOn(target.pid, target.cluster)
  if (mode === 'fast' && !gone()) {
    await request(target, 'SIGINT', deadlines.fastMs)
    await waitUntil(gone, deadlines.fastMs, clock)
  }
  if (!gone()) {
    await request(target, 'SIGQUIT', deadlines.immediateMs)
    await waitUntil(gone, deadlines.immediateMs, clock)
  }
  if (!gone()) signalProcess(target.pid, 'SIGKILL')
  return (await waitUntil(gone, deadlines.killMs, clock)) && (await clearChildren(target.cluster, deadlines, clock))
}

/**
 * The children of a killed postmaster notice its death and end by themselves; one that cannot (stopped, stuck) is helped. A new
 * server refuses to start while one is left, because two generations would write to the same files.
 */
export async function clearChildren(cluster: string, deadlines: StopDeadlines, clock: Clock): Promise<boolean> {
  const none = (): boolean => postgresProcesses(cluster).length === 0
  if (await waitUntil(none, deadlines.immediateMs, clock)) return true
  for (const pid of postgresProcesses(cluster)) signalProcess(pid, 'SIGKILL')
  return waitUntil(none, deadlines.killMs, clock)
}

/** Windows has no signals between processes; `pg_ctl` speaks to the server through a named pipe. */
async function request(target: StopTarget, signal: 'SIGINT' | 'SIGQUIT', timeoutMs: number): Promise<void> {
  if (process.platform !== 'win32') {
    signalProcess(target.pid, signal)
    return
  }
  const done: Finished = await runToEnd(pgCtlStop(target, signal === 'SIGINT' ? 'fast' : 'immediate', timeoutMs), {
    timeoutMs: timeoutMs + 5_000,
  })
  // Not stopped in time: the caller's next step is harder.
  if (done.code !== 0) return
}

export function pgCtlStop(target: StopTarget, mode: 'fast' | 'immediate', timeoutMs: number): string[] {
  return [target.pgCtl, 'stop', '-D', target.cluster, '-m', mode, '-w', '-t', String(Math.ceil(timeoutMs / 1000))]
}
