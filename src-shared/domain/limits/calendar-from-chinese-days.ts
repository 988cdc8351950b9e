// The only reader of the package `chinese-days` (the State Council's published arrangements, 2004 on). Its data file is read, not
// its functions: those parse dates in the machine's own time zone.
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { plainCalendarData } from './calendar-data.ts'
import type { CalendarData, SpecialDay } from './calendar-data.ts'

const tables = {
  off: new Map(Object.entries(published.holidays)),
  work: new Map(Object.entries(published.workdays)),
}

/** Years for which the package holds the published holidays, ascending. */
export const publishedYears: readonly number[] = [...new Set([...tables.off.keys()].map(yearOf))].sort((a, b) => a - b)

/**
 * The default calendar with holidays and make-up days of the years asked for; years not published are left to the weekday rule
 * and stay out of `knownYears`. To be stored once and edited by the hall from then on.
 */
export function calendarFromChineseDays(years: readonly number[] = publishedYears): CalendarData {
  const known = publishedYears.filter((year) => years.includes(year))
  const days = [...daysOf('off', known), ...daysOf('work', known)].sort((a, b) => (a.date < b.date ? -1 : 1))
  const from = known.at(0)
  const to = known.at(-1)
  if (from === undefined || to === undefined) return plainCalendarData
  return { ...plainCalendarData, version: `cn-${from}-${to}`, days, knownYears: { from, to } }
}

function daysOf(kind: SpecialDay['kind'], years: readonly number[]): SpecialDay[] {
  return [...tables[kind]]
    .filter(([date]) => years.includes(yearOf(date)))
    .map(([date, label]) => ({ date, kind, name: kind === 'off' ? chineseName(label) : `${chineseName(label)}调休补班` }))
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}

/** Labels read "National Day,国庆节,3". */
function chineseName(label: string): string {
  return label.split(',')[1] ?? label
}
