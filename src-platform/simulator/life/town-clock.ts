import { DAY_MS, HOUR_MS, MINUTE_MS, dayNumberAt, startOfDay } from '#shared/domain/limits/local-day.ts'

/** Out of these hours of its time zone the town does not wait for the morning: it begins there. */
const FROM_MS = 7 * HOUR_MS + 30 * MINUTE_MS
const TO_MS = 17 * HOUR_MS
const BEGIN_MS = 8 * HOUR_MS + 30 * MINUTE_MS

/** Whoever opens the hall in the evening shall see a town at work: its clock begins now, or else with the next morning. */
export function firstTownTime(now: number, offsetMinutes: number): number {
  const midnight = startOfDay(dayNumberAt(now, offsetMinutes), offsetMinutes)
  const sinceMidnightMs = now - midnight
  if (sinceMidnightMs >= FROM_MS && sinceMidnightMs < TO_MS) return now
  return midnight + BEGIN_MS + (sinceMidnightMs < FROM_MS ? 0 : DAY_MS)
}

/** The clock of the town: as many times as fast as the real one as its speed says, or standing still. ADR 010. */
export class TownClock {
  readonly #now: () => number
  #real: number
  #town: number
  #speed: number
  #isPaused = false

  /** `now`: real epoch milliseconds. */
  constructor(now: () => number, offsetMinutes: number, speed: number) {
    this.#now = now
    this.#real = now()
    this.#town = firstTownTime(this.#real, offsetMinutes)
    this.#speed = speed
  }

  get speed(): number {
    return this.#speed
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  now(): number {
    return this.townOf(this.#now())
  }

  /** What stood here before the clock was last set lies as far back in the town as in reality. */
  townOf(real: number): number {
    const passed = real - this.#real
    return Math.round(this.#town + (passed < 0 ? passed : passed * this.#rate))
  }

  /** The real instant at which the town will come to a later one of its own; at the present speed, were it not paused. */
  realOf(town: number): number {
    return Math.round(this.#real + (town - this.#town) / this.#speed)
  }

  set({ speed = this.#speed, isPaused = this.#isPaused }: { readonly speed?: number; readonly isPaused?: boolean }): void {
    const real = this.#now()
    this.#town = this.townOf(real)
    this.#real = real
    this.#speed = speed
    this.#isPaused = isPaused
  }

  get #rate(): number {
    return this.#isPaused ? 0 : this.#speed
  }
}
