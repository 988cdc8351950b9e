import type { Contracts } from '#shared/contracts/index.ts'
import { evaluationDay } from '#shared/domain/evaluation/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Board } from './board.ts'
import { steppedCells, tellToday } from './present.ts'

export function wallTopics({ cache, topic }: Board): Pick<HandlersOf<Contracts['evaluation']>, 'today' | 'choropleth'> {
  return {
    today: topic('today', async (_arg, { now, data }) => ok(await tellToday(cache, now, data))),
    choropleth: topic('choropleth', async ({ measure, days }, { now }) => {
      const cells = await cache.evaluationGrids(measure, evaluationDay(now) - days + 1, now)
      return ok({ measure, ...steppedCells(cells) })
    }),
  }
}
