import { join } from 'node:path'
import { readIfPresent } from './files.ts'

/** What a running server writes into `postmaster.pid` (PostgreSQL: src/include/utils/pidfile.h). */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  /** The Unix socket's folder; empty when there is none. */
  readonly socketDir: string
  /** The TCP address; empty when there is none. */
  readonly listenAddress: string
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby' | 'unknown'
}

const STATES = ['starting', 'stopping', 'ready', 'standby'] as const

/** Null for anything but the file of a server; a single-user backend writes a negative process id. */
export function parsePostmasterFile(text: string): PostmasterFile | null {
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Math.abs(Number(lines[0]))
  if (!Number.isInteger(pid) || pid < 1) return null
  const status = STATES.find((state) => state === lines[7]) ?? 'unknown'
  return { pid, port: Number(lines[3] ?? 0) || 0, socketDir: lines[4] ?? '', listenAddress: lines[5] ?? '', status }
}

export function readPostmasterFile(cluster: string): PostmasterFile | null {
  const text = readIfPresent(join(cluster, 'postmaster.pid'))
  return text === null ? null : parsePostmasterFile(text)
}
