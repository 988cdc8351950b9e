import type { Timers } from '#shared/kernel/clock.ts'
import { OFFLINE_AFTER_MS } from '#shared/platform-api/changes.ts'

/** Cuts a stream that has been silent for too long, also before its first word. */
export class SilenceGuard {
  readonly #timers: Timers
  readonly #cut: () => void
  readonly #afterMs: number
  #callOff: () => void

  /** `firstMs`: before the first word. */
  constructor(timers: Timers, cut: () => void, afterMs = OFFLINE_AFTER_MS, firstMs = afterMs) {
    this.#timers = timers
    this.#cut = cut
    this.#afterMs = afterMs
    this.#callOff = timers.after(firstMs, cut)
  }

  heard(): void {
    this.#callOff()
    this.#callOff = this.#timers.after(this.#afterMs, this.#cut)
  }

  end(): void {
    this.#callOff()
  }
}
