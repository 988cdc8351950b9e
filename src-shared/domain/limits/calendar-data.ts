import { z } from '#shared/kernel/zod.ts'
import { parseIsoDate } from './local-day.ts'

const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/

/** Minutes since local midnight of 'HH:MM'; '24:00' ends a day. */
export function minutesOf(timeOfDay: string): number {
  return Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3, 5))
}

const TimeOfDay = z.string().regex(TIME_OF_DAY)
const IsoDate = z.string().refine((text) => parseIsoDate(text) !== undefined, 'not a date between 1970-01-01 and 9999-12-31')

/** 工作时段: part of a working day, 'HH:MM' local time, within one day. */
export const WorkPeriod = z
  .object({ from: TimeOfDay, to: TimeOfDay })
  .refine((period) => minutesOf(period.from) < minutesOf(period.to), 'a working period must end after it begins')
export type WorkPeriod = z.infer<typeof WorkPeriod>

/** A date that departs from the weekday rule: a holiday (off) or a make-up day 调休补班 (work). */
export const SpecialDay = z.object({ date: IsoDate, kind: z.enum(['work', 'off']), name: z.string().max(60) })
export type SpecialDay = z.infer<typeof SpecialDay>

/**
 * 工作日历 as the hall stores and edits it; a new version replaces the old as a whole. Zone without daylight saving.
 * Defaults: domain-facts 1.6 (08–12, 14–18), Monday to Friday, UTC+8.
 */
export const CalendarData = z.object({
  version: z.string().min(1).max(40),
  offsetMinutes: z.int().min(-840).max(840),
  /** In order, not overlapping. */
  periods: z.array(WorkPeriod).min(1).max(12).refine(areInOrder, 'working periods must be in order and must not overlap'),
  /** Working weekdays, 1 = Monday to 7 = Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  /** At most one entry per date. */
  days: z.array(SpecialDay).max(20_000).refine(areDistinct, 'a date may appear only once'),
  /** Years whose holidays are published; outside them only the weekday rule is known. Null: no holidays entered. */
  knownYears: z.object({ from: z.int(), to: z.int() }).nullable(),
})
export type CalendarData = z.infer<typeof CalendarData>

function areInOrder(periods: readonly WorkPeriod[]): boolean {
  return periods.every((period, i) => {
    const before = periods[i - 1]
    return before === undefined || minutesOf(before.to) <= minutesOf(period.from)
  })
}

function areDistinct(days: readonly SpecialDay[]): boolean {
  return new Set(days.map((day) => day.date)).size === days.length
}

/** The calendar before any holiday has been entered. */
export const plainCalendarData: CalendarData = {
  version: 'plain',
  offsetMinutes: 480,
  periods: [
    { from: '08:00', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ],
  weekdays: [1, 2, 3, 4, 5],
  days: [],
  knownYears: null,
}
