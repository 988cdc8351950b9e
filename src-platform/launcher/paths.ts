import { join } from 'node:path'

/** Where the embedded PostgreSQL keeps its things below the platform's data folder. */
export interface LauncherPaths {
  /** `<dataDir>/pg`, mode 0700. */
  readonly base: string
  /** The cluster itself. It gets this name only when it is complete and is never deleted by us. */
  readonly cluster: string
  /** Preferred folder of the Unix socket, mode 0700. */
  readonly run: string
  /** The server's own log files. */
  readonly log: string
  /** What the server printed before its own log was open. */
  readonly startLog: string
  /** The random password, mode 0600. */
  readonly password: string
  /** Names the socket folder in use when `run` is too deep for a Unix socket. */
  readonly socketDirRecord: string
  /** How the running server was started; read when its launcher has died. */
  readonly launchRecord: string
}

export function launcherPaths(dataDir: string): LauncherPaths {
  const base = join(dataDir, 'pg')
  return {
    base,
    cluster: join(base, 'cluster'),
    run: join(base, 'run'),
    log: join(base, 'log'),
    startLog: join(base, 'log', 'start.log'),
    password: join(base, 'password'),
    socketDirRecord: join(base, 'socket-dir'),
    launchRecord: join(base, 'launch.json'),
  }
}
