import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bbox } from '../geometry/geometry.ts'
import { cameraAt, MOST_PX_PER_S, scaledPlan, shiftPx } from './camera-plan.ts'
import { checkLayout, checkStops } from './check-scene.ts'
import { planOf } from './movement.ts'
import type { Ground } from './movement.ts'
import { daySpan, Scene } from './scene.ts'
import type { SpanScene } from './scene.ts'
import type { Stop} from './stop.ts'
import { cameraAtStop, MOST_STOPS, stopOfView, usualLayers } from './stop.ts'
import { beginTour, callBack, goOn, sendAway, stopNow, tourOf } from './tour.ts'
import type { Tour } from './tour.ts'

const bounds: Bbox = [116.9, 31.4, 117, 31.5]
const ground: Ground = { bounds, canvas: { width: 3_840, height: 2_160 }, insets: { top: 0, right: 0, bottom: 0, left: 0 } }
const near = (n: number, more: Partial<Stop> = {}): Stop => ({ name: `第 ${n} 处`, lng: 116.94 + n * 0.004, lat: 31.45, zoom: 15, seconds: 20, ...more })
const aScene = (...stops: Stop[]): SpanScene => ({ kind: 'span', id: 'own-1', name: '巡看', layers: usualLayers, stops })
const arrives = (tour: Tour): number => {
  const plan = planOf(tour.movement, ground)
  return plan.way === 'stand' ? tour.sinceMs : plan.startAtHostMs + plan.durationMs
}

