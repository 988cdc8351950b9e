// What evaluation can ask of the cache (ADR 009).
import type { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import type { CaseState } from '#shared/domain/case/terms.ts'
import type {
  CountName,
  Counts,
  EvaluatedPost,
  GapCount,
  GapMark,
  Outcome,
  PersonTallies,
  Span,
} from '#shared/domain/evaluation/index.ts'

/** What cases are narrowed to; null: not narrowed. `classes`: beginnings of class codes. */
export interface FactFilter {
  readonly classes: readonly string[] | null
  readonly sources: readonly string[] | null
  readonly street: string | null
  readonly community: string | null
  readonly department: string | null
  /** A unit grid's code. */
  readonly grid: string | null
}

export type FactDimension = 'department' | 'street' | 'community' | 'grid' | 'class' | 'source'

/** Counts of one member in the span of that index; a member without any case is left out. */
export interface MemberCounts {
  readonly member: string
  readonly span: number
  readonly counts: Counts
}

/** 热点: a unit grid and the cases reported in it. */
export interface HotSpot {
  readonly grid: string
  /** Where most of them were, in words; one of their places. */
  readonly address: string
  readonly street: string | null
  readonly community: string | null
  readonly lng: number | null
  readonly lat: number | null
  /** The class most of them are of. */
  readonly classCode: string
  readonly className: string
  readonly ofClass: number
  readonly n: number
  /** In as many days of the period before. */
  readonly before: number
  /** In each of the periods asked for, oldest first. */
  readonly series: readonly number[]
}

export interface HotSpots {
  readonly total: number
  /** Of them without a unit grid. */
  readonly outside: number
  /** Every unit grid with a case in the last of the spans. */
  readonly cells: readonly { readonly grid: string; readonly n: number }[]
  /** The fullest, the fullest first. */
  readonly rows: readonly HotSpot[]
}

export interface LateCase {
  readonly id: CaseId
  readonly no: CaseNo
  readonly state: CaseState
  readonly className: string
  readonly address: string
  readonly department: string | null
  readonly outcome: Outcome | null
  readonly lateMs: number | null
  readonly reportedAt: number
  readonly filedAt: number | null
  readonly closedAt: number | null
  readonly dueAt: number | null
  /** Of its steps: done offline, not confirmed yet, under a doubtful clock. */
  readonly marks: readonly GapMark[]
}

export interface Page {
  readonly offset: number
  readonly limit: number
}

export interface CasePage {
  readonly rows: readonly LateCase[]
  readonly total: number
}

export interface EvaluationApi {
  /** Counts by member of a dimension, for spans of one kind in order of time. */
  evaluationCounts(spans: readonly Span[], by: FactDimension, filter: FactFilter, now: number): Promise<readonly MemberCounts[]>
  /** How many of the cases reported in the span came to each stage, and the median milliseconds of each stage after the first. */
  evaluationStages(
    span: Span,
    filter: FactFilter,
  ): Promise<{ readonly reached: readonly number[]; readonly medianMs: readonly (number | null)[] }>
  /** Places of repetition among the cases reported in the span, the most frequent first. */
  evaluationRepeats(
    span: Span,
    filter: FactFilter,
    limit: number,
  ): Promise<
    readonly {
      readonly address: string
      readonly lng: number
      readonly lat: number
      readonly classCode: string
      readonly className: string
      readonly medianDays: number
      /** Its oldest case: tells it from a series that began later at the same spot. */
      readonly first: CaseId
      /** All of them, the newest first. */
      readonly cases: readonly CaseId[]
    }[]
  >
  /** Where cases gather in the last of the spans, which follow each other; `before` is compared with it. Without refused ones. */
  evaluationHotSpots(spans: readonly Span[], before: Span, filter: FactFilter, limit: number): Promise<HotSpots>
  /** By how much the late ones of 应结案 are late at `now`, milliseconds. */
  evaluationLateness(span: Span, filter: FactFilter, now: number): Promise<readonly number[]>
  /** The cases behind a count, newest first; late ones by lateness. */
  evaluationBehind(count: CountName, span: Span, filter: FactFilter, page: Page, now: number): Promise<CasePage>
  /** The cases reported in the span that have come to a stage (its place in the funnel) or beyond it, newest first. */
  evaluationBehindStage(stage: number, span: Span, filter: FactFilter, page: Page, now: number): Promise<CasePage>
  /** How many of the cases reported or filed in the span have steps out of an offline gap. */
  evaluationGap(span: Span, filter: FactFilter): Promise<GapCount>
  /** What each person did at a post on the cases reported in the span. */
  evaluationPosts(
    post: EvaluatedPost,
    span: Span,
  ): Promise<readonly { readonly person: string; readonly tallies: PersonTallies }[]>
  /** Cases reported per hour of the last 24, oldest first, with the mean of the same hours of the 30 days before. */
  evaluationHours(now: number): Promise<readonly { readonly from: number; readonly n: number; readonly usual: number }[]>
  /** Cases closed on a day, wherever they count. */
  evaluationClosedOn(day: number): Promise<number>
  /** Cases per unit grid: open or overdue at `now`, or reported from a day on. */
  evaluationGrids(
    measure: 'open' | 'overdue' | 'reported',
    fromDay: number,
    now: number,
  ): Promise<readonly { readonly grid: string; readonly n: number }[]>
  /** Unit grids by the street or community they belong to. */
  evaluationGridCounts(by: 'street' | 'community'): Promise<readonly { readonly member: string; readonly n: number }[]>
  /** `revision` rises with every change of a case; `pending`: own acts in the figures that the platform has not confirmed. */
  evaluationStanding(): Promise<{ readonly revision: number; readonly pending: number; readonly lastFiledDay: number | null }>
}
