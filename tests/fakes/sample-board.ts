// A month of a county's evaluation, as a host would tell it: invented counts of fourteen departments, scored by the rules of
// the domain.
import type {
  BehindCase, BoardScope, Figure, Funnel, HotSpots, Indicator, MonthDays, Pareto, Period, PostRanking, Ranking, RankingRow,
  Repeats, Today, Trend,
} from '#shared/contracts/evaluation.contract.ts'
import {
  countNames, countOfOutcome, fractionOf, levelOf, Outcome, outcomesOf,
  periodOf, ranksOf, ratesOf, schemeFor, scoreOf, spanOfPeriod, spansUpTo, stepSpan,
} from '#shared/domain/evaluation/index.ts'
import type { CountName, Counts } from '#shared/domain/evaluation/index.ts'
import { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { FakeDesk } from './fake-desk.ts'

type Seed = readonly [
  id: string, name: string, onTime: number, late: number, overdue: number, reworked: number, returned: number, onAccount: number,
  rankBefore: number,
]

const seeds: readonly Seed[] = [
  ['d01', '县环境卫生管理所', 618, 21, 3, 11, 0, 0, 2], ['d02', '县自来水公司', 207, 9, 2, 3, 1, 0, 1], ['d03', '县园林绿化中心', 178, 7, 2, 5, 2, 3, 3],
  ['d04', '县路灯管理所', 91, 4, 1, 2, 1, 0, 6], ['d05', '县渣土管理办公室', 113, 6, 2, 4, 3, 0, 4], ['d06', '县住建局市政工程科', 151, 10, 3, 6, 5, 4, 5],
  ['d07', '城关镇市政管理所', 211, 17, 5, 9, 4, 2, 7], ['d08', '县交警大队', 123, 12, 3, 5, 8, 0, 9], ['d09', '城关镇综合执法队', 712, 83, 16, 31, 2, 0, 8],
  ['d10', '县电信分公司', 47, 8, 2, 2, 3, 1, 10], ['d11', '县燃气公司', 27, 6, 1, 1, 0, 1, 11], ['d12', '县供电公司', 65, 19, 7, 6, 4, 2, 12],
  ['d13', '县广电网络公司', 17, 7, 5, 3, 2, 0, 13], ['', '', 4, 11, 9, 0, 0, 12, 14],
]

export const sampleAsOf = Date.parse('2026-11-01T00:00:00+08:00')

function countsOf([, , onTime, late, overdue, reworked, returned, onAccount]: Seed): Counts {
  const shouldClose = onTime + late + overdue
  const filed = shouldClose + onAccount + 5
  const none = Object.fromEntries(countNames.map((name): [CountName, number] => [name, 0])) as Record<CountName, number>
  return {
    ...none, reported: Math.round(filed * 1.07), notRefused: Math.round(filed * 1.07), accepted: Math.round(filed * 1.05), filed,
    dispatched: filed - 1,
    handled: onTime + late + 2, shouldClose, closed: onTime + late, onTime, late, overdue, notDue: 5, onAccount,
    reworked, reworkedClosed: reworked,
    returned,
    publicReports: Math.round(filed / 9), open: overdue + 5 + onAccount,
  }
}

const summed = (all: readonly Counts[]): Counts =>
  Object.fromEntries(
    countNames.map((name) => [name, all.reduce((sum, counts) => sum + counts[name], 0)]),
  ) as Record<CountName, number>

const wave = (seed: number, at: number): number => Math.sin(seed * 7.3 + at * 1.9) * 0.04

export function sampleRanking(period: Period = { kind: 'month', start: '2026-10-01' }): Ranking {
  const scheme = schemeFor('department', null)
  const span = spanOfPeriod(period)
  if (scheme === undefined || span === undefined) throw new Error('no such period or scheme')
  const figures = (counts: Counts, seed: number): Ranking['total'] => {
    const rates = ratesOf(counts, scheme.denominators)
    const { score } = scoreOf(counts, scheme)
    const { onTimeRate } = rates
    const near = (at: number): number => Math.min(1, Math.max(0, (onTimeRate ?? 0) + wave(seed, at)))
    const spark = Array.from({ length: 12 }, (_, at) => (at === 11 || onTimeRate === null ? onTimeRate : near(at)))
    return { counts, rates, score, level: score === null ? null : levelOf(score), spark }
  }
  const rows = seeds.map((seed, at): Omit<RankingRow, 'rank'> => ({
    id: seed[0], name: seed[1], rankBefore: seed[8], ...figures(countsOf(seed), at),
  }))
  const ranks = ranksOf(rows.map(({ score }) => score))
  const ranked = rows.map((row, at) => ({ ...row, rank: ranks[at] ?? 0 })).toSorted((a, b) => a.rank - b.rank)
  const { appliesTo: _appliesTo, denominators, ...told } = scheme
  return {
    asOf: sampleAsOf, pending: 0, subject: 'department', period: periodOf(span), until: periodOf(stepSpan(span, 1)).start,
    compare: periodOf(stepSpan(span, -1)), compareDays: null,
    scheme: { ...told, parts: [...scheme.parts], denominators: { ...denominators } },
    rows: ranked, total: figures(summed(rows.map(({ counts }) => counts)), 99), closedBooks: true,
    gap: { cases: 12, offline: 12, waiting: 0, doubtful: 1 },
  }
}

const classes = ['暴露垃圾', '占道经营', '店外经营', '非机动车乱停', '道路不洁', '非法小广告', '道路破损', '井盖类', '施工占道']
const perClass = [521, 402, 338, 287, 231, 186, 142, 118, 97]
const classCode = (at: number): string => `E0${String(at)}01`

const places = [
  ['三里河路菜市场东门', '暴露垃圾', 14, 2.1], ['鼓楼街 110–130 号', '店外经营', 12, 2.4], ['春秋路舒城中学南侧', '占道经营', 11, 2],
  ['飞霞路县医院西门', '非机动车乱停', 9, 3.2], ['汽车站出站口', '占道经营', 8, 3.6], ['龙舒路北段工地口', '道路遗撒', 6, 4.5],
] as const

const id = (n: number): CaseId => CaseId.parse(`018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`)

export function sampleBehind(n: number): BehindCase {
  const late = n < 7
  const isOpen = n % 3 === 2 && late
  const reportedAt = sampleAsOf - (n + 3) * 86_400_000
  return {
    id: id(9000 + n), no: CaseNo.parse(`3415232026101400${String(100 + n)}`), state: isOpen ? 'handling' : 'closed',
    className: classes[n % classes.length] ?? '', address: '梅河路', department: '县供电公司',
    outcome: isOpen ? 'overdue' : late ? 'closed-late' : 'closed-on-time', lateMinutes: late ? 4_560 - n * 600 : null,
    reportedAt, filedAt: reportedAt + 600_000, closedAt: isOpen ? null : reportedAt + 86_400_000, dueAt: reportedAt + 43_200_000, marks: n === 1 ? ['offline'] : [],
  }
}

const standing = { asOf: sampleAsOf, pending: 0 }

/** Answers all that a board asks. */
export function serveBoard(fake: FakeDesk): void {
  fake.serve('evaluation', 'ranking', ({ period }) => sampleRanking(period))
  fake.serve('evaluation', 'trend', ({ period, indicator, periods }) => ({ ...standing, indicator, points: trendPoints(period, periods) }))
  fake.serve('evaluation', 'days', ({ period }) => ({ ...standing, days: monthDays(period.start.slice(0, 7)) }))
  fake.serve('evaluation', 'pareto', () => ({ ...standing, ...kinds() }))
  fake.serve('evaluation', 'funnel', () => ({ ...standing, stages: stages() }))
  fake.serve('evaluation', 'repeats', () => ({ ...standing, rows: places.map(repeat) }))
  fake.serve('evaluation', 'hotSpots', ({ period }) => sampleHotSpots(period))
  fake.serve('evaluation', 'hotGrids', () => {
    const { period, days, rows } = sampleHotSpots({ kind: 'month', start: '2026-11-01' })
    const shown = rows.map(({ grid, street, community, className, n, before, address: road }) => {
      return { grid, street, community, className, n, before, road }
    })
    return { ...standing, period, days, rows: shown }
  })
  fake.serve('evaluation', 'lateness', () => ({ ...standing, total: 26, buckets: lateBuckets }))
  fake.serve('evaluation', 'figure', (asked) => sampleFigure(asked))
  fake.serve('evaluation', 'posts', ({ post, period }) => ({ ...standing, post, period, scheme: sampleRanking().scheme, rows: [] }))
  fake.serve('evaluation', 'today', () => ({ ...standing, ...wallDay() }))
  for (const question of ['behind', 'behindStage'] as const)
    fake.answer('evaluation', question, async ({ offset, limit }) => {
      const rows = Array.from({ length: Math.min(limit, 26 - offset) }, (_, at) => sampleBehind(offset + at))
      return ok({ rows, total: 26, asOf: sampleAsOf })
    })
}

/** One acceptor, who sent no check. */
export function samplePosts(period: Period): PostRanking {
  const part = (indicator: string, weight: number) => ({ indicator, weight, better: 'higher' as const })
  const parts = [part('acceptVolume', 25), part('sendVerifyInTime', 40), part('sendCheckInTime', 35)]
  return {
    ...standing, post: 'acceptor', period, scheme: { ...sampleRanking().scheme, parts, rewardFrom: null },
    rows: [{
      id: '1001', name: '王丽', counts: { acceptVolume: 2_010 }, rates: { sendVerifyInTime: 0.8, sendCheckInTime: null },
      score: 87.5, level: 'B', rank: 1,
    }],
  }
}

/** Of 46 reports 30 at the market, 12 at the school, where it was 15, and 4 without a unit grid. */
export function sampleHotSpots(period: Period): HotSpots {
  const place = { street: '城关镇', community: '梅河社区', lng: 116.95, lat: 31.46, classCode: 'E0402', className: '占道经营' }
  const spot = (grid: string, address: string, n: number, before: number): HotSpots['rows'][number] =>
    ({ ...place, grid, address, n, before, ofClass: Math.ceil(n / 2), series: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, before, n] })
  return {
    ...standing, period, days: 20, total: 46, outside: 4,
    cells: [{ grid: '341523001000001', n: 30 }, { grid: '341523001000002', n: 12 }],
    rows: [spot('341523001000001', '早市路口', 30, 21), spot('341523001000002', '一小门口', 12, 15)],
  }
}

