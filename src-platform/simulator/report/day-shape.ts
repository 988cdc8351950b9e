// How many cases a day brings and when: about a hundred, most of them from 8 to 11 and from 14 to 17, fewer at weekends and on
// holidays, and several times as many when it rains hard (domain-facts 5).
import { HOUR_MS, MINUTE_MS, isoDateOf, startOfDay, weekdayOf } from '#shared/domain/limits/local-day.ts'
import type { WorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import { diceFor } from '../dice.ts'
import type { Dice } from '../dice.ts'

export interface DayShape {
  /** Instants of the reports, the earliest first. */
  readonly times: readonly number[]
  readonly isRainy: boolean
}

/** Cases of an ordinary day. */
export const CASES_A_DAY = 100

/** Monday to Sunday; their mean is 1. */
const weekdayFactors = [1.16, 1.08, 1.05, 1.04, 1.09, 0.84, 0.74] as const
const HOLIDAY_FACTOR = 0.6
const RAIN_FROM_MONTH = 5
const RAIN_TO_MONTH = 9
const RAIN_SHARE = 0.05
/** Out of a thousand, by hour of the day. */
const hours = [1, 0, 0, 0, 0, 1, 2, 22, 114, 142, 132, 80, 30, 36, 106, 126, 116, 60, 20, 4, 3, 2, 2, 1] as const

/** 07:30 and 18:30, when inspectors are out (domain-facts 5, seed county), as milliseconds since midnight. */
export const PATROL_FROM_MS = 7 * HOUR_MS + 30 * MINUTE_MS
export const PATROL_TO_MS = 18 * HOUR_MS + 30 * MINUTE_MS

export function shapeOfDay(seed: number, dayNumber: number, calendar: WorkCalendar): DayShape {
  const dice = diceFor('day', seed, dayNumber)
  const isRainy = rains(dice, dayNumber)
  const chance = dice.between(0.88, 1.12) * (isRainy ? dice.between(3, 5) : 1)
  const count = Math.round(CASES_A_DAY * calmFactor(dayNumber, calendar) * chance)
  const midnight = startOfDay(dayNumber, calendar.data.offsetMinutes)
  const times = Array.from({ length: count }, () => midnight + timeOfDay(dice))
  return { times: times.sort((a, b) => a - b), isRainy }
}

function calmFactor(dayNumber: number, calendar: WorkCalendar): number {
  const special = calendar.specialDay(dayNumber)
  if (special?.kind === 'work') return 1
  return special === undefined ? (weekdayFactors[weekdayOf(dayNumber) - 1] ?? 1) : HOLIDAY_FACTOR
}

/** Asked of every day alike, so that the dice of the day fall the same in every season. */
function rains(dice: Dice, dayNumber: number): boolean {
  const month = Number(isoDateOf(dayNumber).slice(5, 7))
  return dice.chance(RAIN_SHARE) && month >= RAIN_FROM_MONTH && month <= RAIN_TO_MONTH
}

function timeOfDay(dice: Dice): number {
  let left = dice.next() * hours.reduce<number>((sum, share) => sum + share, 0)
  const hour = hours.findIndex((share) => (left -= share) < 0)
  return Math.max(0, hour) * HOUR_MS + dice.whole(0, HOUR_MS - 1)
}
