import type { Clock } from '#shared/kernel/clock.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { ChildExit, HallChild } from './child.ts'
import { decideRestart } from './restart-policy.ts'
import type { RestartDecision } from './restart-policy.ts'

export interface KeptChildOptions {
  /** Starts it once more; also wires up what is listened for. */
  readonly start: () => Promise<Result<HallChild>>
  /** It cannot be started, now or after a crash; nothing is tried again. */
  readonly onRefused: (refusal: Refusal) => void
  /** It ended without having been asked; what is done about it comes along. */
  readonly onCrash: (exit: ChildExit, next: RestartDecision) => void
  readonly clock: Clock
}

/** A child that is started again whenever it ends by itself, with back-off and rests, until it is stopped. */
export class KeptChild {
  readonly #options: KeptChildOptions
  readonly #crashesMs: number[] = []
  #child: HallChild | null = null
  #isStopping = false
  #isStarting = false
  #again: NodeJS.Timeout | null = null
  #ended: Promise<void> = Promise.resolve()

  constructor(options: KeptChildOptions) {
    this.#options = options
  }

  get child(): HallChild | null {
    return this.#child
  }

  async start(): Promise<void> {
    if (this.#isStopping || this.#isStarting || this.#child !== null) return
    this.#isStarting = true
    const started = await this.#options.start()
    this.#isStarting = false
    if (started.ok) this.#adopt(started.value)
    else this.#options.onRefused(started.error)
  }

  #adopt(child: HallChild): void {
    this.#child = child
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#ended = promise
    child.onExit((exit) => {
      this.#child = null
      resolve()
      if (!this.#isStopping) this.#afterCrash(exit)
    })
    // Asked to stop while it was being started.
    if (this.#isStopping) child.kill()
  }

  /** For a child that no longer answers, or that must be started with other settings: it comes back as after a crash. */
  killToRestart(): void {
    this.#child?.kill()
  }

  /** Ends it for good: in order, and by force when that takes longer than `limitMs`. */
  async stop(askToEnd: (child: HallChild) => void, limitMs: number): Promise<void> {
    this.#startNoMore()
    const child = this.#child
    if (child === null) return
    askToEnd(child)
    const hardEnd = setTimeout(() => {
      child.kill()
    }, limitMs)
    await this.#ended
    clearTimeout(hardEnd)
  }

  /** Does not wait for anybody any longer. */
  forceStop(): void {
    this.#startNoMore()
    this.#child?.kill()
  }

  #startNoMore(): void {
    this.#isStopping = true
    if (this.#again !== null) clearTimeout(this.#again)
  }

  #afterCrash(exit: ChildExit): void {
    this.#crashesMs.push(this.#options.clock.monotonicMs())
    const next = decideRestart(this.#crashesMs)
    // What came before the rest says nothing about what comes after it.
    if (next.do === 'rest') this.#crashesMs.length = 0
    this.#options.onCrash(exit, next)
    if (!this.#isStopping) this.#again = setTimeout(() => void this.start(), next.delayMs)
  }
}
