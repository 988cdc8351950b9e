import { readFileSync } from 'node:fs'
import { z } from '#shared/kernel/zod.ts'
import { isSystemError } from './system-error.ts'

/** A process number alone proves nothing after a while; with the start time and what stands in its command line it does. */
export const ProcessIdentity = z.object({
  pid: z.int().positive(),
  /** Boot and clock ticks (Linux); null where the system does not tell. */
  started: z.string().nullable(),
  /** Words that must stand in its command line. */
  marks: z.array(z.string()),
})
export type ProcessIdentity = z.infer<typeof ProcessIdentity>

export function identify(pid: number, marks: readonly string[]): ProcessIdentity {
  return { pid, started: processStart(pid), marks: [...marks] }
}

/** When a process started; null when it is gone, dead but not collected, or where the system does not tell. */
export function processStart(pid: number): string | null {
  const stat = readProc(`/proc/${String(pid)}/stat`)
  if (stat === null) return null
  // The name in parentheses may hold anything, so fields count from its end: state is the 3rd, start time the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  return `${readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19] ?? ''}`
}

/** Whether exactly this process still runs. Where the start time is not told, whether any process has its number. */
export function isStillRunning({ pid, started, marks }: ProcessIdentity): boolean {
  if (started === null) return isAlive(pid)
  if (processStart(pid) !== started) return false
  const words = readProc(`/proc/${String(pid)}/cmdline`)?.split('\0') ?? []
  return marks.every((mark) => words.some((word) => word.includes(mark)))
}

/** Whether {@link isStillRunning} is proof enough to send a signal to a process that is not our child. */
export function isSurelyOurs(identity: ProcessIdentity): boolean {
  return identity.started !== null && isStillRunning(identity)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isSystemError(error) && error.code === 'EPERM'
  }
}

/** Sends a signal to one process by its number; false when it has gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name)
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
    // Gone between two looks, or a system without /proc.
    if (isSystemError(error)) return null
    throw error
  }
}