const lateBuckets = [
  { upToMinutes: 60, n: 5 }, { upToMinutes: 480, n: 9 }, { upToMinutes: 1440, n: 7 }, { upToMinutes: 4320, n: 4 },
  { upToMinutes: null, n: 1 },
]

function trendPoints(period: Period, periods: number): Trend['points'] {
  const span = spanOfPeriod(period)
  if (span === undefined) throw new Error('no such period')
  return spansUpTo(span, periods).map((one, at) => ({
    period: periodOf(one), value: 0.86 + at * 0.0037 + wave(2, at) / 2, before: 0.82 + at * 0.004 + wave(5, at) / 3,
  }))
}

function monthDays(month: string): MonthDays['days'] {
  return Array.from({ length: 31 }, (_, at) => {
    const date = `${month}-${String(at + 1).padStart(2, '0')}`
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    const kind = at < 7 ? 'holiday' : at === 9 ? 'make-up' : weekday % 6 === 0 ? 'rest' : 'work'
    const usual = { 'holiday': 58, 'rest': 82, 'work': 108, 'make-up': 108 }[kind]
    return { date, value: Math.round(usual + wave(at, at) * 300), kind, name: kind === 'holiday' ? '国庆节' : null }
  })
}

function kinds(): Pick<Pareto, 'total' | 'rows' | 'rest'> {
  const total = 2845
  let sum = 0
  const rows = perClass.map((n, at) => ({ key: classCode(at), name: classes[at] ?? '', n, cumulative: (sum += n) / total }))
  return { total, rows, rest: { kinds: 71, n: total - sum } }
}