describe('a camera that goes from stop to stop', () => {
  it('begins at the first, rests there as long as told, and flies on', () => {
    const begun = beginTour(aScene(near(0), near(1)), 1_000)

    const still = goOn(begun, 20_999, ground)
    const onward = goOn(begun, 21_000, ground)

    expect(planOf(begun.movement, ground)).toMatchObject({ way: 'stand', to: cameraAtStop(near(0), ground.canvas) })
    expect(still).toBe(begun)
    expect(stopNow(onward)).toEqual({ at: 2, of: 2, name: '第 1 处' })
    expect(planOf(onward.movement, ground)).toMatchObject({ way: 'fly', to: cameraAtStop(near(1), ground.canvas) })
  })

  it('counts the rest from its arrival, and begins again after the last', () => {
    const onward = goOn(beginTour(aScene(near(0), near(1, { seconds: 5 })), 0), 20_000, ground)
    const there = arrives(onward)

    expect(there).toBeGreaterThan(20_000)
    expect(goOn(onward, there + 4_999, ground)).toBe(onward)
    expect(stopNow(goOn(onward, there + 5_000, ground))?.at).toBe(1)
  })

  it('is never seen to move faster than an eye follows: what is far is cross-faded', () => {
    const within = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
    const point = fc.record({ lng: within(116.8, 117.1), lat: within(31.3, 31.6), zoom: within(10, 18) })
    const { width, height } = ground.canvas
    fc.assert(
      fc.property(point, point, (from, to) => {
        const plan = planOf(goOn(beginTour(aScene(near(0, from), near(1, to)), 0), 20_000, ground).movement, ground)
        if (plan.way !== 'fly') return
        const stepMs = plan.durationMs / 400
        for (let step = 0; step < 400; step += 1) {
          const [now, next] = [0, 1].map((on) => cameraAt(plan, plan.startAtHostMs + (step + on) * stepMs, ground.canvas))
          const moved = shiftPx([width / 2, height / 2], now!, next!, ground.canvas)
          expect(moved / (stepMs / 1_000)).toBeLessThanOrEqual(MOST_PX_PER_S * 1.02)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('rests anew where two stops in a row are the same place, and stays where there is only one', () => {
    const twice = goOn(beginTour(aScene(near(0), near(0)), 0), 20_000, ground)
    const alone = beginTour(aScene(near(0)), 0)

    expect(stopNow(twice)?.at).toBe(2)
    expect(goOn(twice, 39_999, ground)).toBe(twice)
    expect(stopNow(goOn(twice, 40_000, ground))?.at).toBe(1)
    expect(goOn(alone, 9_000_000, ground)).toBe(alone)
  })

  it('waits while a push has taken it away, comes back to its stop and rests there anew', () => {
    const second = goOn(beginTour(aScene(near(0), near(1)), 0), 20_000, ground)

    const away = sendAway(second, { lng: 116.91, lat: 31.41 }, 60_000)
    const back = callBack(away, 120_000)

    expect(goOn(away, 119_000, ground)).toBe(away)
    expect(stopNow(back)?.at).toBe(2)
    expect(planOf(back.movement, ground).to).toEqual(cameraAtStop(near(1), ground.canvas))
    expect(goOn(back, arrives(back) + 19_999, ground)).toBe(back)
  })

  it('goes over to another map in one movement, comes out of tiles at once, and is left alone by a scene that is as it was', () => {
    const day = beginTour(daySpan, 0)
    const own = tourOf(day, aScene(near(0)), 50_000)
    const tiles: Scene = { kind: 'tiles', id: 'tiles', name: '', pages: [] }

    expect(planOf(own.movement, ground).way).not.toBe('stand')
    expect(tourOf(own, aScene(near(0)), 90_000)).toBe(own)
    expect(planOf(tourOf(tourOf(own, tiles, 90_000), aScene(near(1)), 95_000).movement, ground)).toMatchObject({ way: 'stand', to: cameraAtStop(near(1), ground.canvas) })
    expect(stopNow(tourOf(own, aScene(near(2), near(3)), 90_000))).toMatchObject({ at: 1, of: 2 })
    expect(stopNow(day)).toBeNull()
  })

  it('keeps what has been pushed in sight when the scene behind it changes', () => {
    const away = sendAway(beginTour(aScene(near(0), near(1)), 0), { lng: 116.91, lat: 31.41 }, 1_000)

    const changed = tourOf(away, aScene(near(2)), 2_000)

    expect(changed).toMatchObject({ isAway: true, movement: away.movement })
    expect(planOf(callBack(changed, 9_000_000).movement, ground).to).toEqual(cameraAtStop(near(2), ground.canvas))
  })
})

describe('a stop', () => {
  it('shows the same ground on every wall, as wide as the map it was taken from', () => {
    const view = { lng: 116.9412345, lat: 31.4512345, zoom: 14.3 }
    const stop = { ...near(0), ...stopOfView(view, 960) }

    expect(stop).toMatchObject({ lng: 116.94123, lat: 31.45123, zoom: 15.3 })
    expect(cameraAtStop(stop, { width: 960, height: 1 }).zoom).toBeCloseTo(14.3)
    expect(cameraAtStop(stop, { width: 7_680, height: 1 }).zoom).toBeCloseTo(17.3)
    expect(cameraAtStop(near(0, { zoom: 18 }), { width: 61_440, height: 1 }).zoom).toBe(20)
  })

  it.each([
    ['no number', { lng: NaN }], ['beyond the sheet', { lat: 89 }], ['coordinates the wrong way round', { lng: 31.4, lat: 116.9 }], ['too near', { zoom: 18.5 }],
    ['no rest at all', { seconds: 0 }], ['half a second', { seconds: 5.5 }], ['a rest for ever', { seconds: Infinity }], ['a name nobody can see', { name: '夜\u0000班' }],
    ['a name without end', { name: '长'.repeat(41) }], ['words for a figure', { zoom: '15' }],
  ] as const)('with %s is none', (_, more) => {
    const scene: unknown = { ...aScene(), stops: [{ ...near(0), ...more }] }

    expect(Scene.safeParse(scene).success).toBe(false)
  })

  it('far from the hall is refused and named; so are more than anybody looks through', () => {
    const stray = aScene(near(0), near(1, { name: '北京', lng: 116.4, lat: 39.9 }))

    expect(checkStops(stray, bounds)).toMatchObject({ error: { code: 'wall-stop-outside', detail: 'stops.1: 北京' } })
    expect(checkStops(aScene(near(0)), bounds).ok && checkLayout(stray).ok).toBe(true)
    expect(Scene.safeParse(aScene(...Array.from({ length: MOST_STOPS + 1 }, () => near(0)))).success).toBe(false)
  })

  it('is what an older scene of one map has none of', () => {
    expect(Scene.parse({ kind: 'span', id: 'own-1', name: '旧' })).toEqual({ ...aScene(), name: '旧' })
  })
})

describe('a plan seen in a small window', () => {
  it('looks at the same ground at every moment', () => {
    const plan = planOf(goOn(beginTour(aScene(near(0), near(1)), 0), 20_000, ground).movement, ground)
    const small = { width: 384, height: 216 }

    const scaled = scaledPlan(plan, 0.1)

    for (const share of [0, 0.2, 0.5, 0.9, 1]) {
      const atMs = plan.startAtHostMs + plan.durationMs * share
      const [large, little] = [cameraAt(plan, atMs, ground.canvas), cameraAt(scaled, atMs, small)]
      expect(little.lng).toBeCloseTo(large.lng, 9)
      expect(little.zoom).toBeCloseTo(large.zoom - Math.log2(10), 9)
    }
  })
})
