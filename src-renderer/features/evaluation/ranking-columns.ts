import type { Indicator, RankingRow } from '#shared/contracts/evaluation.contract.ts'
import { indicatorName } from './indicators.ts'

/** A column of the ranking whose figures open their arithmetic. */
export interface FigureColumn {
  readonly indicator: Indicator
  readonly label: string
  readonly look: 'count' | 'rate' | 'bar'
  /** From this many on the count is a state of lateness and says so. */
  readonly alarmFrom?: number
}

/** Fewer open overdue cases than this are the everyday of any department. */
const MANY_OVERDUE = 7

export function figureColumns(view: 'department' | 'street' | 'community'): readonly FigureColumn[] {
  const column = (indicator: Indicator, look: FigureColumn['look'], alarmFrom?: number): FigureColumn =>
    ({ indicator, label: indicatorName(indicator), look, ...(alarmFrom === undefined ? {} : { alarmFrom }) })
  const common = [column('shouldClose', 'count'), column('onTimeRate', 'bar'), column('closeRate', 'rate'), column('overdue', 'count', MANY_OVERDUE)]
  if (view === 'department') return [...common, column('reworked', 'count'), column('returned', 'count'), column('onAccount', 'count')]
  return [column('filed', 'count'), ...common, column('publicRate', 'rate'), column('onAccount', 'count')]
}

/** The row before which the reward line runs: the first scored one below it; undefined when all are on one side. */
export function firstBelow(rows: readonly Pick<RankingRow, 'id' | 'score'>[], rewardFrom: number | null): string | undefined {
  if (rewardFrom === null) return undefined
  const at = rows.findIndex(({ score }) => score !== null && score < rewardFrom)
  return at > 0 ? rows[at]?.id : undefined
}
