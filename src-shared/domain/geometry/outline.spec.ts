import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaM2 } from './area.ts'
import type { Position, Ring } from './geometry.ts'
import { outlineOf } from './outline.ts'

const square = (x: number, y: number): Ring => {
  const at = (dx: number, dy: number): Position => [116 + (x + dx) / 1_000, 31 + (y + dy) / 1_000]
  return [at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)]
}
const surface = (rings: readonly Ring[]): number =>
  rings.reduce((sum, ring) => sum + areaM2({ type: 'Polygon', coordinates: [ring] }), 0)

describe('the outline of unit grids', () => {
  it('has no border inside', () => {
    const outline = outlineOf([square(0, 0), square(1, 0), square(0, 1)])

    expect(outline?.type).toBe('Polygon')
    // An L of three squares, with the corners of the grids along it.
    expect(outline?.coordinates[0]?.length).toBe(9)
  })

  it('is the same whichever way round a grid is drawn', () => {
    expect(surface([outlineOf([square(0, 0).toReversed(), square(1, 0)])?.coordinates[0] as Ring])).toBeCloseTo(
      surface([square(0, 0), square(1, 0)]),
      3,
    )
  })

  it('leaves a hole where a grid is missing and two pieces where grids lie apart', () => {
    const ring = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y] as const)).filter(([x, y]) => x !== 1 || y !== 1)

    const holed = outlineOf(ring.map(([x, y]) => square(x, y)))
    const apart = outlineOf([square(0, 0), square(5, 5)])

    expect([holed?.type, holed?.coordinates.length]).toEqual(['Polygon', 2])
    expect([apart?.type, apart?.coordinates.length]).toEqual(['MultiPolygon', 2])
  })

  it('says nothing of nothing', () => {
    expect(outlineOf([])).toBeUndefined()
  })

  it('covers exactly what its grids cover', () => {
    const cell = fc.tuple(fc.nat(5), fc.nat(5))
    const places = fc.uniqueArray(cell, { minLength: 1, maxLength: 30, selector: ([x, y]) => x * 10 + y })

    fc.assert(
      fc.property(places, (cells) => {
        const rings = cells.map(([x, y]) => square(x, y))

        const outline = outlineOf(rings)!

        expect(areaM2(outline) / surface(rings)).toBeCloseTo(1, 6)
      }),
    )
  })
})
