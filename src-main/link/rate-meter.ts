import type { Clock } from '#shared/kernel/clock.ts'

const WINDOW_MS = 5_000

/** Changes per second over the last few seconds, for the words beside 追平. */
export class RateMeter {
  readonly #clock: Clock
  #marks: { at: number; count: number }[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  count(changes: number): void {
    this.#marks.push({ at: this.#clock.monotonicMs(), count: changes })
    this.#trim()
  }

  perSecond(): number {
    this.#trim()
    const total = this.#marks.reduce((sum, mark) => sum + mark.count, 0)
    return Math.round((total / WINDOW_MS) * 1_000)
  }

  #trim(): void {
    const from = this.#clock.monotonicMs() - WINDOW_MS
    this.#marks = this.#marks.filter((mark) => mark.at > from)
  }
}
