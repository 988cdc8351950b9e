import { readFileSync } from 'node:fs'

/** Resident memory of a process in MB, by the system's own count. */
export function rssMb(pid: number | null): number {
  if (pid === null) throw new Error('the host is gone')
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024
}
