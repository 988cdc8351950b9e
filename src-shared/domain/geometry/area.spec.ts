import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaM2, bboxOf, centroidOf, isInArea } from './area.ts'
import type { MultiPolygon, Polygon, Position, Ring } from './geometry.ts'

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]
const lng = fc.double({ min: 117, max: 118, noNaN: true })
const lat = fc.double({ min: 31, max: 32, noNaN: true })
const polygon = (...rings: Ring[]): Polygon => ({ type: 'Polygon', coordinates: rings })

describe('areas on the map', () => {
  const withPond = polygon(box(117.0, 31.4, 117.1, 31.5), box(117.04, 31.44, 117.06, 31.46))
  const island: MultiPolygon = {
    type: 'MultiPolygon',
    coordinates: [...[withPond.coordinates], [box(117.2, 31.4, 117.21, 31.41)]],
  }

  it('holds a point inside, not one in a hole or outside', () => {
    expect(isInArea([117.02, 31.42], withPond)).toBe(true)
    expect(isInArea([117.05, 31.45], withPond)).toBe(false)
    expect(isInArea([117.3, 31.45], withPond)).toBe(false)
    expect(isInArea([117.205, 31.405], island)).toBe(true)
    expect(isInArea([117.15, 31.405], island)).toBe(false)
  })

  it('puts every point of a town, borders and corners included, into exactly one of its unit grids', () => {
    // Grid lines are slanted so that borders run in every direction; each grid draws its borders its own way round.
    const corner = (i: number, j: number): Position => [117 + i * 0.01 + j * 0.0013, 31.4 + j * 0.01 - i * 0.0007]
    const grids = Array.from({ length: 25 }, (_, n): Polygon => {
      const [i, j] = [n % 5, Math.floor(n / 5)]
      const ring: Ring = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1), corner(i, j)]
      return polygon(n % 2 === 0 ? ring : [...ring].reverse())
    })
    const row = fc.integer({ min: 1, max: 3 })
    const part = fc.constantFrom(0, 0.25, 0.5)
    const inside = fc.tuple(row, row, part, part)

    fc.assert(
      fc.property(inside, ([i, j, u, v]) => {
        const holding = grids.filter((grid) => isInArea(corner(i + u, j + v), grid))
        expect(holding).toHaveLength(1)
      }),
    )
  })

  it('measures a nominal unit grid as ten thousand square metres', () => {
    const side = 100 / 111_195
    const grid = polygon(box(117, 31.4, 117 + side / Math.cos((31.4 * Math.PI) / 180), 31.4 + side))

    expect(areaM2(grid)).toBeGreaterThan(9_990)
    expect(areaM2(grid)).toBeLessThan(10_010)
    expect(areaM2(withPond)).toBeCloseTo(areaM2(polygon(withPond.coordinates[0]!)) - areaM2(polygon(withPond.coordinates[1]!)), 3)
  })

  it('finds the centre and the box of an area', () => {
    const centre = centroidOf(polygon(box(117, 31.4, 117.1, 31.5)))

    expect(centre?.map((degrees) => degrees.toFixed(6))).toEqual(['117.050000', '31.450000'])
    expect(bboxOf(island)).toEqual([117, 31.4, 117.21, 31.5])
  })

  it('survives shapes that are none', () => {
    const empty = polygon()
    const point = polygon([
      [117, 31],
      [117, 31],
      [117, 31],
      [117, 31],
    ])

    expect([bboxOf(empty), centroidOf(empty), areaM2(empty), isInArea([0, 0], empty)]).toEqual([undefined, undefined, 0, false])
    expect([centroidOf(point), areaM2(point), isInArea([117, 31], point)]).toEqual([[117, 31], 0, false])
    expect(isInArea([Number.NaN, 0], withPond)).toBe(false)
  })

  it('does not mind which way round a ring is drawn', () => {
    const ring = fc.array(fc.tuple(lng, lat), { minLength: 3, maxLength: 9 })

    fc.assert(
      fc.property(ring, fc.tuple(lng, lat), (open, point) => {
        const there: Ring = [...open, open[0]!]
        const back: Ring = [...there].reverse()
        expect(isInArea(point, polygon(there))).toBe(isInArea(point, polygon(back)))
        expect(areaM2(polygon(there))).toBeCloseTo(areaM2(polygon(back)), 0)
      }),
    )
  })
})
