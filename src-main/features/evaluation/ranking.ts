// 排名: one row for each member, its figures, its score, its place, and how it came there.
import type { BoardFilter, BoardSubject, Ranking, RankingRow } from '#shared/contracts/evaluation.contract.ts'
import {
  addCounts,
  evaluationDay,
  periodOf,
  ranksOf,
  rateOf,
  ratesOf,
  scoreOf,
  spansUpTo,
} from '#shared/domain/evaluation/index.ts'
import type { Counts, Scheme, Span } from '#shared/domain/evaluation/index.ts'
import { isoDateOf } from '#shared/domain/limits/local-day.ts'
import type { EvaluationApi, MemberCounts } from '../../db/evaluation-api.ts'
import type { ReferenceData } from '../reference/index.ts'
import { memberName } from './names.ts'
import { schemeOut } from './scheme-out.ts'
import { compareOut, comparedWith, totalOf } from './selection.ts'

const SPARKS = 12

export interface RankingQuestion {
  readonly subject: BoardSubject
  readonly span: Span
  readonly compare: Span | null
  readonly filter: BoardFilter
  readonly scheme: Scheme
  readonly now: number
}

type Answer = Omit<Ranking, 'asOf' | 'pending'>

export async function rank(cache: EvaluationApi, question: RankingQuestion, reference: ReferenceData): Promise<Answer> {
  const { subject, span, filter, scheme, now } = question
  const spans = spansUpTo(span, SPARKS)
  const compared = question.compare ?? comparedWith(span, evaluationDay(now))
  const [members, before, grids, gap] = await Promise.all([
    cache.evaluationCounts(spans, subject, filter, now),
    cache.evaluationCounts([compared], subject, filter, now),
    gridsBy(cache, subject),
    cache.evaluationGap(span, filter),
  ])
  const present = members.filter((one) => one.span === SPARKS - 1)
  const parts = { question, members, grids, reference }
  // Reported but nowhere yet: that belongs to the whole, not to a row.
  const rows = present.filter(({ counts }) => counts.filed > 0).map(({ member, counts }) => rowOf(member, counts, parts))
  const total = addCounts(present.map(({ counts }) => counts))
  const { score, level } = scoreOf(
    total,
    scheme,
    [...grids.values()].reduce((sum, n) => sum + n, 0),
  )
  return {
    ...{ subject, period: periodOf(span), until: isoDateOf(span.to), ...compareOut(compared), scheme: schemeOut(scheme) },
    rows: withRanks(rows, before, scheme, grids),
    total: {
      counts: total,
      rates: ratesOf(total, scheme.denominators),
      score,
      level,
      spark: sparkOf((at) => totalOf(members, at)),
    },
    gap: { ...gap },
    closedBooks: evaluationDay(now) >= span.to && total.open === 0,
  }
}

interface RowParts {
  readonly question: RankingQuestion
  readonly members: readonly MemberCounts[]
  readonly grids: ReadonlyMap<string, number>
  readonly reference: ReferenceData
}

type Unranked = Omit<RankingRow, 'rank' | 'rankBefore'>

function rowOf(id: string, counts: Counts, { question: { subject, scheme }, members, grids, reference }: RowParts): Unranked {
  const own = members.filter(({ member }) => member === id)
  const { score, level } = scoreOf(counts, scheme, grids.get(id))
  const spark = sparkOf((at) => totalOf(own, at))
  return {
    id,
    name: memberName(subject, id, reference),
    counts,
    rates: ratesOf(counts, scheme.denominators),
    score,
    level,
    spark,
  }
}

/** Best first; without a score by number of cases, the row without anybody last. */
function withRanks(
  rows: readonly Unranked[],
  before: readonly MemberCounts[],
  scheme: Scheme,
  grids: ReadonlyMap<string, number>,
): RankingRow[] {
  const ranks = ranksOf(rows.map(({ score }) => score))
  const scoresBefore = before.map(({ member, counts }) => scoreOf(counts, scheme, grids.get(member)).score)
  const ranksBefore = ranksOf(scoresBefore)
  const rankBefore = new Map(before.map(({ member }, i) => [member, scoresBefore[i] === null ? null : (ranksBefore[i] ?? null)]))
  return rows
    .map((row, i) => ({ ...row, rank: ranks[i] ?? 0, rankBefore: rankBefore.get(row.id) ?? null }))
    .sort(
      (a, b) =>
        a.rank - b.rank || Number(a.id === '') - Number(b.id === '') || b.counts.filed - a.counts.filed || (a.id < b.id ? -1 : 1),
    )
}

function sparkOf(countsAt: (span: number) => Counts): (number | null)[] {
  return Array.from({ length: SPARKS }, (_, at) => rateOf(countsAt(at), 'onTimeRate'))
}

/** Unit grids of each member of a region, for the schemes that ask how many problems there are to a grid. */
export async function gridsBy(cache: EvaluationApi, subject: BoardSubject): Promise<Map<string, number>> {
  if (subject === 'department') return new Map()
  return new Map((await cache.evaluationGridCounts(subject)).map(({ member, n }) => [member, n]))
}
