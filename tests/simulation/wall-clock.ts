import { OPENING } from './town.ts'
import type { VirtualTime } from './virtual-time.ts'

/** What a machine's own clock says: it may be set, by hand or by a battery that is empty. The monotonic one never is. */
export class WallClock {
  /** When it was last set on while the host ran. */
  setOnAt = -Infinity
  /** When it was last set back in this life of the host, and what it said before. */
  setBack: { readonly at: number; readonly from: number } | null = null
  readonly #time: VirtualTime
  #offset = 0

  constructor(time: VirtualTime) {
    this.#time = time
  }

  get now(): number {
    return OPENING + Math.floor(this.#time.now) + this.#offset
  }

  jump(byMs: number): void {
    if (byMs < 0) this.setBack = { at: this.#time.now, from: this.now }
    if (byMs > 0) this.setOnAt = this.#time.now
    this.#offset += byMs
  }

  hostStarts(): void {
    this.setBack = null
  }
}
