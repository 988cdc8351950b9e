import { afterEach, describe, expect, it, vi } from 'vitest'
import { readDisplays } from '#shared/contracts/displays.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { usualLayers } from '#shared/domain/wall/index.ts'
import type { Rotation, SpanScene, TilesScene } from '#shared/domain/wall/index.ts'
import { CaseId } from '#shared/kernel/ids.ts'
import { SOON } from '#tests/builders/patience.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { WallKeeper, WallWord } from '../../lan/wall-words.ts'
import type { Hall } from '../hall/index.ts'
import { Conductor } from './conductor.ts'
import { wallHandlers } from './handlers.ts'
import { PaneWatch, SETTLE_MS } from './pane-watch.ts'

const four = readDisplays('1920x1080+0+0,1920x1080+1920+0,1920x1080+0+1080,1920x1080+1920+1080') ?? []
const bounds: Bbox = [116.9, 31.4, 117, 31.5]
const window = { width: 1920, height: 1080, scale: 1 }
const place = {
  lng: 116.95,
  lat: 31.45,
  caseId: null,
  title: '供水管道破裂 周瑜大道12号',
  visitorTitle: '供水管道破裂 周瑜大道',
  seconds: 60,
  from: null,
}
const open: Conductor[] = []

const panel = { kind: 'ticker', column: 0, row: 0, columns: 12, rows: 12 } as const
const ownScene = (name: string): TilesScene => ({ kind: 'tiles', id: 'new', name, pages: [[panel]] })
const stops: SpanScene['stops'] = [
  { name: '周瑜大道12号', lng: 116.94, lat: 31.45, zoom: 15, seconds: 20 },
  { name: '县医院', lng: 116.96, lat: 31.46, zoom: 15, seconds: 20 },
]
const aTour = (): SpanScene => ({ kind: 'span', id: 'new', name: '巡看', layers: { ...usualLayers, history: true }, stops })
const turns = (...each: [scene: string, seconds: number][]): Rotation => ({
  isOn: true,
  turns: each.map(([scene, seconds]) => ({ scene, seconds })),
})

/** The parts of a hall the conductor uses: its clock, a store of settings, signals. */
async function aWall(kept = new Map<string, string>(), displays = four) {
  const clock = { ms: 100_000, now: Date.parse('2026-11-20T12:00:00+08:00') }
  const lost: string[] = []
  const ledger = {
    getMeta: (key: string) => Promise.resolve(kept.get(key) ?? null),
    setMeta: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
  }
  const hall = {
    db: {
      ledger,
      cache: {
        hallSettings: () => Promise.resolve({ zoneOffsetMinutes: 480, bounds }),
        basemapSettings: () => Promise.resolve(null),
      },
    },
    time: { now: () => clock.now },
    clock: { monotonicMs: () => clock.ms, now: () => 0 },
    signals: { raise: () => undefined },
  } as unknown as Hall
  const conductor = await Conductor.open(hall, (pane, why) => lost.push(`${pane} ${why}`))
  open.push(conductor)
  conductor.setDisplays({ displays, fittings: { bezelMm: 30, pitchMm: 1.25, distanceM: 8 } })
  return { hall, conductor, clock, lost, kept, view: (pane: string | null) => conductor.view(pane, window, bounds) }
}

afterEach(() => {
  for (const conductor of open.splice(0)) conductor.stop()
  vi.useRealTimers()
})

