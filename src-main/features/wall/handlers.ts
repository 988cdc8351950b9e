import type { Contracts } from '#shared/contracts/index.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { WallReply } from '../../lan/wall-words.ts'
import type { Hall } from '../hall/index.ts'
import { hallBounds } from '../map/index.ts'
import type { Conductor, Push } from './conductor.ts'
import { dayStartOf } from './day-start.ts'
import { forVisitors, titleForVisitors } from './for-visitors.ts'
import { OtherWalls } from './other-walls.ts'

type WallPush = Omit<Push, 'visitorTitle' | 'from'>

const PRESSING = 7

export function wallHandlers(hall: Hall, conductor: Conductor): HandlersOf<Contracts['wall']> {
  const bounds = (): Promise<Bbox> => hallBounds(hall)
  /** The conductor, on the ground as it is known now. */
  const here = async (): Promise<Conductor> => conductor.standOn(await bounds())
  const others = new OtherWalls(hall)
  const pushHere = async (push: WallPush, from: SeatId | null): Promise<Result<null>> =>
    conductor.push({ ...push, ...(await titlesOf(hall, push)), from })
  hall.lan?.keepWall(async (from, word) => {
    if (word.do === 'push') await pushHere(word, from)
    if (word.do === 'end') conductor.endPushOf(from)
    return replyTo(from, conductor)
  })
  return {
    figures: {
      watches: ['cases', 'reference', 'outbox', 'clock', 'wall'],
      read: (_, { caller }) => readFigures(hall, caller === 'wall' && conductor.isVisitor),
    },
    pane: {
      watches: ['wall', 'reference', 'map'],
      read: async (window, { pane }) => ok(conductor.view(pane, window, await bounds())),
    },
    clock: () => Promise.resolve(ok({ hostMs: conductor.nowMs })),
    beat: (beat, { pane, isNewest }) => {
      // Two windows that beat as one would look as if it painted: their counts differ.
      if (isNewest) conductor.beat(pane, beat)
      return Promise.resolve(ok(null))
    },
    fit: (fittings) => conductor.fit(fittings),
    desk: {
      watches: ['wall', 'clock', 'reference', 'map'],
      read: async () => ok((await here()).desk(others.list(conductor.pushedBy === 'here'))),
    },
    show: async ({ scene }) => (await here()).show(scene),
    push: async (push) => {
      // A wall elsewhere is told at the same time; what it answers is seen at the desk.
      void others.tell({ do: 'push', ...push })
      return pushHere(push, null)
    },
    undo: () => {
      if (conductor.pushedBy === 'here') void others.tell({ do: 'end' })
      return conductor.undo()
    },
    rotate: async ({ rotation }) => (await here()).rotate(rotation),
    schedule: async ({ schedule }) => (await here()).schedule(schedule),
    handBack: () => conductor.handBack(),
    visitors: ({ mode }) => conductor.setVisitor(mode === 'on'),
    scene: ({ id }) => Promise.resolve(conductor.scene(id)),
    save: async ({ scene, as }) => (await here()).save(scene, as),
    drop: ({ scene }) => conductor.drop(scene),
    restore: async () => (await here()).restore(),
  }
}

/** How this host's wall is, to another host. */
function replyTo(seat: SeatId, conductor: Conductor): WallReply {
  const { panes, scenes, current, rotation } = conductor.desk()
  const there = panes.filter(({ state }) => state !== 'missing')
  const by = conductor.pushedBy
  return {
    panes: there.length,
    alive: there.filter(({ state }) => state === 'alive').length,
    scene: scenes.find(({ id }) => id === current)?.name ?? '',
    rotates: rotation.isOn,
    pushed: by === null ? null : by === seat ? 'yours' : 'another',
  }
}

/** What a push is called on the wall: a case by its kind and place, never a person; the seat's word where the cache has none. */
async function titlesOf(
  hall: Hall,
  { caseId, title }: Pick<Push, 'caseId' | 'title'>,
): Promise<Pick<Push, 'title' | 'visitorTitle'>> {
  const [brief] = caseId === null ? [] : await hall.db.cache.briefs([caseId])
  if (brief === undefined) return { title, visitorTitle: titleForVisitors('', title) }
  const { className, address } = brief
  return { title: `${className} ${address}`.trim().slice(0, 80), visitorTitle: titleForVisitors(className, address) }
}

type Figures = HandlersOf<Contracts['wall']>['figures']

async function readFigures(hall: Hall, isForVisitors: boolean): ReturnType<Figures['read']> {
  const { cache } = hall.db
  // As windows do: no count says 0 overdue beside a limit that is shown as passed.
  const now = hall.time.shown()
  // Before they are read: what arrives meanwhile must not make them look fresher than they are.
  const asOf = hall.link.status().freshAt
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
    ...(isForVisitors && { pending: 0 }),
    pressing: isForVisitors ? pressing.map(forVisitors) : [...pressing],
    asOf,
  })
}
