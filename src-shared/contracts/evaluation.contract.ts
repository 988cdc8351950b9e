// 综合评价: figures of regions, departments and posts, with the arithmetic and the cases behind every one of them. A figure counts
// what this hall sees now, own acts the platform has not confirmed included (`pending` says how many). Nothing personal.
import { Instant } from '#shared/domain/case/case-row.ts'
import { CaseSource, CaseState, Limit, Post } from '#shared/domain/case/terms.ts'
import { GapMark } from '#shared/domain/evaluation/offline-gap.ts'
import { CountName, Level, Outcome, PeriodKind, RateName } from '#shared/domain/evaluation/terms.ts'
import { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, query, topic } from './contract.ts'
import { SchemeOut } from './evaluation-scheme.ts'

/** 'YYYY-MM-DD'. */
const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** `start` may be any day of the period; replies carry its first. */
export const Period = z.object({ kind: PeriodKind, start: IsoDate })
export type Period = z.infer<typeof Period>

/** 部门, or a 区域 by street office or community. */
export const BoardSubject = z.enum(['department', 'street', 'community'])
export type BoardSubject = z.infer<typeof BoardSubject>

/** What a figure is narrowed to; null: not narrowed. */
export const BoardFilter = z.object({
  /** Beginnings of class codes: 'E' events, 'C' components, 'E01' a major, 'E0110' one minor. */
  classes: z.array(z.string().max(16)).max(200).nullable(),
  sources: z.array(CaseSource).max(20).nullable(),
  street: z.string().max(60).nullable(),
  community: z.string().max(60).nullable(),
  department: z.string().max(32).nullable(),
  /** A unit grid's code. */
  grid: z.string().max(24).nullable(),
})
export type BoardFilter = z.infer<typeof BoardFilter>

/** Whose figures: one row of a ranking, or (id null) the whole hall. id '' is the row without a responsible unit or street. */
export const BoardScope = z.object({ subject: BoardSubject, id: z.string().max(60).nullable() })
export type BoardScope = z.infer<typeof BoardScope>

export const CountsOut = z.record(CountName, z.int())
export const RatesOut = z.record(RateName, z.number().nullable())

export const RankingRow = z.object({
  /** Department id, street or community name; '' where none is responsible (无责任单位). */
  id: z.string(),
  name: z.string(),
  counts: CountsOut,
  rates: RatesOut,
  /** 0 to 100; null when a rate it needs has no denominator. */
  score: z.number().nullable(),
  level: Level.nullable(),
  /** From 1; rows of equal score share one, rows without a score stand behind. */
  rank: z.int(),
  /** Rank in the period compared with; null when it had no score there. */
  rankBefore: z.int().nullable(),
  /** On-time closing rate of the 12 periods that end with this one, oldest first. */
  spark: z.array(z.number().nullable()),
})
export type RankingRow = z.infer<typeof RankingRow>

/** Every board says as of when, what of it the platform has not confirmed, and whether it can still change. */
const standing = {
  asOf: Instant.nullable(),
  /** Own acts of this hall in the figures that the platform has not confirmed: 含 N 项未上传. */
  pending: z.int(),
}

export const Ranking = z.object({
  ...standing,
  subject: BoardSubject,
  period: Period,
  /** First day after the period. */
  until: IsoDate,
  compare: Period.nullable(),
  /** So many first days of it stand against a period that is not over; null: all of it. */
  compareDays: z.int().nullable(),
  scheme: SchemeOut,
  rows: z.array(RankingRow),
  total: RankingRow.pick({ counts: true, rates: true, score: true, level: true, spark: true }),
  /** 已封账: the period is over and none of its filed cases is open, so time alone changes nothing any more. */
  closedBooks: z.boolean(),
  /** 含离线办理: cases of the period with steps out of an offline gap; their limits count by the real time of the act. */
  gap: z.object({ cases: z.int(), offline: z.int(), waiting: z.int(), doubtful: z.int() }),
})
export type Ranking = z.infer<typeof Ranking>

/** 岗位: how often, how much of it in time. */
export const PostRanking = z.object({
  ...standing,
  post: Post,
  period: Period,
  scheme: SchemeOut,
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** How many pieces of work there were, by part of the scheme; rates hold the share done as it should be. */
      counts: z.record(z.string(), z.int()),
      rates: z.record(z.string(), z.number().nullable()),
      score: z.number().nullable(),
      level: Level.nullable(),
      rank: z.int(),
    }),
  ),
})
export type PostRanking = z.infer<typeof PostRanking>

/** One count or rate. */
export const Indicator = z.union([CountName, RateName])
export type Indicator = z.infer<typeof Indicator>

export const Trend = z.object({
  ...standing,
  indicator: Indicator,
  /** Oldest first; `before` is the same period one year earlier. */
  points: z.array(z.object({ period: Period, value: z.number().nullable(), before: z.number().nullable() })),
})
export type Trend = z.infer<typeof Trend>