describe('the wall’s conductor', () => {
  it('gives each window its part of one picture, all under the same camera', async () => {
    const { view } = await aWall()

    const views = four.map(({ id }) => view(id))

    expect(views.map(({ part: { x, y } }) => [x, y])).toEqual([
      [0, 0],
      [1944, 0],
      [0, 1104],
      [1944, 1104],
    ])
    expect(new Set(views.map(({ plan }) => JSON.stringify(plan))).size).toBe(1)
    expect(views[0]).toMatchObject({ canvas: { width: 3864, height: 2184 }, unitPx: 30, isMeasured: true, refusal: null })
  })

  it('gives a window that stands on no monitor the whole scene, whatever it calls itself', async () => {
    const { view } = await aWall()

    expect(view(null)).toMatchObject({ pane: null, part: { x: 0, y: 0, width: 1920, height: 1080 } })
    expect(view('d9')).toMatchObject({ pane: null })
  })

  it('shows what is pushed, goes back by itself, or by one step back', async () => {
    const { conductor, clock, view } = await aWall()

    conductor.push(place)
    expect(view('d1')).toMatchObject({
      pushed: { title: '供水管道破裂 周瑜大道12号' },
      plan: { to: { lng: 116.95, lat: 31.45 } },
    })
    clock.ms += 60_001
    conductor.tick()
    expect(view('d1').pushed).toBeNull()

    conductor.push({ ...place, caseId: CaseId.parse('018f0000-0000-7000-8000-000000000001') })
    expect(await conductor.undo()).toEqual({ ok: true, value: null })
    expect(view('d1').pushed).toBeNull()
    expect(await conductor.undo()).toMatchObject({ ok: false, error: { code: 'wall-nothing-to-undo' } })
  })

  it('keeps scene and measures over a restart', async () => {
    const { conductor, kept } = await aWall()
    await conductor.show('tiles')
    await conductor.fit({ pitchMm: 0.9, bezelMm: 2, distanceM: 6 })

    const again = await aWall(kept)

    expect(again.view('d1').scene.kind).toBe('tiles')
    expect(JSON.parse(kept.get('wall') ?? '{}')).toMatchObject({ current: 'tiles' })
  })

  it('starts with what every wall has when what was kept cannot be read', async () => {
    const { view } = await aWall(new Map([['wall', '{"current": 7}']]))

    expect(view('d1').scene.id).toBe('span')
  })

  it('refuses a scene nobody knows and one nobody could read', async () => {
    const { conductor, view } = await aWall()
    await conductor.fit({ pitchMm: 0.63, bezelMm: 0, distanceM: 40 })

    expect(await conductor.show('x')).toMatchObject({ ok: false, error: { code: 'wall-no-scene' } })
    expect(await conductor.show('tiles')).toMatchObject({ ok: false, error: { code: 'wall-illegible' } })
    expect(view('d1')).toMatchObject({ refusal: { code: 'wall-illegible' }, overlay: { figures: null } })
  })

  it('lays the picture out over the rest when a monitor goes, and over all when it is back', async () => {
    const { conductor, view } = await aWall()

    conductor.setDisplays({ displays: four.slice(0, 3), fittings: {} })
    expect(conductor.desk().panes.map(({ state }) => state)).toEqual(['silent', 'silent', 'silent', 'missing'])
    expect(view('d4').pane).toBeNull()

    conductor.setDisplays({ displays: four, fittings: {} })
    expect(view('d4').part).toMatchObject({ x: 1944, y: 1104 })
  })

  it('lets the pages of a missing monitor take their turn on another', async () => {
    const { conductor, view } = await aWall()
    await conductor.show('tiles')
    expect(view('d1').pages).toHaveLength(1)

    conductor.setDisplays({ displays: four.slice(1), fittings: {} })

    expect(
      four
        .slice(1)
        .map(({ id }) => view(id).pages.length)
        .some((pages) => pages === 2),
    ).toBe(true)
  })

  it('turns scenes in their time', async () => {
    const { conductor, clock, view } = await aWall()
    await conductor.rotate(turns(['span', 30], ['tiles', 90]))

    clock.ms += 30_001
    conductor.tick()

    await vi.waitFor(() => expect(view('d1').scene.id).toBe('tiles'), SOON)
    clock.ms += 89_000
    conductor.tick()
    expect(view('d1').scene.id).toBe('tiles')
    clock.ms += 1_001
    conductor.tick()
    await vi.waitFor(() => expect(view('d1').scene.id).toBe('span'), SOON)
    expect(await conductor.rotate(turns(['span', 30], ['x', 30]))).toMatchObject({ error: { code: 'wall-no-scene', detail: 'x' } })
    expect(conductor.desk().rotation).toEqual(turns(['span', 30], ['tiles', 90]))
  })

  it('begins a rotation at once where something else is shown, passes over what cannot be read, and keeps it when it is off', async () => {
    const { conductor, clock, kept, view } = await aWall()
    const one = await conductor.save(ownScene('早会'), 'new')
    await conductor.save(ownScene('晚会'), 'new')
    expect(one).toEqual({ ok: true, value: { id: 'own-1' } })

    await conductor.rotate(turns(['own-1', 30], ['tiles', 30], ['own-2', 30]))
    expect(view('d1').scene.name).toBe('早会')
    await conductor.fit({ pitchMm: 1.25, bezelMm: 0, distanceM: 14 })
    expect(conductor.desk().scenes.filter(({ refusal }) => refusal !== null).map(({ id }) => id)).toEqual(['tiles'])
    clock.ms += 30_001
    conductor.tick()

    await vi.waitFor(() => expect(view('d1').scene.name).toBe('晚会'), SOON)
    const off = { ...conductor.desk().rotation, isOn: false }
    await conductor.fit({ pitchMm: 1.25, bezelMm: 0, distanceM: 8 })
    await conductor.rotate(off)
    clock.ms += 3_600_000
    conductor.tick()
    expect((await aWall(kept)).conductor.desk()).toMatchObject({ rotation: off, current: 'own-2' })
  })

  it('keeps scenes of its own over a restart, and the last good one when a change is refused', async () => {
    const { conductor, kept, view } = await aWall()
    await conductor.save(ownScene('早会'), 'new')
    await conductor.show('own-1')
    const small = { ...ownScene('早会'), id: 'own-1', pages: [[{ ...panel, columns: 1 }]] }

    expect(await conductor.save(small, 'same')).toMatchObject({ error: { code: 'wall-illegible' } })
    expect(await conductor.save({ ...small, name: '' }, 'same')).toMatchObject({ error: { code: 'wall-scene-wrong', detail: 'name' } })
    expect(await conductor.save({ ...ownScene('晨会'), id: 'own-1' }, 'same')).toMatchObject({ ok: true })
    expect(view('d1').scene.name).toBe('晨会')

    const again = await aWall(kept)
    expect(again.conductor.scene('own-1')).toEqual({ ok: true, value: { ...ownScene('晨会'), id: 'own-1' } })
    expect(again.conductor.desk().spare).toEqual({ id: 'own-1', name: '早会' })
    await again.conductor.restore()
    expect(again.view('d1').scene.name).toBe('早会')
  })

  it('shows the first scene when the one it shows is deleted, and can have it back after a restart', async () => {
    const { conductor, kept, view } = await aWall()
    await conductor.save(ownScene('早会'), 'new')
    await conductor.show('own-1')
    await conductor.show('tiles')
    await conductor.show('own-1')

    expect(await conductor.drop('own-1')).toEqual({ ok: true, value: null })
    expect(view('d1').scene.id).toBe('span')
    await conductor.undo()
    expect(view('d1').scene.id).toBe('tiles')
    const again = await aWall(kept)
    await again.conductor.restore()
    expect(await again.conductor.show('own-1')).toEqual({ ok: true, value: null })
    expect(again.conductor.desk().scenes.at(-1)).toMatchObject({ id: 'own-1', name: '早会', isOwn: true })
  })

  it('does not keep what cannot be written', async () => {
    const { conductor, kept } = await aWall()
    kept.set = () => {
      throw new Error('full')
    }

    await expect(conductor.save(ownScene('早会'), 'new')).rejects.toThrow('full')
    expect(conductor.desk().scenes).toHaveLength(2)
  })

  it('shows the scene of the hour, lets a person choose another until the next slot begins, or until it is handed back', async () => {
    const { conductor, clock, view } = await aWall()
    const shown = (): string => view('d1').scene.id
    const at = async (time: string, scene: string): Promise<void> => {
      clock.now = Date.parse(`2026-11-20T${time}:00+08:00`)
      await vi.waitFor(() => {
        conductor.tick()
        expect(shown()).toBe(scene)
      }, 30_000)
    }
    const schedule = [
      { fromMinute: 450, scene: 'tiles' },
      { fromMinute: 1_200, scene: 'span' },
    ]

    expect(await conductor.schedule(schedule)).toEqual({ ok: true, value: null })
    expect(shown()).toBe('tiles')
    await at('20:00', 'span')

    await conductor.show('tiles')
    expect(conductor.desk()).toMatchObject({ current: 'tiles', isByHand: true, schedule })
    await at('23:59', 'tiles')
    expect(await conductor.handBack()).toEqual({ ok: true, value: null })
    expect(conductor.desk()).toMatchObject({ current: 'span', isByHand: false })

    await conductor.show('tiles')
    await conductor.undo()
    clock.now = Date.parse('2026-11-21T07:30:00+08:00')
    await vi.waitFor(() => {
      conductor.tick()
      expect(conductor.desk()).toMatchObject({ current: 'tiles', isByHand: false })
    }, 30_000)
  })

  it('takes no schedule of scenes that nobody knows or could read, and keeps a good one over a restart', async () => {
    const { conductor, kept } = await aWall()
    await conductor.schedule([{ fromMinute: 0, scene: 'span' }])

    expect(await conductor.schedule([{ fromMinute: 0, scene: 'x' }])).toMatchObject({
      ok: false,
      error: { code: 'wall-no-scene' },
    })
    await conductor.fit({ pitchMm: 0.63, bezelMm: 0, distanceM: 40 })
    expect(await conductor.schedule([{ fromMinute: 0, scene: 'tiles' }])).toMatchObject({
      ok: false,
      error: { code: 'wall-illegible' },
    })
    expect((await aWall(kept)).conductor.desk().schedule).toEqual([{ fromMinute: 0, scene: 'span' }])
  })

  it('leaves the schedule alone while something is pushed', async () => {
    const { conductor, clock, view } = await aWall()
    await conductor.schedule([
      { fromMinute: 0, scene: 'span' },
      { fromMinute: 780, scene: 'tiles' },
    ])
    conductor.push(place)

    clock.now = Date.parse('2026-11-20T13:00:00+08:00')
    conductor.tick()
    await Promise.resolve()
    expect(view('d1')).toMatchObject({ scene: { id: 'span' }, pushed: { title: place.title } })

    await conductor.undo()
    await vi.waitFor(() => {
      conductor.tick()
      expect(view('d1').scene.id).toBe('tiles')
    }, 30_000)
  })

  it('tells strangers no door, also after a restart', async () => {
    const { conductor, kept, view } = await aWall()
    conductor.push(place)

    await conductor.setVisitor(true)
    expect(view('d1')).toMatchObject({ isVisitor: true, pushed: { title: '供水管道破裂 周瑜大道' } })
    expect(view('d1').pushed).not.toHaveProperty('visitorTitle')
    expect((await aWall(kept)).view('d1').isVisitor).toBe(true)

    await conductor.setVisitor(false)
    expect(view('d1')).toMatchObject({ isVisitor: false, pushed: { title: place.title } })
  })

  it('leads the camera of a scene of its own from stop to stop, past a push, and over a restart', async () => {
    const { conductor, clock, kept, view } = await aWall()
    view('d1')
    await conductor.save(aTour(), 'new')
    await conductor.show('own-1')
    const isAt = (n: number): void => {
      expect(conductor.desk().stop).toMatchObject({ at: n, of: 2 })
      expect(view('d1')).toMatchObject({ plan: { to: { lng: stops[n - 1]?.lng } }, stop: stops[n - 1]?.name, layers: { history: true } })
    }
    const rest = (): void => {
      clock.ms += 30_000
      conductor.tick()
    }

    isAt(1)
    rest()
    isAt(2)
    expect(new Set(four.map(({ id }) => JSON.stringify(view(id).plan))).size).toBe(1)
    conductor.push(place)
    rest()
    expect(view('d1')).toMatchObject({ stop: null, plan: { to: { lng: place.lng } } })
    await conductor.undo()
    isAt(2)

    const again = await aWall(kept)
    expect(again.view('d1')).toMatchObject({ scene: { id: 'own-1' }, plan: { way: 'stand', to: { lng: stops[0]?.lng } } })
  })

  it('lets a rotation end a camera’s round, and strangers read no more of a stop than the road', async () => {
    const { conductor, clock, view } = await aWall()
    view('d1')
    await conductor.save(aTour(), 'new')
    await conductor.rotate(turns(['own-1', 40], ['tiles', 40]))

    await conductor.setVisitor(true)
    expect(view('d1')).toMatchObject({ scene: { id: 'own-1' }, stop: '周瑜大道' })
    clock.ms += 30_000
    conductor.tick()
    expect([view('d1').stop, conductor.desk().stop?.at]).toEqual([null, 2])
    clock.ms += 10_001
    conductor.tick()

    await vi.waitFor(() => expect([view('d1').scene.id, conductor.desk().stop]).toEqual(['tiles', null]), SOON)
  })

  it('neither keeps nor shows a camera that leaves the hall’s ground, nor what it cannot read', async () => {
    const stray = { ...aTour(), id: 'own-7', stops: [{ ...stops[0], name: '别处', lng: 100 }] }
    const broken = { ...aTour(), id: 'own-8', name: '坏的', stops: [{ ...stops[0], seconds: -1 }] }
    const { conductor, view } = await aWall(new Map([['wall', JSON.stringify({ current: 'own-7', own: [stray, broken] })]]))

    expect(view('d1')).toMatchObject({ refusal: { code: 'wall-stop-outside', detail: 'stops.0: 别处' }, stop: null, overlay: { figures: null } })
    expect(view('d1').plan.to.lng).toBeCloseTo(116.95, 1)
    expect(conductor.desk()).toMatchObject({ stop: null, unread: [{ name: '坏的', detail: 'stops.0.seconds' }] })
    expect(await conductor.show('own-7')).toMatchObject({ error: { code: 'wall-stop-outside' } })
    expect(await conductor.show('own-8')).toMatchObject({ error: { code: 'wall-no-scene' } })
    expect(await conductor.save({ ...aTour(), name: '新的', stops: [{ ...stops[0]!, lng: 100 }] }, 'new')).toMatchObject({ error: { code: 'wall-stop-outside' } })
  })

  it('shows what another host of the hall pushes, which that host alone takes back from afar, and passes its own on', async () => {
    const { hall, conductor, view } = await aWall()
    const said: WallWord['do'][] = []
    let keeper: WallKeeper | undefined
    const lan = {
      keepWall: (one: WallKeeper) => void (keeper = one),
      tellWalls: (word: WallWord) => {
        said.push(word.do)
        return Promise.resolve([])
      },
    }
    const desk = wallHandlers({ ...hall, lan } as never, conductor)
    const hear = (seat: string, word: WallWord): ReturnType<WallKeeper> | undefined => keeper?.(seat as SeatId, word)
    const word = { lng: place.lng, lat: place.lat, caseId: null, title: '周瑜大道', seconds: 60 }

    expect(await hear('2', { do: 'push', ...word })).toEqual({ panes: 4, alive: 0, scene: '日间一图', rotates: false, pushed: 'yours' })
    expect(await hear('3', { do: 'end' })).toMatchObject({ pushed: 'another' })
    expect(view('d1').pushed).toMatchObject({ title: '周瑜大道' })
    expect(view('d1').pushed).not.toHaveProperty('from')
    expect(await hear('2', { do: 'end' })).toMatchObject({ pushed: null })

    await hear('2', { do: 'push', ...word })
    await desk.undo({}, {} as never)
    await desk.push(word, {} as never)
    await desk.undo({}, {} as never)
    expect(said).toEqual(['push', 'end'])
  })

  it('asks for a new window where one is silent', async () => {
    const { conductor, clock, lost } = await aWall()
    clock.ms += SETTLE_MS
    for (const { id } of four.slice(1)) conductor.beat(id, { painted: 1, clockErrorMs: 0.2 })

    conductor.tick()

    expect(lost).toEqual(['d1 silent'])
    expect(conductor.desk().panes.map(({ state, replaced }) => `${state} ${replaced}`)).toEqual([
      'silent 1',
      'alive 0',
      'alive 0',
      'alive 0',
    ])
  })
})

