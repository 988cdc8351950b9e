import type { Clock } from '#shared/kernel/clock.ts'

/** A wall clock that moved this much against the monotonic one has jumped. */
const JUMP_MS = 2_000

/**
 * The hall's time: the platform's last word carried on by the monotonic clock, so that a wall clock that jumps changes
 * nothing but a warning. Before the first word of this run it is the wall clock, or the last known time carried on where that is
 * later, and acts are marked 时间存疑 when the wall clock began before the last known time, or stands before an act that this
 * machine has done already.
 */
export class TimeKeeper {
  readonly #clock: Clock
  /** Wall clock minus monotonic one, ms: as this run began, and the least since the platform was heard. */
  readonly #startLead: number
  readonly #startMono: number
  readonly #beganBehind: boolean
  #leastLead: number
  #mayHaveSlept = false
  #sleeps = 0
  #anchor: { platform: number; mono: number; offset: number } | null = null
  #lastKnown: number
  readonly #lastDone: number

  /**
   * `lastKnown`: the platform's last word of an earlier run, `lastDone`: time of this machine's newest act; 0 for none. The
   * second may be of a clock that was wrong, so it never counts as the time: it only raises doubts.
   */
  constructor(clock: Clock, lastKnown: number, lastDone = 0) {
    this.#clock = clock
    this.#lastDone = lastDone
    this.#startLead = this.#lead
    this.#startMono = clock.monotonicMs()
    this.#beganBehind = clock.now() < lastKnown
    this.#leastLead = this.#lead
    this.#lastKnown = lastKnown
  }

  /** Epoch ms for anything that is recorded. */
  now(): number {
    this.look()
    if (this.#anchor === null) return Math.max(this.#carriedOn, this.#clock.now())
    return Math.round(this.#anchor.platform + (this.#clock.monotonicMs() - this.#anchor.mono))
  }

  /**
   * What windows go by: after what may have been a sleep the later of the two times that may be right, so that nothing looks
   * younger than it may be. Nothing is recorded under it.
   */
  shown(): number {
    const now = this.now()
    if (this.#anchor === null || !this.#mayHaveSlept) return now
    return Math.max(now, Math.round(this.#clock.now() + this.#anchor.offset))
  }

  /** The platform said its time; `tripMs` is how long asking took (0 for a line that arrived by itself). */
  hear(platformTime: number, tripMs: number): void {
    const mono = this.#clock.monotonicMs()
    const platform = platformTime + tripMs / 2
    this.#anchor = { platform, mono, offset: platform - this.#clock.now() }
    // The last word, not the greatest: a platform whose clock was ahead for a minute would stop this one's until then.
    this.#lastKnown = Math.round(platform)
    this.#leastLead = this.#lead
    this.#mayHaveSlept = false
  }

  get lastKnown(): number {
    return this.#lastKnown
  }

  /** Platform clock minus this machine's, ms; null before the first word. */
  get offsetMs(): number | null {
    return this.#anchor?.offset ?? null
  }

  /**
   * How often this machine may have slept in this run. What was on its way to it before that says what time it was then, and is
   * read first.
   */
  get sleeps(): number {
    this.look()
    return this.#sleeps
  }

  /** So late it is at least: under a clock that is slow the time of acts goes on, and limits with it. */
  get #carriedOn(): number {
    return Math.round(this.#lastKnown + this.#clock.monotonicMs() - this.#startMono)
  }

  get #lead(): number {
    return this.#clock.now() - this.#clock.monotonicMs()
  }

  /**
   * A wall clock that goes on further than the monotonic one, which stands still while a machine sleeps: until the platform is
   * heard again nobody knows whether it slept or was set. One set back cannot have slept; what it then gains may be sleep, which
   * only who looks in between can tell: to be called often.
   */
  look(): void {
    const lead = this.#lead
    this.#leastLead = Math.min(this.#leastLead, lead)
    if (lead - this.#leastLead <= JUMP_MS) return
    this.#mayHaveSlept = true
    this.#sleeps += 1
    this.#leastLead = lead
  }

  /** Are times recorded now doubtful? */
  get doubtful(): boolean {
    this.look()
    if (this.#anchor !== null) return this.#mayHaveSlept
    const isBehind = this.#beganBehind || this.#clock.now() < Math.max(this.#lastKnown, this.#lastDone)
    return isBehind || Math.abs(this.#lead - this.#startLead) > JUMP_MS
  }
}