export const MonthDays = z.object({
  ...standing,
  days: z.array(
    z.object({
      date: IsoDate,
      value: z.number().nullable(),
      /** work, rest (weekend or holiday), make-up 补班; the holiday's name. */
      kind: z.enum(['work', 'rest', 'holiday', 'make-up']),
      name: z.string().nullable(),
    }),
  ),
})
export type MonthDays = z.infer<typeof MonthDays>

export const Pareto = z.object({
  ...standing,
  total: z.int(),
  /** Largest first; `cumulative` is the share of everything so far, 0 to 1. */
  rows: z.array(z.object({ key: z.string(), name: z.string(), n: z.int(), cumulative: z.number() })),
  /** 其余: the kinds that did not fit. */
  rest: z.object({ kinds: z.int(), n: z.int() }),
})
export type Pareto = z.infer<typeof Pareto>

export const FunnelStage = z.enum(['reported', 'accepted', 'filed', 'dispatched', 'handled', 'checked', 'closed'])
export type FunnelStage = z.infer<typeof FunnelStage>
export const Funnel = z.object({
  ...standing,
  /** Cases reported in the period that have come so far, in the order of the work. */
  stages: z.array(
    z.object({
      stage: FunnelStage,
      n: z.int(),
      /** Fewer than in the stage before. */
      lost: z.int(),
      /** Median time the stage took, minutes; null for `reported` and where nothing was measured. */
      medianMinutes: z.number().nullable(),
      /** The desk's limit; null where it hangs on the class, or where none runs. */
      limit: Limit.nullable(),
      byClass: z.boolean(),
      /** The median is above the limit. */
      slow: z.boolean(),
    }),
  ),
})
export type Funnel = z.infer<typeof Funnel>

export const Repeats = z.object({
  ...standing,
  rows: z.array(
    z.object({
      address: z.string(),
      lng: z.number(),
      lat: z.number(),
      classCode: z.string(),
      className: z.string(),
      /** How many cases there are in all. */
      times: z.int(),
      /** Median of the days between one and the next. */
      medianDays: z.number(),
      /** The oldest case: at one spot another series may begin after a month of quiet, and this tells them apart. */
      first: CaseId,
      /** The newest 200, the newest first. */
      cases: z.array(CaseId).max(200),
    }),
  ),
})
export type Repeats = z.infer<typeof Repeats>

/** 热点: unit grids by how many cases were reported in them, 不立案 left out. */
export const HotSpots = z.object({
  ...standing,
  period: Period,
  /** Days of the period so far, and of the period before that stand against them. */
  days: z.int(),
  total: z.int(),
  /** Of them without a unit grid. */
  outside: z.int(),
  cells: z.array(z.object({ grid: z.string(), n: z.int() })),
  /** The fullest, the fullest first. */
  rows: z.array(
    z.object({
      grid: z.string(),
      /** Where most of its cases were. */
      address: z.string(),
      street: z.string().nullable(),
      community: z.string().nullable(),
      lng: z.number().nullable(),
      lat: z.number().nullable(),
      /** The class most of them are of, and how many of the newest 200 are. */
      classCode: z.string(),
      className: z.string(),
      ofClass: z.int(),
      n: z.int(),
      /** In as many days of the period before. */
      before: z.int(),
      /** In the 12 periods that end with this one, oldest first. */
      series: z.array(z.int()),
    }),
  ),
})
export type HotSpots = z.infer<typeof HotSpots>

export const Lateness = z.object({
  ...standing,
  total: z.int(),
  /** By how much a limit was passed: up to `upToMinutes` (null: without end). */
  buckets: z.array(z.object({ upToMinutes: z.int().nullable(), n: z.int() })),
})
export type Lateness = z.infer<typeof Lateness>

/** 这个数怎么来的. */
export const Figure = z.object({
  ...standing,
  scope: BoardScope,
  name: z.string(),
  period: Period,
  indicator: Indicator,
  value: z.number().nullable(),
  before: z.number().nullable(),
  compare: Period.nullable(),
  /** So many first days of it stand against a period that is not over; null: all of it. */
  compareDays: z.int().nullable(),
  /** value = numerator / denominator; for a count the numerator is the count and there is no denominator. */
  numerator: z.object({ count: CountName, n: z.int() }),
  denominator: z.object({ count: CountName, n: z.int() }).nullable(),
  /** What the denominator, or the count, is made of; the lines add up to it. None where it is no sum of outcomes. */
  lines: z.array(z.object({ outcome: Outcome, n: z.int() })),
  /** Filed in the period but not in those lines: lines + outside = filed. None where there are no lines. */
  outside: z.array(z.object({ outcome: Outcome, n: z.int() })),
  scheme: SchemeOut,
  /** points = (value or 1 - value) x weight, before rounding; they add up to `score`. */
  points: z.array(
    z.object({
      indicator: z.string(),
      value: z.number().nullable(),
      better: z.enum(['higher', 'lower']),
      weight: z.number(),
      points: z.number().nullable(),
    }),
  ),
  score: z.number().nullable(),
  level: Level.nullable(),
})
export type Figure = z.infer<typeof Figure>

