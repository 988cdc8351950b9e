import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { BoardFilter, BoardScope, Funnel, HotSpots, MonthDays, Pareto, PostRanking, Ranking, Repeats, Trend } from '#shared/contracts/evaluation.contract.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useBoardStore, wholeHall } from './board.store.ts'
import { usePanelTopic } from './use-panel-topic.ts'
import type { PanelTopic } from './use-panel-topic.ts'

/** Periods of the trend and of the sparklines. */
export const TREND_PERIODS = 12
const PARETO_ROWS = 9
const REPEAT_ROWS = 9
const HOT_ROWS = 50

export interface Board {
  readonly ranking: PanelTopic<Ranking>
  readonly posts: PanelTopic<PostRanking>
  readonly trend: PanelTopic<Trend>
  readonly days: PanelTopic<MonthDays>
  readonly pareto: PanelTopic<Pareto>
  readonly funnel: PanelTopic<Funnel>
  readonly repeats: PanelTopic<Repeats>
  readonly hotSpots: PanelTopic<HotSpots>
  /** Whose trend, days, kinds and stages stand beside the ranking: the whole hall's. */
  readonly scope: ComputedRef<BoardScope>
}

/** Of hot spots only the classes are narrowed; '' is every class. */
export const hotFilter = (classes: string): BoardFilter => (classes === '' ? wholeHall : { ...wholeHall, classes: [classes] })

/** Everything one board shows, watched for as long as it stands. */
export function useBoard(): Board {
  const { evaluation } = useDesk().watch
  const board = useBoardStore()
  const scope = computed<BoardScope>(() => ({ subject: board.subject, id: null }))
  const selection = computed(() => ({ scope: scope.value, period: board.period, filter: wholeHall }))
  const isHot = computed(() => board.view === 'hot')
  const beside = <Arg>(question: () => Arg) => computed(() => (isHot.value ? null : question()))
  const ranked = computed(() =>
    (board.view === 'post' || isHot.value
      ? null
      : { subject: board.subject, period: board.period, compare: board.compare, filter: wholeHall, scheme: board.scheme }))
  const ofPost = computed(() => (board.view === 'post' ? { post: board.post, period: board.period } : null))
  return {
    scope,
    ranking: usePanelTopic(evaluation.ranking, ranked),
    posts: usePanelTopic(evaluation.posts, ofPost),
    trend: usePanelTopic(evaluation.trend, beside(() => ({ ...selection.value, indicator: 'onTimeRate' as const, periods: TREND_PERIODS }))),
    days: usePanelTopic(evaluation.days, beside(() => ({ ...selection.value, indicator: 'shouldClose' as const }))),
    pareto: usePanelTopic(
      evaluation.pareto, beside(() => ({ ...selection.value, by: 'class' as const, count: 'shouldClose' as const, limit: PARETO_ROWS })),
    ),
    funnel: usePanelTopic(evaluation.funnel, beside(() => selection.value)),
    repeats: usePanelTopic(evaluation.repeats, beside(() => ({ ...selection.value, limit: REPEAT_ROWS }))),
    hotSpots: usePanelTopic(
      evaluation.hotSpots,
      computed(() => (isHot.value ? { ...selection.value, filter: hotFilter(board.classes), limit: HOT_ROWS } : null)),
    ),
  }
}
