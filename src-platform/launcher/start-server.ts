import { spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '#shared/kernel/clock.ts'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import { failure, type Programs } from './cluster.ts'
import { type Answer, ask, connectionTo, isFinalRefusal } from './connection.ts'
import { writeDurably } from './files.ts'
import type { LauncherPaths } from './paths.ts'
import { isPostgresOn } from './processes.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { cleanEnvironment, commandLine, runToEnd } from './runner.ts'
import { serverSaid } from './server-logs.ts'
import { type Endpoint, LOOPBACK, renderSettings, serverSettings, SETTINGS_FILE, SOCKET_PORT } from './settings.ts'
import { prepareSocketDir } from './socket-dir.ts'
import { STOP_DEADLINES, stopServer } from './stop-server.ts'
import { waitUntil } from './wait.ts'

/** Long, because a server that replays its log after a power cut must not be disturbed. */
export const START_TIMEOUT_MS = 180_000

export interface StartedServer {
  readonly pid: number
  readonly endpoint: Endpoint
}

export interface StartRequest {
  readonly paths: LauncherPaths
  readonly programs: Programs
  readonly password: string
  readonly durable: boolean
  readonly clock: Clock
}

/** Starts the server on an existing cluster and waits until it answers to our password. */
export async function startServer(request: StartRequest): Promise<Result<StartedServer>> {
  const endpoint = await chooseEndpoint(request.paths)
  if (!endpoint.ok) return endpoint
  writeDurably(join(request.paths.cluster, SETTINGS_FILE), renderSettings(serverSettings(endpoint.value, request.durable)))
  // Before the server starts: a launcher killed in between must not leave a server nobody has noted.
  writeDurably(request.paths.launchRecord, JSON.stringify({ diesWithLauncher: request.programs.runner.deathSignal }))
  const launched = process.platform === 'win32' ? await launchByPgCtl(request) : launchDirectly(request)
  if (!launched.ok) return launched
  const { pid, hasEnded } = launched.value
  let answer: Answer = { kind: 'silent', reason: 'not asked yet' }
  await waitUntil(
    async () => {
      if (hasEnded()) return true
      const file = readPostmasterFile(request.paths.cluster)
      if (file?.pid !== pid || file.status !== 'ready') return false
      answer = await ask(connectionTo(endpoint.value, request.password, 'postgres'))
      return answer.kind === 'answers' || isFinalRefusal(answer)
    },
    START_TIMEOUT_MS,
    request.clock,
  )
  return concludeStart(request, { pid, endpoint: endpoint.value }, answer, hasEnded())
}

async function concludeStart(
  { paths, programs, clock }: StartRequest,
  server: StartedServer,
  answer: Answer,
  ended: boolean,
): Promise<Result<StartedServer>> {
  if (answer.kind === 'answers' && !ended) return ok(server)
  const target = { pid: server.pid, cluster: paths.cluster, pgCtl: programs.binaries.pgCtl }
  await stopServer(target, 'immediate', STOP_DEADLINES, clock)
  return isFinalRefusal(answer) ? refuse('pg-start-failed', answer.reason) : failure('pg-start-failed', serverSaid(paths))
}

interface Launched {
  readonly pid: number
  readonly hasEnded: () => boolean
}

/** In a session of its own: Ctrl+C in a terminal reaches us, and we stop the server in order. */
function launchDirectly({ paths, programs }: StartRequest): Result<Launched> {
  const [program = '', ...args] = commandLine(programs.runner, 'INT', [programs.binaries.postgres, '-D', paths.cluster])
  const log = openSync(paths.startLog, 'w', 0o600)
  const child = spawn(program, args, {
    detached: true,
    cwd: paths.base,
    env: cleanEnvironment(process.env),
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let ended = false
  child.on('error', () => {
    ended = true
  })
  child.on('exit', () => {
    ended = true
  })
  child.unref()
  if (child.pid === undefined) return refuse('pg-start-failed', program)
  return ok({ pid: child.pid, hasEnded: () => ended })
}

/** Windows: PostgreSQL refuses an administrator's token; `pg_ctl` gives the server a restricted one. */
async function launchByPgCtl({ paths, programs }: StartRequest): Promise<Result<Launched>> {
  const seconds = Math.ceil(START_TIMEOUT_MS / 1000)
  const done = await runToEnd(pgCtlStart(programs.binaries.pgCtl, paths, seconds), { timeoutMs: START_TIMEOUT_MS + 10_000 })
  const file = readPostmasterFile(paths.cluster)
  if (done.code !== 0 || file === null) return failure('pg-start-failed', `${done.stderr}\n${serverSaid(paths)}`)
  return ok({ pid: file.pid, hasEnded: () => !isPostgresOn(file.pid, paths.cluster) })
}

export function pgCtlStart(pgCtl: string, paths: LauncherPaths, timeoutSeconds: number): string[] {
  return [pgCtl, 'start', '-D', paths.cluster, '-l', paths.startLog, '-w', '-t', String(timeoutSeconds)]
}

async function chooseEndpoint(paths: LauncherPaths): Promise<Result<Endpoint>> {
  if (process.platform === 'win32') return ok({ kind: 'tcp', port: await freePort() })
  const folder = prepareSocketDir(paths)
  if (!folder.ok) return folder
  // Nothing of ours runs now and the folder is private: what a killed server left of its socket would only be in the way.
  for (const name of [`.s.PGSQL.${String(SOCKET_PORT)}`, `.s.PGSQL.${String(SOCKET_PORT)}.lock`])
    rmSync(join(folder.value, name), { force: true })
  return ok({ kind: 'socket', folder: folder.value })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, LOOPBACK, () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no TCP port'))
        else resolve(address.port)
      })
    })
  })
}