const repeat = ([address, className, times, medianDays]: (typeof places)[number], at: number): Repeats['rows'][number] => ({
  address, className, classCode: classCode(at), lng: 116.94 + at / 1000, lat: 31.46, times, medianDays,
  first: id(7000 + at * 20), cases: Array.from({ length: times }, (_, one) => id(7000 + at * 20 + times - 1 - one)),
})

function stages(): Funnel['stages'] {
  const steps = [
    ['reported', 3104, null, 0], ['accepted', 3061, 4, 15], ['filed', 2931, 6, 15], ['dispatched', 2917, 9, 15],
    ['handled', 2809, 312, 0], ['checked', 2796, 41, 30], ['closed', 2779, 8, 15],
  ] as const
  return steps.map(([stage, n, medianMinutes, minutes], at) => ({
    stage, n, lost: (steps[at - 1]?.[1] ?? n) - n, medianMinutes, limit: minutes === 0 ? null : { kind: 'desk-minutes', value: minutes },
    byClass: stage === 'handled', slow: minutes > 0 && (medianMinutes ?? 0) > minutes,
  }))
}

function wallDay(): Omit<Today, 'asOf' | 'pending'> {
  const swing = (at: number, most: number): number => Math.max(0, most + most * Math.sin((at - 6) / 4))
  return {
    hours: Array.from({ length: 24 }, (_, at) => ({
      from: sampleAsOf - (23 - at) * 3_600_000, n: Math.round(swing(at, 8)), usual: swing(at, 6.5),
    })),
    hot: classes.slice(0, 5).map((className, at) => ({ classCode: classCode(at), className, n: 19 - at * 3 })),
    today: { reported: 112, filed: 97, closed: 80, shouldClose: 84, onTime: 80, onTimeRate: 80 / 84 },
    yesterday: { reported: 104, filed: 91, closed: 88 },
  }
}

