import { type Clock, systemClock } from '#shared/kernel/clock.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import { findBinaries } from './binaries.ts'
import { inspectCluster, makeCluster, prepareFolders, type Programs, removeHalfMade, resetPassword } from './cluster.ts'
import { connectionTo, ensureDatabase, HALL_DATABASE, type PgConnection } from './connection.ts'
import { readIfPresent, refusalFromFault } from './files.ts'
import { type LauncherLock, takeLauncherLock } from './launcher-lock.ts'
import { type LauncherPaths, launcherPaths } from './paths.ts'
import { findRunner } from './runner.ts'
import { runningPostgres } from './running-postgres.ts'
import { pruneServerLogs } from './server-logs.ts'
import { settlePrevious } from './settle-previous.ts'
import { type StartedServer, startServer } from './start-server.ts'
import { STOP_DEADLINES, stopServer } from './stop-server.ts'

export interface StartOptions {
  /** The platform's data folder; everything of PostgreSQL stands in `<dataDir>/pg`. */
  readonly dataDir: string
  readonly log: (line: string) => void
  /** Called once when the server ends without {@link RunningPostgres.stop}; the data folder is then free for a new start. */
  readonly onExit?: (reason: string) => void
  readonly clock?: Clock
  /** False only in tests: a power cut may then lose the data. */
  readonly durable?: boolean
  /** Where PostgreSQL's programs are, when not in the npm package. */
  readonly binDir?: string
  /** Whether the kernel stops the server when this process is killed (Linux). Default true; else the next start adopts it. */
  readonly diesWithLauncher?: boolean
}

export interface RunningPostgres {
  readonly connection: PgConnection
  /** Process id of the postmaster. */
  readonly pid: number
  /** True when the server of a killed launcher was found running and taken over. */
  readonly adopted: boolean
  /** Ends the server: in order, and if need be by force. Resolves when no process of it is left; may be called again. */
  stop(): Promise<void>
}

/**
 * Starts the embedded PostgreSQL on a data folder, creating its cluster on first use, or takes over a server that a killed
 * launcher left. Call it from the main thread: the kernel ties the server to the thread that started it. Refusals:
 * `already-running`, `schema-newer`, `disk-full`, `storage-failed` and the `pg-*` codes.
 */
export async function startPostgres(options: StartOptions): Promise<Result<RunningPostgres>> {
  const paths = launcherPaths(options.dataDir)
  let lock: LauncherLock | null = null
  try {
    prepareFolders(paths)
    const taken = takeLauncherLock(paths.base)
    if (!taken.ok) return taken
    lock = taken.value
    const started = await startLocked(options, paths, lock)
    if (!started.ok) lock.release()
    return started
  } catch (error) {
    lock?.release()
    return refusalFromFault(error)
  }
}

async function startLocked(options: StartOptions, paths: LauncherPaths, lock: LauncherLock): Promise<Result<RunningPostgres>> {
  const clock = options.clock ?? systemClock
  const programs = await findPrograms(options)
  if (!programs.ok) return programs
  const { pgCtl } = programs.value.binaries
  const server = await obtainServer({ ...options, clock }, paths, programs.value)
  if (!server.ok) return server
  const { endpoint, pid, adopted, password } = server.value
  options.log(`PostgreSQL ${adopted ? 'adopted' : 'started'}, pid ${String(pid)}`)
  const prepared = await ensureDatabase(connectionTo(endpoint, password, 'postgres'), HALL_DATABASE)
  if (!prepared.ok) {
    await stopServer({ pid, cluster: paths.cluster, pgCtl }, 'fast', STOP_DEADLINES, clock)
    return prepared
  }
  return ok(
    runningPostgres({
      paths,
      lock,
      pid,
      adopted,
      pgCtl,
      clock,
      log: options.log,
      onExit: options.onExit ?? (() => undefined),
      connection: connectionTo(endpoint, password, HALL_DATABASE),
    }),
  )
}

async function findPrograms(options: StartOptions): Promise<Result<Programs>> {
  const binaries = findBinaries(options.binDir)
  if (!binaries.ok) return binaries
  const runner = await findRunner(binaries.value, options.diesWithLauncher ?? true)
  return runner.ok ? ok({ binaries: binaries.value, runner: runner.value }) : runner
}

type ObtainedServer = StartedServer & { readonly adopted: boolean; readonly password: string }

async function obtainServer(
  options: StartOptions & { clock: Clock },
  paths: LauncherPaths,
  programs: Programs,
): Promise<Result<ObtainedServer>> {
  const { clock, log } = options
  const durable = options.durable ?? true
  for (const name of removeHalfMade(paths)) log(`removed a half-made cluster: ${name}`)
  const state = inspectCluster(paths, programs.runner.major)
  if (!state.ok) return state
  let password = readPassword(paths)
  if (state.value === 'present') {
    const run = { paths, password, clock, log, pgCtl: programs.binaries.pgCtl, deadlines: STOP_DEADLINES }
    const previous = await settlePrevious(run)
    if (!previous.ok) return previous
    if (previous.value !== null && password !== null) return ok({ ...previous.value, adopted: true, password })
  }
  const prepared = await prepareCluster(state.value, password, paths, programs, durable)
  if (!prepared.ok) return prepared
  password = readPassword(paths) ?? ''
  pruneServerLogs(paths)
  const started = await startServer({ paths, programs, password, durable, clock })
  return started.ok ? ok({ ...started.value, adopted: false, password }) : started
}

async function prepareCluster(
  state: 'absent' | 'present',
  password: string | null,
  paths: LauncherPaths,
  programs: Programs,
  durable: boolean,
): Promise<Result<void>> {
  if (state === 'absent') return makeCluster(paths, programs, durable)
  return password === null ? resetPassword(paths, programs) : ok(undefined)
}

function readPassword(paths: LauncherPaths): string | null {
  const text = readIfPresent(paths.password)?.trim()
  return text === undefined || text === '' ? null : text
}
