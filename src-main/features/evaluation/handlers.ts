import type { Contracts } from '#shared/contracts/index.ts'
import { isEvaluated, stages } from '#shared/domain/evaluation/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import type { CasePage } from '../../db/evaluation-api.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference } from '../reference/index.ts'
import { distributionTopics, figureTopics, seriesTopics } from './board-topics.ts'
import { createBoard } from './board.ts'
import { countBehind } from './figure.ts'
import { rankPost } from './posts.ts'
import { filterOf, spanFor } from './selection.ts'
import { wallTopics } from './wall-topics.ts'

type Area = HandlersOf<Contracts['evaluation']>

const MINUTE_MS = 60_000

export function evaluationHandlers(hall: Hall, reference: Reference): Area {
  const board = createBoard(hall, reference)
  return {
    ...figureTopics(board),
    ...seriesTopics(board),
    ...distributionTopics(board),
    ...wallTopics(board),
    posts: board.topic('posts', async ({ post, period }, { data }) => {
      const span = spanFor(period)
      if (!isEvaluated(post)) return refuse('bad-request', 'post')
      return span.ok ? ok(await rankPost(board.cache, post, span.value, data)) : span
    }),
    ...behindOf(hall),
  }
}

function behindOf(hall: Hall): Pick<Area, 'behind' | 'behindStage'> {
  const { cache } = hall.db
  /** To be asked before the page is read: what arrives meanwhile must not make it look fresher than it is. */
  const freshAt = (): number | null => hall.link.status().freshAt
  const shown = ({ rows, total }: CasePage, asOf: number | null): z.output<Contracts['evaluation']['behind']['out']> => ({
    rows: rows.map(({ lateMs, marks, ...row }) => ({
      ...row,
      marks: [...marks],
      lateMinutes: lateMs === null ? null : Math.round(lateMs / MINUTE_MS),
    })),
    total,
    asOf,
  })
  return {
    behind: async ({ indicator, offset, limit, ...selection }) => {
      const [span, count, filter] = [spanFor(selection.period), countBehind(indicator), filterOf(selection)]
      if (!span.ok) return span
      const asOf = freshAt()
      return ok(shown(await cache.evaluationBehind(count, span.value, filter, { offset, limit }, hall.time.shown()), asOf))
    },
    behindStage: async ({ stage, offset, limit, ...selection }) => {
      const [span, at, filter] = [spanFor(selection.period), stages.indexOf(stage), filterOf(selection)]
      if (!span.ok) return span
      const asOf = freshAt()
      return ok(shown(await cache.evaluationBehindStage(at, span.value, filter, { offset, limit }, hall.time.shown()), asOf))
    },
  }
}
