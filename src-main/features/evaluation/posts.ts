// 岗位: people of a post by what they did of what came to them.
import type { SchemeOut } from '#shared/contracts/evaluation-scheme.ts'
import type { PostRanking } from '#shared/contracts/evaluation.contract.ts'
import { isVolume, periodOf, postParts, postScore, ranksOf, shareOf, volumeMonths } from '#shared/domain/evaluation/index.ts'
import type { EvaluatedPost, PersonTallies, Span } from '#shared/domain/evaluation/index.ts'
import type { EvaluationApi } from '../../db/evaluation-api.ts'
import type { ReferenceData } from '../reference/index.ts'

export async function rankPost(
  cache: EvaluationApi,
  post: EvaluatedPost,
  span: Span,
  { people }: Pick<ReferenceData, 'people'>,
): Promise<Omit<PostRanking, 'asOf' | 'pending'>> {
  const found = await cache.evaluationPosts(post, span)
  const months = volumeMonths(span.kind)
  const scored = found.map(({ person, tallies }) => ({ person, tallies, ...postScore(post, tallies, months) }))
  const ranks = ranksOf(scored.map(({ score }) => score))
  const rows = scored.map(({ person, tallies, score, level }, i) => ({
    ...{ id: person, name: people.get(person)?.name ?? person, score, level, rank: ranks[i] ?? 0 },
    ...partsOf(post, tallies, months),
  }))
  rows.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
  return { post, period: periodOf(span), scheme: schemeOf(post), rows }
}

function partsOf(
  post: EvaluatedPost,
  tallies: PersonTallies,
  months: number | null,
): { counts: Record<string, number>; rates: Record<string, number | null> } {
  const counts: Record<string, number> = {}
  const rates: Record<string, number | null> = {}
  for (const { measure } of postParts[post]) {
    const tally = tallies[measure] ?? { due: 0, good: 0 }
    if (isVolume(measure)) counts[measure] = tally.due
    else rates[measure] = shareOf(measure, tally, months)
  }
  return { counts, rates }
}

function schemeOf(post: EvaluatedPost): SchemeOut {
  return {
    ...{ id: `post-${post}`, version: '1', nameZh: '岗位评价', nameEn: 'Posts', since: '2026-01-01', own: post === 'inspector' },
    source: 'CJ/T 292、GB/T 30428.4 示例附录；漏报率无记录可据，监督员其余三项按比例补足 100；受理数、派遣数按月计分（全年按 12 个月），日、旬不计此项',
    parts: postParts[post].map(({ measure, weight }) => ({ indicator: measure, weight, better: 'higher' })),
    ...{ rewardFrom: null, denominators: {} },
  }
}
