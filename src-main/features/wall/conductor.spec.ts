import { afterEach, describe, expect, it } from 'vitest'
import { CaseId } from '#shared/kernel/ids.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { aWall, endWalls, four, place } from '#tests/builders/a-wall.ts'
import type { WallKeeper, WallWord } from '../../lan/wall-words.ts'
import { wallHandlers } from './handlers.ts'
import { SETTLE_MS } from './pane-watch.ts'

afterEach(endWalls)

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
