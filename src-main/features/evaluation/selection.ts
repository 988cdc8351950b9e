// From what a window asks to what the cache is asked.
import type { BoardFilter, BoardScope, Period } from '#shared/contracts/evaluation.contract.ts'
import { addCounts, spanOfPeriod } from '#shared/domain/evaluation/index.ts'
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

/** The whole of a span, however many members there are. */
export function totalOf(members: readonly MemberCounts[], span: number): Counts {
  return addCounts(members.filter((one) => one.span === span).map(({ counts }) => counts))
}
