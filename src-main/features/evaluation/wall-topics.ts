import type { Contracts } from '#shared/contracts/index.ts'
import { evaluationDay, spanOf } from '#shared/domain/evaluation/index.ts'
import { addressForVisitors } from '#shared/domain/wall/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { FactFilter } from '../../db/evaluation-api.ts'
import type { Board } from './board.ts'
import { hotSpotsIn } from './hot-spots.ts'
import { steppedCells, tellToday } from './present.ts'

const wholeHall: FactFilter = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
/** More than any monitor has room for. */
const HOT_GRIDS = 20

export function wallTopics({ cache, topic }: Board): Pick<HandlersOf<Contracts['evaluation']>, 'today' | 'hotGrids' | 'choropleth'> {
  return {
    today: topic('today', async (_arg, { now, data }) => ok(await tellToday(cache, now, data))),
    hotGrids: topic('hotGrids', async (_arg, { now }) => {
      const month = spanOf('month', evaluationDay(now))
      const { period, days, rows } = await hotSpotsIn(cache, month, wholeHall, HOT_GRIDS, now)
      const shown = rows.map(({ grid, street, community, className, n, before, address }) => {
        return { grid, street, community, className, n, before, road: roadOf(address, [street, community]) }
      })
      return ok({ period, days, rows: shown })
    }),
    choropleth: topic('choropleth', async ({ measure, days }, { now }) => {
      const cells = await cache.evaluationGrids(measure, evaluationDay(now) - days + 1, now)
      return ok({ measure, ...steppedCells(cells) })
    }),
  }
}

/** The road of an address that begins with its street office and community, which stand beside it. */
function roadOf(address: string, areas: readonly (string | null)[]): string {
  const known = areas.filter((area) => area !== null)
  return addressForVisitors(known.reduce((rest, area) => (rest.startsWith(area) ? rest.slice(area.length) : rest), address))
}
