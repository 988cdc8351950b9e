import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceM } from '#shared/domain/geometry/distance.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { circleRing } from './circle.ts'
import { markShapes } from './marks.ts'
import type { Marks } from './marks.ts'
import { positionText, scaleDenominator } from './scale-text.ts'
import { durationMs } from './use-camera.ts'
import { boxToWatch } from './watch-box.ts'

describe('the circle of duplicates', () => {
  it('is closed and everywhere as far from the point as it says, within 1 %', () => {
    const point = fc.tuple(fc.double({ min: 73, max: 135, noNaN: true }), fc.double({ min: 3, max: 54, noNaN: true }))
    fc.assert(fc.property(point, fc.integer({ min: 5, max: 2_000 }), (center, radiusM) => {
      const ring = circleRing(center, radiusM)

      expect(ring.at(-1)).toEqual(ring[0])
      for (const corner of ring) expect(Math.abs(distanceM(center, corner) - radiusM)).toBeLessThan(radiusM * 0.01)
    }))
  })
})

describe('the marks', () => {
  const point = { lng: 117, lat: 31 }
  const kinds = (marks: Marks): unknown[] =>
    markShapes(marks).features.map(({ properties }) => properties['label'] ?? properties['kind'])

  it('are a point, its circle with the length, and the duplicates by number', () => {
    const numbered = [{ n: 1, lng: 117.0001, lat: 31, label: '上水井盖' }, { n: 2, lng: 117, lat: 31.0001, label: '' }]

    expect(kinds({ point, radiusM: 50, numbered, gridCode: null })).toEqual(['circle', '50 m', 'link', '1 · 上水井盖', 'link', '2', 'point'])
  })

  it('are nothing while nothing is in hand, and no circle without a point', () => {
    expect(kinds({ point: null, radiusM: 50, numbered: [], gridCode: null })).toEqual([])
  })
})

describe('the corner of the map', () => {
  it('says the scale as a person would: two digits', () => {
    expect(scaleDenominator(17, 31.46)).toBe(1_900)
    expect(scaleDenominator(10, 31.46)).toBe(250_000)
    expect(positionText(117.00211, 31.46)).toBe('117.0021, 31.4600')
  })

  it('doubles the scale for one zoom less, wherever one is', () => {
    const within = (edge: number): fc.Arbitrary<number> => fc.double({ min: -edge, max: edge, noNaN: true })
    fc.assert(fc.property(within(8), within(70), (about, lat) => {
      const zoom = 11 + about

      expect(scaleDenominator(zoom - 1, lat) / scaleDenominator(zoom, lat)).toBeCloseTo(2, 0)
    }))
  })
})

describe('the box of cases', () => {
  const view: Bbox = [116, 31, 117, 32]

  it('stays as it is while the view moves inside it', () => {
    const first = boxToWatch(null, view)

    expect(boxToWatch(first, [116.05, 31.05, 117.05, 32.05])).toBe(first)
  })

  it('is renewed when the view leaves it, and when it has become far too large', () => {
    const first = boxToWatch(null, view)

    expect(boxToWatch(first, [116.5, 31, 117.5, 32])).not.toEqual(first)
    expect(boxToWatch(first, [116.4, 31.4, 116.5, 31.5])).not.toEqual(first)
  })

  it('always holds the view and never leaves the world', () => {
    const edge = fc.double({ min: -180, max: 180, noNaN: true })
    const height = fc.double({ min: -85, max: 85, noNaN: true })
    fc.assert(fc.property(edge, edge, height, height, (x1, x2, y1, y2) => {
      const seen: Bbox = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]

      const [west, south, east, north] = boxToWatch(null, seen)

      expect(west <= seen[0] && south <= seen[1] && east >= seen[2] && north >= seen[3]).toBe(true)
      expect(west >= -180 && south >= -90 && east <= 180 && north <= 90).toBe(true)
    }))
  })
})

describe('a flight', () => {
  it.each([['1200ms', 1_200], ['1.2s', 1_200], ['0ms', 0], ['', 0]])('of "%s" takes %i ms', (token, expected) => {
    expect(durationMs(token)).toBe(expected)
  })
})
