import type { Clock } from '#shared/kernel/clock.ts'

const PER_SECOND = 10
const BURST = 40

/** How often one neighbour may ask; more is a fault of its machine, and must not become this one's. */
export class RequestRate {
  readonly #clock: Clock
  readonly #buckets = new Map<string, { left: number; at: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  allows(seat: string): boolean {
    const now = this.#clock.monotonicMs()
    const before = this.#buckets.get(seat) ?? { left: BURST, at: now }
    const left = Math.min(BURST, before.left + ((now - before.at) / 1_000) * PER_SECOND)
    this.#buckets.set(seat, { left: Math.max(0, left - 1), at: now })
    return left >= 1
  }
}
