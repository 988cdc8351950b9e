import type { Timers } from '#shared/kernel/clock.ts'

/** 0: go on at once; ms: again after so long; null: nothing to do until woken. */
export type NextStep = number | null

export interface SendLoopOptions {
  readonly timers: Timers
  step(): Promise<NextStep>
  /** This machine could not do its part; answers how long to wait, ms. */
  failed(error: unknown): number
}

/** However soon the next step is due, others get their turn before. */
const SHORTEST_PAUSE_MS = 10

/** Works step by step for as long as there is something to do, rests when told, and goes on when woken. */
export class SendLoop {
  readonly #options: SendLoopOptions
  #running = false
  #again = false
  #stopped = false
  /** Calls the next round off while one is due. */
  #callOff: (() => void) | null = null
  #round: Promise<void> = Promise.resolve()

  constructor(options: SendLoopOptions) {
    this.#options = options
  }

  /** There may be something to do. A pause under way ends only if it may be cut short. */
  wake(cutsPause: boolean): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    if (this.#callOff !== null && !cutsPause) return
    this.#callOff?.()
    this.#begin()
  }

  /** No further step; resolves when the one under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#callOff?.()
    await this.#round
  }

  #begin(): void {
    this.#callOff = null
    this.#running = true
    this.#round = this.#run()
  }

  async #run(): Promise<void> {
    try {
      let waitMs: NextStep = 0
      while (waitMs === 0 && !this.#isStopped()) {
        this.#again = false
        waitMs = await this.#options.step()
        if (waitMs === null && this.#wasWoken()) waitMs = 0
      }
      if (waitMs !== null) this.#sleep(waitMs)
    } catch (error) {
      this.#sleep(this.#options.failed(error))
    } finally {
      this.#running = false
    }
  }

  // Methods, because these fields change while a step is awaited.
  #isStopped(): boolean {
    return this.#stopped
  }

  #wasWoken(): boolean {
    return this.#again
  }

  #sleep(ms: number): void {
    if (this.#stopped) return
    this.#callOff = this.#options.timers.after(Math.max(SHORTEST_PAUSE_MS, ms), () => {
      this.#begin()
    })
  }
}
