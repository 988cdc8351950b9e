import { array, assert, constantFrom, integer, property, subarray, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkScene } from './check-scene.ts'
import { estimateClock } from './clock-sync.ts'
import { readDisplays } from './display.ts'
import { boxOf, figureKeys, overlaysOf } from './frame.ts'
import { rowsThatFit, unitPx } from './legibility.ts'
import { paneInTurn, sharePanes } from './panes.ts'
import { misplaced, standingScenes } from './scene.ts'
import { spanOf } from './span.ts'

const four = readDisplays('1920x1080+0+0,1920x1080+1920+0,1920x1080+0+1080,1920x1080+1920+1080') ?? []
const fittings = { pitchMm: 1.25, bezelMm: 30, distanceM: 8 }

describe('type on the wall', () => {
  it.each([
    [1.25, 5, 19],
    [1.25, 8, 30],
    [1.25, 12, 45],
    [0.9, 8, 42],
    [0.63, 5, 37],
    [0.63, 8, 60],
  ])('of pitch %d mm read from %d m has a unit of %i px', (pitchMm, distanceM, px) => {
    expect(unitPx({ pitchMm, distanceM })).toBe(px)
  })

  it('has fewer rows in a low room, never smaller ones', () => {
    expect([400, 200, 50, 0].map((height) => rowsThatFit(height, 2.6, 3.6, 30))).toEqual([2, 1, 0, 0])
  })
})

describe('the overlays of a span', () => {
  it('stand whole on one monitor each: strip above, list upper right, legend and sources below', () => {
    const overlays = overlaysOf(spanOf(four, fittings))

    expect(overlays.get('d1')).toEqual({
      figures: ['reported', 'filed'],
      title: true,
      list: false,
      legend: false,
      sources: false,
    })
    expect(overlays.get('d2')).toEqual({
      figures: ['closed', 'open', 'overdue', 'emergency'],
      title: false,
      list: true,
      legend: false,
      sources: false,
    })
    expect(overlays.get('d3')).toMatchObject({ figures: null, legend: true, sources: false })
    expect(overlays.get('d4')).toMatchObject({ figures: null, legend: false, sources: true })
  })

  it.each(['1920x1080+0+0', '800x600+0+0,800x600+800+0,800x600+1600+0', '1920x1080+0+0,1920x1080+0+1080'])(
    'of %s show every figure once',
    (text) => {
      const overlays = [...overlaysOf(spanOf(readDisplays(text) ?? [], fittings)).values()]

      expect(overlays.flatMap(({ figures }) => figures ?? [])).toEqual(figureKeys)
      for (const key of ['title', 'list', 'legend', 'sources'] as const)
        expect(overlays.filter((one) => one[key])).toHaveLength(1)
    },
  )
})

describe('a scene', () => {
  const span = spanOf(four, fittings)

  it('is shown where it can be read', () => {
    for (const scene of standingScenes(4)) expect(checkScene(scene, four, span, unitPx(fittings)).ok).toBe(true)
    expect(checkScene(standingScenes(1)[1]!, four.slice(0, 1), spanOf(four.slice(0, 1), fittings), 19).ok).toBe(true)
  })

  it('that cannot be read is refused with the pixels it needs', () => {
    const refused = standingScenes(4).map((scene) => checkScene(scene, four, span, unitPx({ pitchMm: 0.63, distanceM: 30 })))

    for (const verdict of refused)
      expect(verdict).toMatchObject({
        ok: false,
        error: { code: 'wall-illegible', detail: expect.stringMatching(/\d+ px > \d+ px/) as string },
      })
  })

  it('with panels on each other is refused', () => {
    const panel = { kind: 'map', column: 0, row: 0, columns: 8, rows: 8 } as const
    const scene = { kind: 'tiles', id: 'x', name: 'x', pages: [[panel, { ...panel, column: 7, columns: 5 }]] } as const

    expect(misplaced(scene.pages[0] as never)).toBe(0)
    expect(checkScene(scene as never, four.slice(0, 1), span, 19)).toMatchObject({
      ok: false,
      error: { code: 'wall-scene-wrong', detail: 'pages.0.0: map' },
    })
  })

  it('of tiles ends at the margins, a gap apart', () => {
    const room = { width: 1920, height: 1080 }
    const left = boxOf({ kind: 'ticker', column: 0, row: 2, columns: 4, rows: 10 }, room, 19)
    const right = boxOf({ kind: 'trend', column: 8, row: 2, columns: 4, rows: 10 }, room, 19)

    expect([left.x, right.x + right.width, left.y + left.height]).toEqual([24, 1896, 1056])
    expect(boxOf({ kind: 'ranking', column: 4, row: 2, columns: 4, rows: 10 }, room, 19).x - (left.x + left.width)).toBe(12)
  })
})

describe('panes', () => {
  const homes = ['d1', 'd2', 'd3', 'd4']

  it('are all shown by those monitors that are there, each its own first', () => {
    assert(
      property(subarray(homes, { minLength: 1 }), (present) => {
        const shared = sharePanes(homes, present)

        expect([...shared.values()].flat().toSorted()).toEqual(homes)
        for (const id of present) expect(shared.get(id)?.[0]).toBe(id)
        const counts = [...shared.values()].map(({ length }) => length)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('go home when their monitor is back', () => {
    expect(sharePanes(homes, ['d1', 'd2', 'd3']).get('d1')).toEqual(['d1', 'd4'])
    expect(sharePanes(homes, homes).get('d1')).toEqual(['d1'])
    expect(sharePanes(homes, []).size).toBe(0)
  })

  it('on one monitor are shown in turn', () => {
    expect([0, 19_999, 20_000, 40_000].map((at) => paneInTurn(['a', 'b'], at, 20_000))).toEqual(['a', 'a', 'b', 'a'])
    expect(paneInTurn([], 5, 20_000)).toBeUndefined()
  })
})

describe('the host’s clock in a window', () => {
  it('is known within half the shortest round, whatever the network did', () => {
    const rounds = array(tuple(integer({ min: 0, max: 200 }), integer({ min: 0, max: 200 })), { minLength: 1, maxLength: 12 })
    assert(
      property(rounds, constantFrom(-86_400_000, 0, 12_345), (delays, offset) => {
        const samples = delays.map(([there, back], at) => ({
          sentMs: at * 1_000,
          hostMs: at * 1_000 + there + offset,
          gotMs: at * 1_000 + there + back,
        }))

        const estimate = estimateClock(samples)

        expect(Math.abs((estimate?.offsetMs ?? Infinity) - offset)).toBeLessThanOrEqual((estimate?.errorMs ?? 0) + 1e-6)
      }),
    )
  })

  it('is unknown without an answer', () => {
    expect(estimateClock([])).toBeNull()
    expect(estimateClock([{ sentMs: 5, hostMs: 9, gotMs: 4 }])).toBeNull()
  })
})
