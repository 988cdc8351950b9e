import type { Contracts } from '#shared/contracts/index.ts'
import { evaluationDay, latenessBuckets, periodOf, spansUpTo, yearBefore } from '#shared/domain/evaluation/index.ts'
import type { Counts } from '#shared/domain/evaluation/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Board } from './board.ts'
import { funnelOf, paretoOf } from './distributions.ts'
import { takeApart, valueOf } from './figure.ts'
import { hotSpotsIn } from './hot-spots.ts'
import { dayValues, daysOfMonth } from './month-days.ts'
import { kindName, memberName } from './names.ts'
import { gridsBy, rank } from './ranking.ts'
import { findScheme } from './scheme-out.ts'
import { comparedWith, filterOf, spanFor } from './selection.ts'

type Area = HandlersOf<Contracts['evaluation']>

/** As many as the contract carries. */
const MOST_CASES = 200
/** Days of one year and the leap day more, so that a year ago is always among them. */
const MOST_PERIODS = 122

export function figureTopics({ cache, topic, counts }: Board): Pick<Area, 'ranking' | 'figure'> {
  return {
    ranking: topic('ranking', async ({ subject, filter, ...arg }, { now, data }) => {
      const span = spanFor(arg.period)
      const compare = arg.compare === null ? ok(null) : spanFor(arg.compare)
      const scheme = findScheme(subject, arg.scheme)
      if (!span.ok) return span
      if (!compare.ok) return compare
      if (!scheme.ok) return scheme
      return ok(await rank(cache, { subject, filter, span: span.value, compare: compare.value, scheme: scheme.value, now }, data))
    }),
    figure: topic('figure', async ({ scope, filter, indicator, ...arg }, { now, data }) => {
      const span = spanFor(arg.period)
      const before = arg.compare === null ? undefined : spanFor(arg.compare)
      const scheme = findScheme(scope.subject, arg.scheme)
      if (!span.ok) return span
      if (before?.ok === false) return before
      if (!scheme.ok) return scheme
      const compare = before?.value ?? comparedWith(span.value, evaluationDay(now))
      const selection = { scope, filter, period: arg.period }
      const [[now1], [then], grids] = await Promise.all([
        counts(selection, [span.value], now),
        counts(selection, [compare], now),
        gridsBy(cache, scope.subject),
      ])
      if (now1 === undefined || then === undefined) throw new Error('a span has counts')
      const all = [...grids.values()].reduce((sum, n) => sum + n, 0)
      return ok(
        takeApart({
          ...{ scope, indicator, compare, span: span.value, scheme: scheme.value, counts: now1, before: then },
          name: scope.id === null ? '' : memberName(scope.subject, scope.id, data),
          grids: scope.id === null ? all : (grids.get(scope.id) ?? 0),
        }),
      )
    }),
  }
}

export function seriesTopics({ topic, counts, cache }: Board): Pick<Area, 'trend' | 'days'> {
  return {
    trend: topic('trend', async ({ indicator, periods, ...selection }, { now }) => {
      const span = spanFor(selection.period)
      if (!span.ok) return span
      const spans = spansUpTo(span.value, periods)
      const first = yearBefore(spans[0] ?? span.value)
      const last = yearBefore(span.value)
      const earlier = spansUpTo(last, MOST_PERIODS).filter(({ from }) => from >= first.from)
      const [values, before] = await Promise.all([counts(selection, spans, now), counts(selection, earlier, now)])
      const then = new Map(earlier.map(({ from }, i) => [from, before[i]]))
      const value = (one: Counts | undefined): number | null => (one === undefined ? null : valueOf(one, indicator))
      return ok({
        indicator,
        points: spans.map((one, i) => ({
          period: periodOf(one),
          value: value(values[i]),
          before: value(then.get(yearBefore(one).from)),
        })),
      })
    }),
    days: topic('days', async ({ indicator, ...selection }, { now, data }) => {
      const span = spanFor(selection.period)
      if (!span.ok) return span
      const days = daysOfMonth(span.value)
      const members = await cache.evaluationCounts(days, selection.scope.subject, filterOf(selection), now)
      return ok({ days: dayValues(days, members, indicator, { calendar: data.calendar, today: evaluationDay(now) }) })
    }),
  }
}

export function distributionTopics({ cache, topic }: Board): Pick<Area, 'pareto' | 'funnel' | 'repeats' | 'hotSpots' | 'lateness'> {
  return {
    pareto: topic('pareto', async ({ by, count, limit, ...selection }, { now, data }) => {
      const span = spanFor(selection.period)
      if (!span.ok) return span
      const members = await cache.evaluationCounts([span.value], by, filterOf(selection), now)
      return ok(paretoOf(members, count, limit, (key) => kindName(by, key, data)))
    }),
    funnel: topic('funnel', async (selection, { data }) => {
      const span = spanFor(selection.period)
      if (!span.ok) return span
      return ok({ stages: funnelOf(await cache.evaluationStages(span.value, filterOf(selection)), data.catalogue) })
    }),
    repeats: topic('repeats', async ({ limit, ...selection }) => {
      const span = spanFor(selection.period)
      if (!span.ok) return span
      const places = await cache.evaluationRepeats(span.value, filterOf(selection), limit)
      return ok({
        rows: places.map(({ cases, ...place }) => ({ ...place, times: cases.length, cases: cases.slice(0, MOST_CASES) })),
      })
    }),
    hotSpots: topic('hotSpots', async ({ limit, ...selection }, { now }) => {
      const span = spanFor(selection.period)
      return span.ok ? ok(await hotSpotsIn(cache, span.value, filterOf(selection), limit, now)) : span
    }),
    lateness: topic('lateness', async (selection, { now }) => {
      const span = spanFor(selection.period)
      if (!span.ok) return span
      const late = await cache.evaluationLateness(span.value, filterOf(selection), now)
      return ok({ total: late.length, buckets: latenessBuckets(late) })
    }),
  }
}
