import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readIfPresent } from './files.ts'
import type { LauncherPaths } from './paths.ts'

/** With files of at most 10 MB (the server's rotation) this bounds the logs to about 150 MB. */
const KEPT_LOGS = 14
const SERVER_LOG = /^server-\d{8}-\d{6}\.log$/

/** Removes the oldest log files; their names sort by time. */
export function pruneServerLogs(paths: LauncherPaths): void {
  for (const name of serverLogs(paths).slice(0, -KEPT_LOGS)) rmSync(join(paths.log, name), { force: true })
}

/** What the server said last: its first words on stderr, then the newest log file. */
export function serverSaid(paths: LauncherPaths): string {
  const newest = serverLogs(paths).at(-1)
  const log = newest === undefined ? '' : readFileSync(join(paths.log, newest), 'utf8')
  return `${readIfPresent(paths.startLog) ?? ''}\n${log}`
}

function serverLogs(paths: LauncherPaths): string[] {
  return readdirSync(paths.log)
    .filter((name) => SERVER_LOG.test(name))
    .sort()
}
