import type { Period } from '#shared/contracts/evaluation.contract.ts'
import { text } from '#renderer/i18n/index.ts'

/** "2026 年 10 月", "2026 年 10 月中旬", "2026-10-31", "2026 年". */
export function periodName({ kind, start }: Period): string {
  const [year = '', month = '', day = ''] = start.split('-')
  const values = { year, month: Number(month), day: Number(day) }
  if (kind === 'day') return start
  if (kind === 'year') return text('evaluation.period.yearName', values)
  if (kind === 'month') return text('evaluation.period.monthName', values)
  return text(`evaluation.period.${day === '01' ? 'first' : day === '11' ? 'second' : 'third'}TenName`, values)
}

/** The same where the year is known from what stands beside it: "10 月", "10-31". */
export function shortPeriodName({ kind, start }: Period): string {
  const [year = '', month = '', day = ''] = start.split('-')
  if (kind === 'year') return year
  if (kind === 'month') return month === '01' ? text('evaluation.period.januaryOf', { year: year.slice(2) }) : text('evaluation.period.monthShort', { month: Number(month) })
  return `${month}-${day}`
}

/** What stands against a period: the one before, or as many of its first days as have come. */
export const comparedName = (compare: Period, days: number | null): string =>
  (days === null ? periodName(compare) : text('evaluation.period.firstDays', { name: periodName(compare), days }))
