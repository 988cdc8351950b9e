import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDisplays } from './display.ts'
import { dropOwn, MOST_OWN_SCENES, restoreOwn, saveOwn } from './own-scenes.ts'
import type { OwnScenes } from './own-scenes.ts'
import { faultsOf, movePanel, resizePanel, roomFor } from './page-layout.ts'
import { nextTurn, noRotation, Rotation } from './rotation.ts'
import { GRID_COLUMNS, GRID_ROWS, PanelKind, Scene } from './scene.ts'
import type { Panel, TilesScene } from './scene.ts'

const map: Panel = { kind: 'map', column: 0, row: 0, columns: 6, rows: 12 }
const aScene = (more: Partial<TilesScene> = {}): TilesScene => ({
  ...{ kind: 'tiles', id: 'own-1', name: '夜班', pages: [[map]] },
  ...more,
})
const none: OwnScenes = { own: [], spare: null }
const plans = { schedule: [], rotation: noRotation }

function kept(...scenes: Scene[]): OwnScenes {
  return { own: scenes, spare: null }
}

describe('a scene of one’s own', () => {
  it('gets an id of its own, and a name without the blanks round it', () => {
    expect(saveOwn(kept(aScene()), aScene({ id: 'tiles', name: ' 早会 ' }), 'new')).toMatchObject({
      value: { id: 'own-2', scenes: { own: [{ id: 'own-1' }, { id: 'own-2', name: '早会' }], spare: null } },
    })
  })

  it.each([
    ['a blank name', aScene({ name: '   ' }), 'wall-scene-wrong', 'name'],
    ['a name nobody can see', aScene({ name: '夜\u0000班' }), 'wall-scene-wrong', 'name'],
    ['a name that is taken', aScene({ name: '日间一图' }), 'wall-scene-wrong', 'name: 日间一图'],
    ['panels on each other', aScene({ pages: [[map], [map, { ...map, column: 5 }]] }), 'wall-scene-wrong', 'pages.1.0: map'],
    ['a panel beyond the edge', aScene({ pages: [[{ ...map, column: 7 }]] }), 'wall-scene-wrong', 'pages.0.0: map'],
    ['what every wall has', aScene({ id: 'span' }), 'wall-scene-fixed', 'span'],
    ['what nobody has made', aScene({ id: 'own-9' }), 'wall-no-scene', 'own-9'],
  ])('is refused with %s, and the one that was there stays', (_, scene, code, detail) => {
    expect(saveOwn(kept(aScene()), scene, 'same')).toEqual({ ok: false, error: { code, detail } })
  })

  it('finds no room beyond thirty', () => {
    const full = kept(...Array.from({ length: MOST_OWN_SCENES }, (_, at) => aScene({ id: `own-${at}`, name: `场景 ${at}` })))

    expect(saveOwn(full, aScene({ name: '又一个' }), 'new')).toMatchObject({ error: { code: 'wall-scenes-full', detail: '30' } })
  })

  it('changed or deleted can be brought back, and the bringing back too', () => {
    const changed = saveOwn(kept(aScene()), aScene({ name: '夜间' }), 'same')
    const scenes = changed.ok ? changed.value.scenes : none
    const back = restoreOwn(scenes)
    const dropped = dropOwn(kept(aScene()), 'own-1', plans)

    expect(scenes).toMatchObject({ own: [{ name: '夜间' }], spare: { name: '夜班' } })
    expect(back).toMatchObject({ value: { own: [{ name: '夜班' }], spare: { name: '夜间' } } })
    expect(restoreOwn(dropped.ok ? dropped.value : none)).toEqual({ ok: true, value: { own: [aScene()], spare: null } })
    expect(restoreOwn(none)).toMatchObject({ error: { code: 'wall-nothing-to-undo' } })
  })

  it('that is still planned is not deleted; the plan is named', () => {
    const schedule = [{ fromMinute: 0, scene: 'own-1' }]
    const rotation: Rotation = { isOn: false, turns: [{ scene: 'span', seconds: 60 }, { scene: 'own-1', seconds: 60 }] }

    expect(dropOwn(kept(aScene()), 'own-1', { schedule, rotation })).toMatchObject({
      error: { code: 'wall-scene-in-use', detail: 'schedule.0' },
    })
    expect(dropOwn(kept(aScene()), 'own-1', { schedule: [], rotation })).toMatchObject({
      error: { code: 'wall-scene-in-use', detail: 'rotation.turns.1' },
    })
    expect(dropOwn(none, 'tiles', plans)).toMatchObject({ error: { code: 'wall-scene-fixed' } })
    expect(dropOwn(none, 'own-1', plans)).toMatchObject({ error: { code: 'wall-no-scene' } })
  })
})

