// Entry of the platform process. Prints one JSON line when it is ready, or why it is not; everything else goes to platform.log.
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import type { Logger } from 'pino'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { administer } from './administer/administer.ts'
import { ADMINISTRATION, readAdministration } from './administer/options.ts'
import type { Administration } from './administer/options.ts'
import { writePrivateFile } from './auth/private-file.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { USAGE, readCommandLine } from './options.ts'
import type { CommandLine } from './options.ts'
import { whenParentGone } from './parent-gone.ts'
import { isSystemError, refusalFromFault } from './launcher/files.ts'
import { LogFile } from './log-file.ts'
import { runPlatform } from './run-platform.ts'
import type { PlatformOptions, RunningPlatform } from './run-platform.ts'
import { progressWords } from './simulator/history/write-history.ts'
import type { PlayOptions } from './simulator/play.ts'
import { readTlsFiles } from './tls.ts'

/** Stands beside this program when both were built; a platform of the sources alone keeps no snapshot. */
const builder = fileURLToPath(new URL('../out/main/snapshot-builder.js', import.meta.url))
const pagesDir = fileURLToPath(new URL('../out/renderer', import.meta.url))

/** Longer than anything the server or PostgreSQL take to end in order. */
const STOP_DEADLINE_MS = 20_000

interface Running {
  readonly url: string
  readonly localUrl: string
  readonly departmentUrl: string | null
  stop(): Promise<void>
}

async function start(options: CommandLine, log: Logger): Promise<Result<Running>> {
  const tls = options.tls === null ? null : await readTlsFiles(options.tls.cert, options.tls.key, Date.now())
  if (tls !== null && !tls.ok) return tls
  const database = await openDatabase(options.dataDir, process.env['HALL_PG_URL'], (line) => {
    log.info({ part: 'postgres' }, line)
  })
  if (!database.ok) return database
  const platform = await runOrRefuse({
    ...options,
    tls: tls === null ? null : tls.value,
    pagesDir,
    snapshotBuilder: mayBuild() && existsSync(builder) ? builder : null,
    connection: database.value.connection,
    log,
    onTown: (progress) => {
      say({ type: 'platform-filling', ...progress })
    },
    play: { ...options, onHistory: tellHistory() },
  })
  if (!platform.ok) {
    await database.value.close()
    return platform
  }
  const { url, localUrl, departmentUrl } = platform.value
  return { ok: true, value: { url, localUrl, departmentUrl, stop: () => stopAll(platform.value, database.value) } }
}

/** What the system refuses is told in words, with the database stopped in order; a fault of ours goes to the log whole. */
async function runOrRefuse(options: PlatformOptions): Promise<Result<RunningPlatform>> {
  try {
    return await runPlatform(options)
  } catch (error) {
    if (isSystemError(error)) return refuseSystem(error)
    options.log.error({ err: error }, 'not started')
    return refuse('internal', error instanceof Error ? error.message.slice(0, 300) : String(error))
  }
}

const listening = ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND', 'EAI_AGAIN']

function refuseSystem(error: NodeJS.ErrnoException): Result<never> {
  const isListening = error.syscall === 'listen' || error.syscall === 'getaddrinfo' || error.syscall === 'bind'
  if (isListening && listening.includes(error.code ?? '')) return refuse('address-unusable', error.message)
  return refusalFromFault(error)
}

/** Electron's own program cannot be asked to run another one in plain Node's place. */
function mayBuild(): boolean {
  return !Object.hasOwn(process.versions, 'electron')
}

async function stopAll(platform: RunningPlatform, database: Database): Promise<void> {
  try {
    await platform.close()
  } finally {
    await database.close()
  }
}

function say(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

const TELL_EVERY_MS = 1_000

/** Once a second for programs; in words for whoever has started the platform in a terminal. */
function tellHistory(): NonNullable<PlayOptions['onHistory']> {
  let toldMs = -TELL_EVERY_MS
  return (progress, isDone) => {
    const nowMs = performance.now()
    if (!isDone && nowMs - toldMs < TELL_EVERY_MS) return
    toldMs = nowMs
    say({ type: 'platform-history', done: isDone, ...progress })
    if (process.stderr.isTTY) process.stderr.write(`${progressWords(progress)}\n`)
  }
}

function sayRefused({ code, detail }: Refusal): void {
  const { zh, nextZh } = errorCatalogue[code]
  process.stderr.write(`${zh}${detail === undefined ? '' : ` (${detail})`}。${nextZh}。\n`)
  say({ type: 'platform-refused', code, detail: detail ?? null })
  process.exitCode = 1
}

/** Refuses `data-dir-unusable` where the folder cannot be made or written. */
async function openPlatformLog(dataDir: string, level: string): Promise<Result<Logger>> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    return { ok: true, value: pino({ level, base: null }, new LogFile(join(dataDir, 'platform.log'))) }
  } catch (error) {
    if (isSystemError(error)) return refuse('data-dir-unusable', error.message)
    throw error
  }
}

/** An act of the administrator on the platform that runs already; this process starts none. */
async function doOnce(asked: Result<Administration>): Promise<void> {
  if (!asked.ok) process.stderr.write(`${ADMINISTRATION}\n`)
  const done = asked.ok ? await administer(asked.value) : asked
  if (!done.ok) return sayRefused(done.error)
  process.stderr.write(`${done.value.zh} · ${done.value.en}\n`)
  say(done.value.line)
}

async function main(): Promise<void> {
  // Whoever has started the platform may be gone before it: a broken pipe is no failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  if (process.argv.includes('--help')) {
    process.stdout.write(`${USAGE}\n${ADMINISTRATION}\n`)
    return
  }
  const asked = readAdministration(process.argv.slice(2))
  if (asked !== null) return doOnce(asked)
  const options = readCommandLine(process.argv.slice(2))
  if (!options.ok) {
    process.stderr.write(`${USAGE}\n${ADMINISTRATION}\n`)
    sayRefused(options.error)
    return
  }
  const { dataDir } = options.value
  const opened = await openPlatformLog(dataDir, options.value.logLevel)
  if (!opened.ok) return sayRefused(opened.error)
  const log = opened.value
  const stopping = new AbortController()
  const stop = (why: string): void => {
    if (stopping.signal.aborted) return
    log.info({ why }, 'stopping')
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref()
    stopping.abort()
  }
  process
    .on('SIGTERM', () => stop('SIGTERM'))
    .on('SIGINT', () => stop('SIGINT'))
    .on('SIGHUP', () => stop('SIGHUP'))
  whenParentGone(() => stop('parent gone'))

  const started = await start(options.value, log)
  if (!started.ok) {
    log.error({ ...started.error }, 'not started')
    sayRefused(started.error)
    return process.exit(1)
  }
  const running = started.value
  if (!stopping.signal.aborted) {
    const { url, localUrl } = running
    await writePrivateFile(join(dataDir, 'platform.json'), `${JSON.stringify({ url, localUrl, pid: process.pid })}\n`)
    say({ type: 'platform-ready', url, departmentUrl: running.departmentUrl, pid: process.pid })
    await aborted(stopping.signal)
  }
  await running.stop()
  await rm(join(dataDir, 'platform.json'), { force: true })
  log.info('stopped')
  process.exit(0)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

await main()
