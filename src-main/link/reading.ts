import type { Cursor } from '#shared/platform-api/changes.ts'
import { Lag } from './lag.ts'
import type { ReadUntil } from './platform-word.ts'

/** How far reading has come, and how far the platform is. What was read of another life of the platform counts for nothing. */
export class Reading {
  readonly #lag = new Lag()
  /** Null: nothing has been read. */
  #stand: Cursor | null = null
  /** The platform's head by its last word. */
  #told: Cursor | null = null

  /** How far the platform's present life has been read. */
  get seq(): number {
    if (this.#stand === null) return 0
    return this.#told === null || this.#told.epoch === this.#stand.epoch ? this.#stand.seq : 0
  }

  get head(): number {
    return this.#told?.seq ?? 0
  }

  /** Changes still to come. */
  get behind(): number {
    return Math.max(0, this.head - this.seq)
  }

  /** `time`: the platform's, `now`: monotonic, ms. */
  heard(epoch: string, head: number, time: number, now: number): void {
    this.#told = { epoch, seq: head }
    this.#lag.heard(epoch, { head, time, now }, this.seq)
  }

  /** A page was read to its end. */
  readTo(cursor: Cursor): void {
    this.#stand = cursor
    this.#lag.read(this.seq)
  }

  /** Reading goes on from here, or another cache counts from now on. */
  standsAt(cursor: Cursor | null): void {
    this.#stand = cursor
    this.#lag.standsAt(this.seq)
  }

  /** Until when everything the platform said has been read; null where nobody knows. */
  get until(): ReadUntil | null {
    const { reached } = this.#lag
    if (reached === null || this.#told === null) return null
    return { cursor: { epoch: this.#told.epoch, seq: reached.head }, time: reached.time }
  }

  /** Since when something has been missing; `now`: monotonic, ms. */
  lagMs(now: number): number {
    return this.#lag.ageMs(now)
  }
}
