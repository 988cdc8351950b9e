import type { Contracts } from '#shared/contracts/index.ts'
import { isEvaluated } from '#shared/domain/evaluation/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
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
    behind: behindOf(hall),
  }
}

function behindOf(hall: Hall): Area['behind'] {
  return async ({ indicator, offset, limit, ...selection }) => {
    const span = spanFor(selection.period)
    if (!span.ok) return span
    const page = { offset, limit }
    const { rows, total } = await hall.db.cache.evaluationBehind(
      countBehind(indicator),
      span.value,
      filterOf(selection),
      page,
      hall.time.now(),
    )
    const shown = rows.map(({ lateMs, marks, ...row }) => ({
      ...row,
      marks: [...marks],
      lateMinutes: lateMs === null ? null : Math.round(lateMs / MINUTE_MS),
    }))
    return ok({ rows: shown, total, asOf: hall.link.status().lastContactAt })
  }
}
