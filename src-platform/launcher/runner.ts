import { spawn } from 'node:child_process'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import type { PostgresBinaries } from './binaries.ts'

/** How PostgreSQL's programs are run on this machine. */
export interface Runner {
  /** PostgreSQL refuses root: its programs then run in a user namespace of their own, where root is an ordinary user. */
  readonly namespaced: boolean
  /** The kernel signals the server when its launcher dies (util-linux `setpriv --pdeathsig`). */
  readonly deathSignal: boolean
  /** Major version of the binaries. */
  readonly major: number
}

export type RunnerShape = Pick<Runner, 'namespaced' | 'deathSignal'>

export interface Finished {
  /** Exit code; null when ended by a signal or by the time limit. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const UNSHARE = ['unshare', '-U', '--map-user=1000', '--map-group=1000', '--']
const PROBE_TIMEOUT_MS = 30_000
const OUTPUT_LIMIT = 256 * 1024

/**
 * The command line for one of PostgreSQL's programs. Neither `unshare` nor `setpriv` forks: the process keeps its id up to the
 * server, so signals go straight to it. The death signal stands inside the namespace because entering one clears it.
 */
export function commandLine(shape: RunnerShape, deathSignal: 'INT' | 'KILL', program: readonly string[]): string[] {
  const guarded = shape.deathSignal ? ['setpriv', '--pdeathsig', deathSignal, '--', ...program] : [...program]
  return shape.namespaced ? [...UNSHARE, ...guarded] : guarded
}

/** The environment without what would bend PostgreSQL's behaviour: PG* variables, locale, time zone. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(PG[A-Z]+|LC_[A-Z]+|LANG|LANGUAGE|TZ)$/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/** Runs a program to its end; never rejects. A program that cannot be started has code null and its reason in `stderr`. */
export function runToEnd(
  command: readonly string[],
  options: { timeoutMs: number; cwd?: string; input?: string },
): Promise<Finished> {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: cleanEnvironment(process.env),
      stdio: 'pipe',
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout = (stdout + chunk).slice(-OUTPUT_LIMIT)
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-OUTPUT_LIMIT)
    })
    child.on('error', (error) => {
      resolve({ code: null, stdout, stderr: error.message })
    })
    child.on('close', (code) => {
      resolve({ code, stdout, stderr })
    })
    // A program that ends without reading its input breaks the pipe; its exit code tells the story.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
  })
}

/** Finds out by trying: runs `postgres --version` the way the server would be run. */
export async function findRunner(binaries: PostgresBinaries, diesWithLauncher: boolean): Promise<Result<Runner>> {
  const namespaced = process.getuid?.() === 0
  const shapes: RunnerShape[] = [{ namespaced, deathSignal: false }]
  if (process.platform === 'linux' && diesWithLauncher) shapes.unshift({ namespaced, deathSignal: true })
  let said = ''
  for (const shape of shapes) {
    const probe = await runToEnd(commandLine(shape, 'KILL', [binaries.postgres, '--version']), { timeoutMs: PROBE_TIMEOUT_MS })
    const version = /PostgreSQL\) (\d+)/.exec(probe.stdout)?.[1]
    if (probe.code === 0 && version !== undefined) return ok({ ...shape, major: Number(version) })
    said = lastLine(probe.stderr)
  }
  return refuse(/\bunshare\b/.test(said) ? 'pg-root-refused' : 'pg-binaries-unusable', said)
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? ''
}
