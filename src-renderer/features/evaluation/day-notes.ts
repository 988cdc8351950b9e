import type { MonthDays } from '#shared/contracts/evaluation.contract.ts'
import { text } from '#renderer/i18n/index.ts'

type Day = MonthDays['days'][number]

/** 0 = Monday, of a date 'YYYY-MM-DD'. */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

/** What is special about a day: the holiday's name, 补班; '' for any other. */
export function dayNotes({ kind, name }: Day): string {
  if (kind === 'make-up') return text('evaluation.days.kind.makeUp')
  return kind === 'holiday' ? (name ?? text('evaluation.days.kind.holiday')) : ''
}

/** The month's holidays and make-up days in words: "1–7 日假", "10 日补班". */
export function monthNotes(days: readonly Day[]): readonly string[] {
  const dates = (kind: Day['kind']): number[] => days.filter((day) => day.kind === kind).map(({ date }) => Number(date.slice(8)))
  const holidays = ranges(dates('holiday')).join(text('common.listed'))
  const makeUps = ranges(dates('make-up')).join(text('common.listed'))
  return [
    ...(holidays === '' ? [] : [text('evaluation.days.holidays', { days: holidays })]),
    ...(makeUps === '' ? [] : [text('evaluation.days.makeUps', { days: makeUps })]),
  ]
}

/** [1, 2, 3, 7] as "1–3" and "7". */
export function ranges(days: readonly number[]): readonly string[] {
  const spans: [from: number, to: number][] = []
  for (const day of days) {
    const last = spans.at(-1)
    if (last !== undefined && last[1] + 1 === day) last[1] = day
    else spans.push([day, day])
  }
  return spans.map(([from, to]) => (from === to ? String(from) : `${String(from)}–${String(to)}`))
}
