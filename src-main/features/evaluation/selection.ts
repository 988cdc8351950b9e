// From what a window asks to what the cache is asked.
import type { BoardFilter, BoardScope, Period } from '#shared/contracts/evaluation.contract.ts'
import { addCounts, isWhole, periodOf, spanOfPeriod, stepSpan } from '#shared/domain/evaluation/index.ts'
import type { Counts, Span } from '#shared/domain/evaluation/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { FactFilter, MemberCounts } from '../../db/evaluation-api.ts'

export interface Selection {
  readonly scope: BoardScope
  readonly period: Period
  readonly filter: BoardFilter
}

/** The row asked about narrows its own dimension. */
export function filterOf({ scope: { subject, id }, filter }: Pick<Selection, 'scope' | 'filter'>): FactFilter {
  return id === null ? filter : { ...filter, [subject]: id }
}

/** Refuses 'bad-time' when the period's start is no date. */
export function spanFor(period: Period): Result<Span> {
  const span = spanOfPeriod(period)
  return span === undefined ? refuse('bad-time', period.start) : ok(span)
}

/** A period that is not over stands against as many days of the one before: half a month against a whole one says nothing. */
export function comparedWith(span: Span, today: number): Span {
  const before = stepSpan(span, -1)
  if (today < span.from || today >= span.to - 1) return before
  return { ...before, to: Math.min(before.to, before.from + (today - span.from) + 1) }
}

/** What something is compared with, as a window is told it; `compareDays` null: all of the period. */
export function compareOut(span: Span): { compare: Period; compareDays: number | null } {
  return { compare: periodOf(span), compareDays: isWhole(span) ? null : span.to - span.from }
}

/** The whole of a span, however many members there are. */
export function totalOf(members: readonly MemberCounts[], span: number): Counts {
  return addCounts(members.filter((one) => one.span === span).map(({ counts }) => counts))
}
