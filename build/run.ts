import { spawn } from 'node:child_process'
import { delimiter, resolve } from 'node:path'

/** The project's folder; every script works from here wherever it was called. */
export const root = resolve(import.meta.dirname, '..')
export const at = (path: string): string => resolve(root, path)

/** Paths on a command line are meant from where the person stands: npm runs scripts in the project's folder and keeps it here. */
export const callersFolder = (env: NodeJS.ProcessEnv): string => env['INIT_CWD'] ?? process.cwd()

export interface RunResult {
  /** Exit code; 128 + n when a signal ended it. */
  readonly code: number
  readonly output: string
  readonly durationMs: number
}

export interface RunOptions {
  /** Shows the output as it comes; otherwise it is only collected. */
  readonly live?: boolean
  /** Given the output as it comes. */
  readonly onOutput?: (chunk: Buffer) => void
  readonly env?: Readonly<Record<string, string>>
  /** It is ended after so long; its code is then {@link TOO_LONG}. */
  readonly limitMs?: number
}

/** As `timeout` has it. */
const TOO_LONG = 124

/** Our own Node and its tools before the system's. */
export function toolEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${at('node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`, ...extra }
}

/** Runs a command of the project to its end; a missing command is code 127, never a rejection. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const started = performance.now()
  const { promise, resolve: done } = Promise.withResolvers<RunResult>()
  let output = ''
  const child = spawn(command, args, { cwd: root, env: toolEnv(options.env), stdio: ['ignore', 'pipe', 'pipe'] })
  const collect = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
    output += chunk.toString()
    if (options.live) target.write(chunk)
    options.onOutput?.(chunk)
  }
  child.stdout.on('data', collect(process.stdout))
  child.stderr.on('data', collect(process.stderr))
  const finish = (code: number): void => {
    clearTimeout(limit)
    done({ code, output, durationMs: performance.now() - started })
  }
  // Not by its 'close': what it has started may hold its output open.
  const end = (): void => {
    output += `\nended after ${seconds(performance.now() - started)}\n`
    child.kill('SIGKILL')
    finish(TOO_LONG)
  }
  const limit = options.limitMs === undefined ? undefined : setTimeout(end, options.limitMs)
  child.on('error', (error) => {
    output += error.message
    finish(127)
  })
  child.on('close', (code, signal) => finish(code ?? (signal === null ? 1 : 128)))
  return promise
}

/** Runs a bin of node_modules or one of our scripts under our Node. */
export function runNode(script: string, args: readonly string[], options?: RunOptions): Promise<RunResult> {
  return run(process.execPath, [at(script), ...args], options)
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