describe('a panel moved by hand', () => {
  const step = fc.record({ columns: fc.integer({ min: -30, max: 30 }), rows: fc.integer({ min: -30, max: 30 }) })

  it('never leaves the grid, wherever it is moved and however it is resized', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), step), { maxLength: 20 }), (steps) => {
        const end = steps.reduce<Panel>((panel, [isMove, by]) => (isMove ? movePanel(panel, by) : resizePanel(panel, by)), map)

        expect(Scene.safeParse(aScene({ pages: [[end]] })).success).toBe(true)
        expect(end.column + end.columns).toBeLessThanOrEqual(GRID_COLUMNS)
        expect(end.row + end.rows).toBeLessThanOrEqual(GRID_ROWS)
      }),
    )
  })

  it('onto another one is wrong on both; too small, it says how many pixels are missing', () => {
    const [monitor] = readDisplays('1920x1080+0+0') ?? []
    const small: Panel = { kind: 'ticker', column: 11, row: 0, columns: 1, rows: 12 }
    const faults = faultsOf([map, { ...map, column: 5 }, small], monitor!, 19)

    expect(faults.map(({ isMisplaced }) => isMisplaced)).toEqual([true, true, false])
    expect(faults[2]?.shortage).toMatchObject({ what: 'ticker', across: 'width', needPx: 342 })
  })

  it('is added where it is free and can be read, or not at all', () => {
    const monitor = { width: 1920, height: 1080 }
    for (const kind of PanelKind.options) {
      const room = roomFor(kind, [], monitor, 19)
      expect(room).toMatchObject({ kind, column: 0, row: 0 })
      expect(faultsOf([room!], monitor, 19)).toEqual([{ isMisplaced: false, shortage: null }])
    }

    expect(roomFor('map', [map], monitor, 19)).toMatchObject({ column: 6 })
    expect(roomFor('kpi', [map], monitor, 19)).toBeUndefined()
    expect(roomFor('map', [], { width: 320, height: 200 }, 60)).toBeUndefined()
  })
})

describe('a rotation', () => {
  const turns = ['span', 'own-1', 'span', 'gone'].map((scene) => ({ scene, seconds: 30 }))

  it('goes on from turn to turn and begins again, past what cannot be shown', () => {
    const canShow = (scene: string): boolean => scene !== 'gone'

    expect([-1, 0, 1, 2, 3].map((at) => nextTurn(turns, at, canShow))).toEqual([0, 1, 2, 0, 0])
    expect(nextTurn(turns, 1, (scene) => scene === 'own-1')).toBeUndefined()
    expect(nextTurn([], -1, canShow)).toBeUndefined()
  })

  it('that is on has two turns at least, each of ten seconds to an hour', () => {
    const reads = (isOn: boolean, ...seconds: number[]): boolean =>
      Rotation.safeParse({ isOn, turns: seconds.map((one) => ({ scene: 'span', seconds: one })) }).success

    expect([reads(true, 10, 3_600), reads(false, 10), reads(false)]).toEqual([true, true, true])
    expect([reads(true, 10), reads(true, 9, 60), reads(true, 60, 3_601), reads(true, 10.5, 60), reads(true, NaN, 60)]).toEqual(
      Array<boolean>(5).fill(false),
    )
    expect(reads(false, ...Array<number>(21).fill(60))).toBe(false)
  })
})
