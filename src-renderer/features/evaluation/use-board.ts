import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { BoardScope, Funnel, MonthDays, Pareto, PostRanking, Ranking, Repeats, Trend } from '#shared/contracts/evaluation.contract.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useBoardStore, wholeHall } from './board.store.ts'
import { usePanelTopic } from './use-panel-topic.ts'
import type { PanelTopic } from './use-panel-topic.ts'

/** Periods of the trend and of the sparklines. */
export const TREND_PERIODS = 12
const PARETO_ROWS = 9
const REPEAT_ROWS = 9

export interface Board {
  readonly ranking: PanelTopic<Ranking>
  readonly posts: PanelTopic<PostRanking>
  readonly trend: PanelTopic<Trend>
  readonly days: PanelTopic<MonthDays>
  readonly pareto: PanelTopic<Pareto>
  readonly funnel: PanelTopic<Funnel>
  readonly repeats: PanelTopic<Repeats>
  /** Whose trend, days, kinds and stages stand beside the ranking: the whole hall's. */
  readonly scope: ComputedRef<BoardScope>
}

/** Everything one board shows, watched for as long as it stands. */
export function useBoard(): Board {
  const { evaluation } = useDesk().watch
  const board = useBoardStore()
  const scope = computed<BoardScope>(() => ({ subject: board.subject, id: null }))
  const selection = computed(() => ({ scope: scope.value, period: board.period, filter: wholeHall }))
  const ranked = computed(() =>
    (board.view === 'post'
      ? null
      : { subject: board.subject, period: board.period, compare: board.compare, filter: wholeHall, scheme: board.scheme }))
  const ofPost = computed(() => (board.view === 'post' ? { post: board.post, period: board.period } : null))
  return {
    scope,
    ranking: usePanelTopic(evaluation.ranking, ranked),
    posts: usePanelTopic(evaluation.posts, ofPost),
    trend: usePanelTopic(evaluation.trend, computed(() => ({ ...selection.value, indicator: 'onTimeRate' as const, periods: TREND_PERIODS }))),
    days: usePanelTopic(evaluation.days, computed(() => ({ ...selection.value, indicator: 'shouldClose' as const }))),
    pareto: usePanelTopic(
      evaluation.pareto, computed(() => ({ ...selection.value, by: 'class' as const, count: 'shouldClose' as const, limit: PARETO_ROWS })),
    ),
    funnel: usePanelTopic(evaluation.funnel, selection),
    repeats: usePanelTopic(evaluation.repeats, computed(() => ({ ...selection.value, limit: REPEAT_ROWS }))),
  }
}
