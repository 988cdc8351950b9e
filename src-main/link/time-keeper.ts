import type { Clock } from '#shared/kernel/clock.ts'

/** A wall clock that moved this much against the monotonic one has jumped. */
const JUMP_MS = 2_000

/**
 * The hall's time: the platform's last word carried on by the monotonic clock, so that a wall clock that jumps changes
 * nothing but a warning. Before the first word of this run it is the wall clock, and acts are marked 时间存疑 when that
 * stands before the last known time, or before an act that this machine has done already.
 */
export class TimeKeeper {
  readonly #clock: Clock
  readonly #startWall: number
  readonly #startMono: number
  #anchor: { platform: number; mono: number; offset: number } | null = null
  #lastKnown: number
  readonly #lastDone: number

  /**
   * `lastKnown`: platform time stored by an earlier run, `lastDone`: time of this machine's newest act; 0 when there was none.
   * The second may be of a clock that was wrong, so it never counts as the time: it only raises doubts.
   */
  constructor(clock: Clock, lastKnown: number, lastDone = 0) {
    this.#clock = clock
    this.#lastDone = lastDone
    this.#startWall = clock.now()
    this.#startMono = clock.monotonicMs()
    this.#lastKnown = lastKnown
  }

  /** Epoch ms for anything that is recorded. */
  now(): number {
    if (this.#anchor === null) return Math.max(this.#lastKnown, this.#clock.now())
    return Math.round(this.#anchor.platform + (this.#clock.monotonicMs() - this.#anchor.mono))
  }

  /** The platform said its time; `tripMs` is how long asking took (0 for a line that arrived by itself). */
  hear(platformTime: number, tripMs: number): void {
    const mono = this.#clock.monotonicMs()
    const platform = platformTime + tripMs / 2
    this.#anchor = { platform, mono, offset: platform - this.#clock.now() }
    this.#lastKnown = Math.max(this.#lastKnown, Math.round(platform))
  }

  get lastKnown(): number {
    return this.#lastKnown
  }

  /** Platform clock minus this machine's, ms; null before the first word. */
  get offsetMs(): number | null {
    return this.#anchor?.offset ?? null
  }

  /**
   * The wall clock is further on than the monotonic one, which stands still while a machine sleeps: until the platform is heard
   * again nobody knows whether it slept or was set. One that was set back cannot have slept.
   */
  #mayHaveSlept({ platform, mono, offset }: { platform: number; mono: number; offset: number }): boolean {
    return this.#clock.now() - (platform - offset) - (this.#clock.monotonicMs() - mono) > JUMP_MS
  }

  /** Are times recorded now doubtful? */
  get doubtful(): boolean {
    if (this.#anchor !== null) return this.#mayHaveSlept(this.#anchor)
    const drift = this.#clock.now() - this.#startWall - (this.#clock.monotonicMs() - this.#startMono)
    return this.#clock.now() < Math.max(this.#lastKnown, this.#lastDone) || Math.abs(drift) > JUMP_MS
  }
}
