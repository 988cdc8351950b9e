import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ChildExit, ChildProgram, HallChild, StartChild } from '../shell-common/index.ts'
import { isSystemError } from '../shell-common/system-error.ts'

/** The bundler turns these into the built programs. */
const programs: Readonly<Record<ChildProgram, URL>> = {
  host: new URL('../host/index.ts', import.meta.url),
  platform: new URL('../../src-platform/main.ts', import.meta.url),
}

const MAX_LOG_BYTES = 8 * 1024 * 1024
/** The last line may arrive after the end of the process is known. */
const LAST_WORDS_MS = 500

/**
 * Host and platform as plain Node processes. Each has a session of its own, so that the terminal's Ctrl+C reaches only the shell,
 * which ends them in order; and each sees its channel or its standard input close when the shell is killed.
 */
export const startNodeChild: StartChild = (program, args, logFile) => {
  const script = fileURLToPath(programs[program])
  const log = logOrNone(logFile)
  const child = spawn(process.execPath, [script, ...args], {
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: environmentOf(program),
    stdio: program === 'host' ? ['ignore', log, log, 'ipc'] : ['pipe', 'pipe', log],
  })
  if (log !== 'ignore') closeSync(log)
  // Writing to a child that has just ended: its end is what counts.
  child.stdin?.on('error', () => child.stdin?.destroy())
  return wrap(child, [script, ...args])
}

function wrap(child: ChildProcess, marks: readonly string[]): HallChild {
  const exit = whenEnded(child)
  return {
    pid: child.pid,
    marks,
    send: (message) => {
      // A message to a child that is ending is lost with it; the next one is launched anew.
      if (child.connected) child.send(message as object, (error) => error !== null && child.emit('unsent', error))
    },
    end: () => {
      child.stdin?.end()
      if (process.platform === 'win32') return
      child.kill('SIGTERM')
      child.kill('SIGCONT')
    },
    kill: () => {
      child.kill('SIGKILL')
    },
    onMessage: (listener) => {
      child.on('message', listener)
    },
    onLine: (listener) => {
      if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', listener)
    },
    onExit: (listener) => {
      void exit.then(listener)
    },
  }
}

function whenEnded(child: ChildProcess): Promise<ChildExit> {
  const { promise, resolve } = Promise.withResolvers<ChildExit>()
  child.once('error', () => {
    if (child.pid === undefined) resolve({ code: 127, signal: null })
  })
  child.once('exit', (code, signal) => {
    const exit = { code, signal }
    child.once('close', () => {
      resolve(exit)
    })
    setTimeout(() => {
      resolve(exit)
    }, LAST_WORDS_MS)
  })
  return promise
}

/** The database's address may hold a password: it is the platform's business only. */
function environmentOf(program: ChildProgram): NodeJS.ProcessEnv {
  const { HALL_PG_URL: pgUrl, ...rest } = process.env
  return program === 'platform' && pgUrl !== undefined ? { ...rest, HALL_PG_URL: pgUrl } : rest
}

/** A program without its log is better than none: the disk may be full. */
function logOrNone(file: string): number | 'ignore' {
  try {
    return openLog(file)
  } catch (error) {
    if (isSystemError(error)) return 'ignore'
    throw error
  }
}

/** Appends; what grew too large stands beside it once. */
export function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > MAX_LOG_BYTES) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}