interface FigureAsked {
  readonly scope: BoardScope
  readonly period: Period
  readonly indicator: Indicator
  readonly compare: Period | null
}

const isCount = (indicator: Indicator): indicator is CountName => (countNames as readonly string[]).includes(indicator)

function sampleFigure({ scope, period, indicator, compare }: FigureAsked): Figure {
  const { rows, total, scheme, compare: usual } = sampleRanking(period)
  const row = scope.id === null ? total : rows.find(({ id: one }) => one === scope.id)
  const parts = schemeFor('department', null)
  if (row === undefined || parts === undefined) throw new Error('no such row')
  const { counts, rates } = row
  const line = (outcome: Outcome): { outcome: Outcome; n: number } => ({ outcome, n: counts[countOfOutcome[outcome]] })
  const [above, below] = isCount(indicator) ? [indicator] : fractionOf(indicator)
  const inside = outcomesOf(below ?? above)
  return {
    ...standing, scope, period, indicator, name: 'name' in row ? String(row.name) : '',
    value: isCount(indicator) ? counts[indicator] : rates[indicator],
    before: isCount(indicator) ? counts[indicator] + 4 : (rates[indicator] ?? 0) + 0.1133, compare: compare ?? usual,
    compareDays: null,
    numerator: { count: above, n: counts[above] }, denominator: below === undefined ? null : { count: below, n: counts[below] },
    lines: inside.map(line), outside: inside.length === 0 ? [] : Outcome.options.filter((one) => !inside.includes(one)).map(line),
    scheme, points: scoreOf(counts, parts).parts.map((part) => ({ ...part })), score: row.score, level: row.level,
  }
}
