import { minutesOf } from './calendar-data.ts'
import type { CalendarData, SpecialDay } from './calendar-data.ts'
import { DAY_MS, MINUTE_MS, dayNumberAt, parseIsoDate, startOfDay, weekdayOf } from './local-day.ts'

/** A working period in milliseconds since local midnight. */
export interface PeriodMs {
  readonly from: number
  readonly to: number
}

/**
 * Compiled calendar: working time as arithmetic. Every question costs O(log of the special days), however far apart the instants
 * are.
 */
export interface WorkCalendar {
  readonly data: CalendarData
  readonly periods: readonly PeriodMs[]
  isWorkDay(dayNumber: number): boolean
  /** The holiday or make-up day entered for this day. */
  specialDay(dayNumber: number): SpecialDay | undefined
  /** Working milliseconds between two instants, `from <= to`. */
  workingMsBetween(from: number, to: number): number
  /** Earliest instant at which `workingMs` (> 0) have passed since `from`; undefined when that is not by `latest`. */
  afterWorkingMs(from: number, workingMs: number, latest: number): number | undefined
}

/** Builds the calendar; `data` must have passed its schema. */
export function createWorkCalendar(data: CalendarData): WorkCalendar {
  const periods = data.periods.map((p) => ({ from: minutesOf(p.from) * MINUTE_MS, to: minutesOf(p.to) * MINUTE_MS }))
  const perDayMs = periods.reduce((sum, p) => sum + p.to - p.from, 0)
  const specials = new Map(data.days.map((day) => [parseIsoDate(day.date) ?? -1, day]))
  const weekdays = new Set(data.weekdays)
  const isWorkDay = (day: number): boolean => {
    const special = specials.get(day)
    return special === undefined ? weekdays.has(weekdayOf(day)) : special.kind === 'work'
  }
  const workDaysBefore = countWorkDays(weekdays, specials)

  /** Working time since 1970-01-01 local; differences of it are what is asked for. */
  const total = (instant: number): number => {
    const day = dayNumberAt(instant, data.offsetMinutes)
    const within = isWorkDay(day) ? workedBy(instant - startOfDay(day, data.offsetMinutes), periods) : 0
    return workDaysBefore(day) * perDayMs + within
  }

  return {
    data,
    periods,
    isWorkDay,
    specialDay: (day) => specials.get(day),
    workingMsBetween: (from, to) => total(to) - total(from),
    afterWorkingMs(from, workingMs, latest) {
      const wanted = total(from) + workingMs
      if (total(latest) < wanted) return undefined
      const [firstPossible, lastPossible] = [dayNumberAt(from, data.offsetMinutes), dayNumberAt(latest, data.offsetMinutes)]
      const day = smallest(firstPossible, lastPossible, (d) => workDaysBefore(d + 1) * perDayMs >= wanted)
      return startOfDay(day, data.offsetMinutes) + timeWhenWorked(wanted - workDaysBefore(day) * perDayMs, periods)
    },
  }
}

/** Number of work days in [0, day): whole weeks by the rule, plus what special days add or take away. */
function countWorkDays(weekdays: ReadonlySet<number>, specials: ReadonlyMap<number, SpecialDay>): (day: number) => number {
  const byRemainder = [0]
  for (let i = 0; i < 7; i += 1) byRemainder.push((byRemainder[i] ?? 0) + (weekdays.has(weekdayOf(i)) ? 1 : 0))
  const perWeek = byRemainder[7] ?? 0

  const changed = [...specials]
    .filter(([day, special]) => weekdays.has(weekdayOf(day)) !== (special.kind === 'work'))
    .sort(([a], [b]) => a - b)
  const changedDays = changed.map(([day]) => day)
  const sums = [0]
  for (const [i, [, special]] of changed.entries()) sums.push((sums[i] ?? 0) + (special.kind === 'work' ? 1 : -1))

  return (day) => {
    const weeks = Math.floor(day / 7)
    const before = smallest(0, changedDays.length, (i) => (changedDays[i] ?? day) >= day)
    return weeks * perWeek + (byRemainder[day - weeks * 7] ?? 0) + (sums[before] ?? 0)
  }
}

/** Smallest whole number in [low, high] for which the monotone test holds; `high` when none below does. */
function smallest(low: number, high: number, holds: (n: number) => boolean): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}

function workedBy(timeOfDayMs: number, periods: readonly PeriodMs[]): number {
  return periods.reduce((sum, p) => sum + Math.max(0, Math.min(timeOfDayMs, p.to) - p.from), 0)
}

/** Time of day at which `workedMs` of the day's working time have passed. */
function timeWhenWorked(workedMs: number, periods: readonly PeriodMs[]): number {
  let left = workedMs
  for (const p of periods) {
    if (left <= p.to - p.from) return p.from + left
    left -= p.to - p.from
  }
  return DAY_MS
}
