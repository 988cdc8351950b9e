import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { at } from '#build/run.ts'
import { isStillRunning, identify } from '#main/shell-common/process-identity.ts'
import type { ProcessIdentity } from '#main/shell-common/process-identity.ts'
import { waitUntil } from '#main/shell-common/wait.ts'

export interface ProgramOptions {
  /** Relative to the project, or absolute. */
  readonly script: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Words before the program itself, such as setpriv. */
  readonly wrapper?: readonly string[]
  readonly cwd?: string
}

const KEEP_LINES = 200

/** A process of ours under test. What it says is kept; it is ended by its own number and nothing else. */
export class Program {
  readonly process: ChildProcess
  readonly said: string[] = []
  readonly #waiting = new Set<() => void>()

  constructor({ script, args, env, wrapper = [], cwd }: ProgramOptions) {
    const [command = process.execPath, ...rest] = [...wrapper, process.execPath, at(script), ...args]
    this.process = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: env ?? process.env, cwd: cwd ?? at('.') })
    for (const stream of [this.process.stdout, this.process.stderr]) {
      if (stream !== null)
        createInterface({ input: stream }).on('line', (line) => {
          this.#hear(line)
        })
    }
    this.process.on('exit', () => {
      this.#wake()
    })
    this.process.on('error', (error) => {
      this.#hear(error.message)
    })
    this.process.stdin?.on('error', (error) => {
      this.#hear(error.message)
    })
  }

  get pid(): number {
    const { pid } = this.process
    if (pid === undefined) throw new Error(`not started: ${this.said.join('\n')}`)
    return pid
  }

  get hasEnded(): boolean {
    return this.how !== null
  }

  /** How it ended: the exit code or the signal's name; null while it runs. */
  get how(): number | string | null {
    return this.process.exitCode ?? this.process.signalCode
  }

  get exitCode(): number | null {
    return this.process.exitCode
  }

  /** The first line, said before or from now on, that `find` makes something of. */
  async line<T>(find: (line: string) => T | undefined, limitMs = 60_000): Promise<T> {
    const search = (): T | undefined => this.said.map(find).find((one) => one !== undefined)
    await this.#until(() => search() !== undefined || this.hasEnded, limitMs)
    const found = search()
    if (found !== undefined) return found
    const how = this.hasEnded ? `ended with ${String(this.how)}` : 'said nothing fitting'
    throw new Error(`${how}:\n${this.said.join('\n')}`)
  }

  /** The first JSON line of this type. */
  message<T extends { readonly type: string }>(type: T['type'], limitMs?: number): Promise<T> {
    // What the program under test says about itself; the tests look at the members they need.
    return this.line(
      (line) => (line.startsWith('{') && (JSON.parse(line) as T).type === type ? (JSON.parse(line) as T) : undefined),
      limitMs,
    )
  }

  /** The exit code, or the signal's name. */
  async ended(limitMs = 60_000): Promise<number | string> {
    await this.#until(() => this.hasEnded, limitMs)
    const { how } = this
    if (how === null) throw new Error(`has not ended:\n${this.said.join('\n')}`)
    return how
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name)
  }

  /** In order, then by force; safe to call again. */
  async stop(limitMs = 60_000): Promise<void> {
    if (this.hasEnded) return
    this.signal('SIGTERM')
    this.signal('SIGCONT')
    await this.ended(limitMs).catch(() => this.process.kill('SIGKILL'))
    await this.ended(5_000)
  }

  #hear(line: string): void {
    this.said.push(line)
    if (this.said.length > KEEP_LINES) this.said.splice(KEEP_LINES / 2, 1)
    this.#wake()
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }

  async #until(isTrue: () => boolean, limitMs: number): Promise<void> {
    if (isTrue()) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = (): void => {
      if (isTrue()) resolve()
    }
    this.#waiting.add(wake)
    const late = setTimeout(resolve, limitMs)
    await promise
    clearTimeout(late)
    this.#waiting.delete(wake)
  }
}

/** Ends a process that is not our child, and waits until it is gone. */
export async function kill9(...pids: readonly (number | null)[]): Promise<void> {
  const there = pids.filter((pid) => pid !== null).map((pid): ProcessIdentity => identify(pid, []))
  for (const { pid, started } of there) if (started !== null) process.kill(pid, 'SIGKILL')
  await gone(there)
}

/** Waits until none of them is left. */
export async function gone(processes: readonly ProcessIdentity[], limitMs = 60_000): Promise<void> {
  const left = (): ProcessIdentity[] => processes.filter((one) => one.started !== null && isStillRunning(one))
  if (await waitUntil(() => left().length === 0, limitMs)) return
  throw new Error(
    `still running: ${left()
      .map(({ pid }) => pid)
      .join(', ')}`,
  )
}
