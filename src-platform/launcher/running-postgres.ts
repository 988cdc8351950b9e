import { rmSync } from 'node:fs'
import type { Clock } from '#shared/kernel/clock.ts'
import type { PgConnection } from './connection.ts'
import { isSystemError } from './files.ts'
import type { LauncherLock } from './launcher-lock.ts'
import type { LauncherPaths } from './paths.ts'
import { isPostgresOn } from './processes.ts'
import { pruneServerLogs } from './server-logs.ts'
import { removeForeignSocketDir } from './socket-dir.ts'
import type { RunningPostgres } from './start-postgres.ts'
import { STOP_DEADLINES, stopServer } from './stop-server.ts'

const WATCH_MS = 250
const PRUNE_MS = 3_600_000

export interface ServerInHand {
  readonly paths: LauncherPaths
  readonly lock: LauncherLock
  readonly pid: number
  readonly adopted: boolean
  readonly pgCtl: string
  readonly connection: PgConnection
  readonly clock: Clock
  readonly log: (line: string) => void
  readonly onExit: (reason: string) => void
}

/** A server under our watch until it stops. It is looked at, not waited for: an adopted one is not our child. */
export function runningPostgres(server: ServerInHand): RunningPostgres {
  const { paths, lock, pid, adopted, connection } = server
  let stopping: Promise<void> | null = null
  const watch = setInterval(() => {
    if (stopping !== null || isPostgresOn(pid, paths.cluster)) return
    letGo()
    stopping = Promise.resolve()
    lock.release()
    server.log(`PostgreSQL ${String(pid)} has ended unasked`)
    server.onExit(`PostgreSQL process ${String(pid)} ended`)
  }, WATCH_MS)
  const prune = setInterval(() => {
    pruneQuietly(server)
  }, PRUNE_MS)
  watch.unref()
  prune.unref()
  const letGo = (): void => {
    clearInterval(watch)
    clearInterval(prune)
  }
  const stop = async (): Promise<void> => {
    letGo()
    const clean = await stopServer({ pid, cluster: paths.cluster, pgCtl: server.pgCtl }, 'fast', STOP_DEADLINES, server.clock)
    if (!clean) server.log(`PostgreSQL ${String(pid)} could not be stopped`)
    rmSync(paths.launchRecord, { force: true })
    removeForeignSocketDir(paths)
    lock.release()
  }
  return { connection, pid, adopted, stop: () => (stopping ??= stop()) }
}

/** Old logs that cannot be removed now are no reason to end a running server. */
function pruneQuietly(server: ServerInHand): void {
  try {
    pruneServerLogs(server.paths)
  } catch (error) {
    if (!isSystemError(error)) throw error
    server.log(`logs not pruned: ${error.message}`)
  }
}
