// 期间 as the windows hold them: by the first day of each. The rules of the calendar are the domain's.
import type { Period } from '#shared/contracts/evaluation.contract.ts'
import { periodOf, spanOfPeriod, stepSpan, yearBefore as spanYearBefore } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'

/** The period of this kind that holds the date 'YYYY-MM-DD'; a date that is none gives the period back as it is. */
export const periodAt = (kind: Period['kind'], date: string): Period => through({ kind, start: date }, (span) => span)

/** The period `by` steps later; earlier when negative. */
export const stepped = (period: Period, by: number): Period => through(period, (span) => stepSpan(span, by))

/** 去年同期. */
export const yearBefore = (period: Period): Period => through(period, spanYearBefore)

function through(period: Period, move: (span: Span) => Span): Period {
  const span = spanOfPeriod(period)
  return span === undefined ? period : periodOf(move(span))
}

export const isSamePeriod = (one: Period, other: Period): boolean => one.kind === other.kind && one.start === other.start

/** 'month:2026-10-01', for lists of choices. */
export const periodKey = ({ kind, start }: Period): string => `${kind}:${start}`
