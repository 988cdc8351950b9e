import type { HotSpots } from '#shared/contracts/evaluation.contract.ts'
import { evaluationDay, periodOf, spansUpTo } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import type { EvaluationApi, FactFilter } from '../../db/evaluation-api.ts'
import { comparedWith } from './selection.ts'

/** As many as ranking rows have. */
const PERIODS = 12

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
