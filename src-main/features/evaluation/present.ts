// The hall's day, and where its cases lie: what walls show.
import type { Choropleth, Today } from '#shared/contracts/evaluation.contract.ts'
import { evaluationDay, rateOf, spanOf } from '#shared/domain/evaluation/index.ts'
import type { EvaluationApi, FactFilter } from '../../db/evaluation-api.ts'
import type { ReferenceData } from '../reference/index.ts'
import { kindName } from './names.ts'
import { totalOf } from './selection.ts'

const everything: FactFilter = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
const HOT = 8

type TodayAnswer = Omit<Today, 'asOf' | 'pending'>

export async function tellToday(cache: EvaluationApi, now: number, reference: ReferenceData): Promise<TodayAnswer> {
  const day = evaluationDay(now)
  const [today, yesterday] = [spanOf('day', day), spanOf('day', day - 1)]
  const [hours, classes, counts, closed, closedBefore] = await Promise.all([
    cache.evaluationHours(now),
    cache.evaluationCounts([today], 'class', everything, now),
    cache.evaluationCounts([yesterday, today], 'department', everything, now),
    cache.evaluationClosedOn(day),
    cache.evaluationClosedOn(day - 1),
  ])
  const [before, own] = [totalOf(counts, 0), totalOf(counts, 1)]
  const hot = classes
    .filter(({ counts: { reported } }) => reported > 0)
    .sort((a, b) => b.counts.reported - a.counts.reported || (a.member < b.member ? -1 : 1))
    .slice(0, HOT)
    .map(({ member, counts: { reported } }) => ({
      classCode: member,
      className: kindName('class', member, reference),
      n: reported,
    }))
  return {
    hours: [...hours],
    hot,
    today: {
      ...{ reported: own.reported, filed: own.filed, closed, shouldClose: own.shouldClose, onTime: own.onTime },
      onTimeRate: rateOf(own, 'onTimeRate'),
    },
    yesterday: { reported: before.reported, filed: before.filed, closed: closedBefore },
  }
}

/** Shares of the cells below each step's bound. */
const STEP_SHARES = [0, 0.5, 0.75, 0.9, 0.97]

/** Cells by steps that follow how they are spread, so that few full cells do not make all others look empty. */
export function steppedCells(
  cells: readonly { readonly grid: string; readonly n: number }[],
): Pick<Choropleth, 'steps' | 'cells'> {
  const sorted = cells.map(({ n }) => n).sort((a, b) => a - b)
  const bounds = STEP_SHARES.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0)
  const steps = [...new Set(sorted.length === 0 ? [] : bounds)]
  return {
    steps,
    cells: cells.map(({ grid, n }) => ({
      grid,
      n,
      step: Math.max(
        0,
        steps.findLastIndex((bound) => n >= bound),
      ),
    })),
  }
}
