import type { HotSpots } from '#shared/contracts/evaluation.contract.ts'
import { evaluationDay, periodOf, spansUpTo, stepSpan } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import type { EvaluationApi, FactFilter } from '../../db/evaluation-api.ts'

/** As many as ranking rows have. */
const PERIODS = 12

/** A period that is not over stands against as many days of the one before: half a month against a whole one says nothing. */
export function comparedWith(span: Span, today: number): Span {
  const before = stepSpan(span, -1)
  if (today < span.from || today >= span.to - 1) return before
  return { ...before, to: Math.min(before.to, before.from + (today - span.from) + 1) }
}

export async function hotSpotsIn(
  cache: EvaluationApi, span: Span, filter: FactFilter, limit: number, now: number,
): Promise<Omit<HotSpots, 'asOf' | 'pending'>> {
  const before = comparedWith(span, evaluationDay(now))
  const { rows, cells, ...found } = await cache.evaluationHotSpots(spansUpTo(span, PERIODS), before, filter, limit)
  return {
    ...found,
    period: periodOf(span),
    days: before.to - before.from,
    cells: [...cells],
    rows: rows.map((row) => ({ ...row, series: [...row.series] })),
  }
}
