import type { Indicator, MonthDays } from '#shared/contracts/evaluation.contract.ts'
import { spanOf } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import { isoDateOf } from '#shared/domain/limits/local-day.ts'
import type { WorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { MemberCounts } from '../../db/evaluation-api.ts'
import { valueOf } from './figure.ts'
import { totalOf } from './selection.ts'

/** The days of the month that holds the span's first day. */
export function daysOfMonth(span: Span): Span[] {
  const month = spanOf('month', span.from)
  return Array.from({ length: month.to - month.from }, (_, i) => spanOf('day', month.from + i))
}

/** A figure for each day; a day after `today` has none, because what is due then says nothing yet. */
export function dayValues(
  days: readonly Span[],
  members: readonly MemberCounts[],
  indicator: Indicator,
  { calendar, today }: { readonly calendar: WorkCalendar; readonly today: number },
): MonthDays['days'] {
  return days.map(({ from }, i) => ({
    date: isoDateOf(from),
    value: from > today ? null : valueOf(totalOf(members, i), indicator),
    ...kindOf(from, calendar),
  }))
}

function kindOf(day: number, calendar: WorkCalendar): Pick<MonthDays['days'][number], 'kind' | 'name'> {
  const special = calendar.specialDay(day)
  if (special !== undefined) return { kind: special.kind === 'off' ? 'holiday' : 'make-up', name: special.name }
  return { kind: calendar.isWorkDay(day) ? 'work' : 'rest', name: null }
}
