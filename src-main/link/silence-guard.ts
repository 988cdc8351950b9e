import type { Timers } from '#shared/kernel/clock.ts'
import { OFFLINE_AFTER_MS } from '#shared/platform-api/changes.ts'

/** Cuts a stream that has been silent for too long, also before its first line. */
export class SilenceGuard {
  readonly #timers: Timers
  readonly #cut: () => void
  #callOff: () => void

  constructor(timers: Timers, cut: () => void) {
    this.#timers = timers
    this.#cut = cut
    this.#callOff = timers.after(OFFLINE_AFTER_MS, cut)
  }

  heard(): void {
    this.#callOff()
    this.#callOff = this.#timers.after(OFFLINE_AFTER_MS, this.#cut)
  }

  end(): void {
    this.#callOff()
  }
}
