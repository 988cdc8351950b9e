import { getCurrentScope, onScopeDispose, readonly, ref } from 'vue'
import type { Ref } from 'vue'
import { systemClock } from '#shared/kernel/clock.ts'
import type { Clock } from '#shared/kernel/clock.ts'

/** One clock for a whole window: all countdowns turn in the same frame, and no component owns a timer. */
export class SecondTicker {
  readonly nowMs = ref(0)
  readonly #clock: Clock
  #offsetMs = 0
  #users = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(clock: Clock) {
    this.#clock = clock
    this.nowMs.value = clock.now()
  }

  /** Platform time minus this machine's time, as the link measured it. */
  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs
    this.#turn()
  }

  hold(): () => void {
    this.#users += 1
    if (this.#users === 1) this.#turn()
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#users -= 1
      if (this.#users === 0) clearTimeout(this.#timer)
    }
  }

  #turn(): void {
    clearTimeout(this.#timer)
    this.nowMs.value = this.#clock.now() + this.#offsetMs
    if (this.#users === 0) return
    // Aim at the next full second, so that every window of the hall turns together and none drifts.
    const untilNextMs = 1000 - (((this.nowMs.value % 1000) + 1000) % 1000)
    this.#timer = setTimeout(() => this.#turn(), untilNextMs)
  }
}

const ticker = new SecondTicker(systemClock)

/** Corrected epoch milliseconds, renewed each full second while somebody looks. */
export function useNow(): Readonly<Ref<number>> {
  const release = ticker.hold()
  if (getCurrentScope()) onScopeDispose(release)
  return readonly(ticker.nowMs)
}

/** Tells every clock of this window how far the machine is from the platform's time. */
export function setClockOffset(offsetMs: number): void {
  ticker.setOffset(offsetMs)
}