describe('the watch over panes', () => {
  it('tells one that stands still from one that lives, and leaves a fresh one time to come up', () => {
    const watch = new PaneWatch()
    watch.expect(['d1'], 0)
    for (let second = 0; second <= 40; second += 1)
      watch.beat('d1', { painted: Math.min(second, 25), clockErrorMs: null }, second * 1_000)

    expect(watch.lost(30_000)).toEqual([])
    expect(watch.lost(40_000)).toEqual([{ pane: 'd1', why: 'stuck' }])
    expect(watch.lost(41_000)).toEqual([])
    watch.beat('d1', { painted: 0, clockErrorMs: 0.1 }, 42_000)
    expect(watch.states(['d1', 'd2'], 42_000)).toEqual([
      { pane: 'd1', state: 'alive', clockErrorMs: 0.1, replaced: 1 },
      { pane: 'd2', state: 'missing', clockErrorMs: null, replaced: 0 },
    ])
  })

  it('leaves a machine that brings no window up in time in peace longer and longer, until one has lived', () => {
    const watch = new PaneWatch()
    watch.expect(['d1'], 0)
    const replacedAt: number[] = []
    const lookUntil = (from: number, to: number, beats: (second: number) => boolean): void => {
      for (let second = from; second < to; second += 1) {
        if (beats(second)) watch.beat('d1', { painted: second, clockErrorMs: null }, second * 1_000)
        if (watch.lost(second * 1_000).length > 0) replacedAt.push(second)
      }
    }

    lookUntil(0, 200, () => false)
    lookUntil(200, 400, () => true)
    lookUntil(400, 407, () => false)

    expect(replacedAt).toEqual([20, 60, 140, 405])
  })
})