export const BehindCase = z.object({
  id: CaseId,
  no: CaseNo,
  state: CaseState,
  className: z.string(),
  address: z.string(),
  department: z.string().nullable(),
  outcome: Outcome.nullable(),
  /** Past the limit, up to the answer or to now; null when not late. */
  lateMinutes: z.int().nullable(),
  reportedAt: Instant,
  filedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  marks: z.array(GapMark),
})
export type BehindCase = z.infer<typeof BehindCase>

const selection = { scope: BoardScope, period: Period, filter: BoardFilter }
const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) }
const BehindPage = z.object({ rows: z.array(BehindCase), total: z.int(), asOf: Instant.nullable() })

/** The wall's day. */
export const Today = z.object({
  ...standing,
  /** The last 24 hours, oldest first; `usual` is the mean of the same hour over 30 days. The last one is not over. */
  hours: z.array(z.object({ from: Instant, n: z.int(), usual: z.number() })),
  hot: z.array(z.object({ classCode: z.string(), className: z.string(), n: z.int() })),
  today: z.object({
    reported: z.int(),
    filed: z.int(),
    closed: z.int(),
    shouldClose: z.int(),
    onTime: z.int(),
    onTimeRate: z.number().nullable(),
  }),
  yesterday: z.object({ reported: z.int(), filed: z.int(), closed: z.int() }),
})
export type Today = z.infer<typeof Today>

export const Choropleth = z.object({
  ...standing,
  measure: z.enum(['open', 'overdue', 'reported']),
  /** Lower bounds of the steps, ascending; a cell of n stands in the last step whose bound is not above n. */
  steps: z.array(z.int()),
  cells: z.array(z.object({ grid: z.string(), n: z.int(), step: z.int() })),
})
export type Choropleth = z.infer<typeof Choropleth>

/** 热点网格 of the month for a wall: by their road, never by a door or by what somebody has written. */
export const HotGrids = z.object({
  ...standing,
  period: Period,
  days: z.int(),
  rows: z.array(
    HotSpots.shape.rows.element
      .pick({ grid: true, street: true, community: true, className: true, n: true, before: true })
      // '' where the most frequent address names none.
      .extend({ road: z.string() }),
  ),
})
export type HotGrids = z.infer<typeof HotGrids>

export const evaluationContract = {
  /**
   * `compare` null: the period before, as many days of it as have come while the period is not over. `scheme` null: the hall's
   * present one for the subject.
   */
  ranking: topic({
    in: z.object({
      subject: BoardSubject,
      period: Period,
      compare: Period.nullable(),
      filter: BoardFilter,
      scheme: z.string().max(40).nullable(),
    }),
    out: Ranking,
    access: access.shown,
  }),
  /** Inspectors, acceptors, shift leaders and dispatchers; other posts are refused as 'bad-request'. */
  posts: topic({ in: z.object({ post: Post, period: Period }), out: PostRanking, access: access.seat }),
  /** The last `periods` periods up to the one given. */
  trend: topic({
    in: z.object({ ...selection, indicator: Indicator, periods: z.int().min(1).max(120) }),
    out: Trend,
    access: access.shown,
  }),
  /** Every day of the month that holds `period.start`. */
  days: topic({ in: z.object({ ...selection, indicator: Indicator }), out: MonthDays, access: access.shown }),
  /** Distribution of a count over classes or places. */
  pareto: topic({
    in: z.object({
      ...selection,
      by: z.enum(['class', 'street', 'community', 'grid', 'source']),
      count: CountName,
      limit: z.int().min(1).max(200),
    }),
    out: Pareto,
    access: access.shown,
  }),
  funnel: topic({ in: z.object(selection), out: Funnel, access: access.shown }),
  /** 反弹: places where the same minor came back within 30 days and 50 m, three times or more; cases reported in the period. */
  repeats: topic({ in: z.object({ ...selection, limit: z.int().min(1).max(100) }), out: Repeats, access: access.shown }),
  hotSpots: topic({ in: z.object({ ...selection, limit: z.int().min(1).max(100) }), out: HotSpots, access: access.shown }),
  hotGrids: topic({ in: z.object({}), out: HotGrids, access: access.shown }),
  lateness: topic({ in: z.object(selection), out: Lateness, access: access.shown }),
  figure: topic({
    in: z.object({ ...selection, indicator: Indicator, compare: Period.nullable(), scheme: z.string().max(40).nullable() }),
    out: Figure,
    access: access.shown,
  }),
  /** The cases behind a count, or behind the denominator of a rate; the newest first, late ones by lateness. */
  behind: query({
    in: z.object({ ...selection, ...page, indicator: Indicator }),
    out: BehindPage,
    access: access.seat,
  }),
  /** The cases reported in the period that have come to a stage of the funnel or beyond it, the newest first. */
  behindStage: query({ in: z.object({ ...selection, ...page, stage: FunnelStage }), out: BehindPage, access: access.seat }),
  today: topic({ in: z.object({}), out: Today, access: access.shown }),
  /** Cases by unit grid: open or overdue now, or reported in the last `days`. */
  choropleth: topic({
    in: z.object({ measure: z.enum(['open', 'overdue', 'reported']), days: z.int().min(1).max(3660) }),
    out: Choropleth,
    access: access.shown,
  }),
}
