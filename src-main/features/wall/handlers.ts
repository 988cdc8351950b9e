import type { Contracts } from '#shared/contracts/index.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import { hallBounds } from '../map/index.ts'
import type { Conductor } from './conductor.ts'
import { dayStartOf } from './day-start.ts'

const PRESSING = 7

export function wallHandlers(hall: Hall, conductor: Conductor): HandlersOf<Contracts['wall']> {
  const bounds = (): Promise<Bbox> => hallBounds(hall)
  return {
    figures: { watches: ['cases', 'reference', 'outbox', 'clock'], read: () => readFigures(hall) },
    pane: {
      watches: ['wall', 'reference', 'map'],
      read: async (window, { pane }) => ok(conductor.view(pane, window, await bounds())),
    },
    clock: () => Promise.resolve(ok({ hostMs: conductor.nowMs })),
    beat: (beat, { pane }) => {
      conductor.beat(pane, beat)
      return Promise.resolve(ok(null))
    },
    fit: (fittings) => conductor.fit(fittings),
    desk: { watches: ['wall', 'clock'], read: () => Promise.resolve(ok(conductor.desk())) },
    show: ({ scene }) => conductor.show(scene),
    push: async (push) => conductor.push({ ...push, title: (await titleOf(hall, push.caseId)) ?? push.title }),
    undo: () => conductor.undo(),
    rotate: ({ rotation }) => conductor.rotate(rotation),
    save: ({ scene }) => conductor.save(scene),
  }
}

/** What a pushed case is called on the wall: its kind and place, never a person. Null when it is none or not in the cache. */
async function titleOf(hall: Hall, caseId: CaseId | null): Promise<string | null> {
  const [brief] = caseId === null ? [] : await hall.db.cache.briefs([caseId])
  return brief === undefined ? null : `${brief.className} ${brief.address}`.trim().slice(0, 80)
}

type Figures = HandlersOf<Contracts['wall']>['figures']

async function readFigures(hall: Hall): ReturnType<Figures['read']> {
  const { cache } = hall.db
  const now = hall.time.now()
  const settings = await cache.hallSettings()
  const zoneOffsetMinutes = settings?.zoneOffsetMinutes ?? 480
  const [figures, pressing] = await Promise.all([
    cache.figures(now, dayStartOf(now, zoneOffsetMinutes)),
    cache.pressing(now, PRESSING),
  ])
  return ok({
    hallName: settings?.name ?? '',
    zoneOffsetMinutes,
    ...figures,
    pressing: [...pressing],
    asOf: hall.link.status().lastContactAt,
  })
}
