import { setTimeout as sleep } from 'node:timers/promises'

export interface QuitStep {
  readonly name: string
  readonly run: () => Promise<void> | void
}

/** More than the steps' own deadlines together: host 10 s, platform 25 s. */
const DEADLINE_MS = 45_000

/**
 * Ends the program in order: asks, joins, then enforces. Called twice it joins the same end.
 *
 * @param force ends what is left when a step failed or the deadline passed
 */
export class QuitOrder {
  readonly #steps: readonly QuitStep[]
  readonly #force: () => void
  readonly #warn: (what: string) => void
  readonly #deadlineMs: number
  #ending: Promise<void> | null = null

  constructor(steps: readonly QuitStep[], force: () => void, warn: (what: string) => void, deadlineMs = DEADLINE_MS) {
    this.#steps = steps
    this.#force = force
    this.#warn = warn
    this.#deadlineMs = deadlineMs
  }

  get hasBegun(): boolean {
    return this.#ending !== null
  }

  end(): Promise<void> {
    this.#ending ??= this.#run()
    return this.#ending
  }

  async #run(): Promise<void> {
    const clock = new AbortController()
    const late = sleep(this.#deadlineMs, 'late' as const, { signal: clock.signal }).catch(() => 'done' as const)
    const outcome = await Promise.race([this.#all().then(() => 'done' as const), late])
    clock.abort()
    if (outcome === 'late') this.#warn(`not ended after ${this.#deadlineMs} ms`)
    this.#force()
  }

  /** A step that fails does not keep the others from ending. */
  async #all(): Promise<void> {
    for (const { name, run } of this.#steps) {
      try {
        await run()
      } catch (error) {
        this.#warn(`quit, ${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
}
