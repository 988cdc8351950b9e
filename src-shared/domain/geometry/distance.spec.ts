import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInBbox } from './area.ts'
import { checkPosition } from './coordinates.ts'
import { bboxAround, distanceM, distanceToLineM, localMetres } from './distance.ts'
import type { Position } from './geometry.ts'

const nearby = fc.double({ min: -0.01, max: 0.01, noNaN: true })
const position = fc.tuple(fc.double({ min: 73, max: 135, noNaN: true }), fc.double({ min: 18, max: 54, noNaN: true }))

describe('distances', () => {
  it('knows how far 合肥 is from 北京', () => {
    expect(distanceM([117.227, 31.821], [116.407, 39.904]) / 1000).toBeCloseTo(902, 0)
  })

  it('is the same both ways, nothing to oneself, and agrees with the tangent plane nearby', () => {
    fc.assert(
      fc.property(position, nearby, nearby, (a, dLng, dLat) => {
        const b: Position = [a[0] + dLng, a[1] + dLat]
        const measured = distanceM(a, b)
        expect(distanceM(b, a)).toBeCloseTo(measured, 6)
        expect(distanceM(a, a)).toBe(0)
        expect(Math.abs(Math.hypot(...localMetres(a, b)) - measured)).toBeLessThan(1)
      }),
    )
  })

  it('finds everything within a distance inside the search box', () => {
    const turns = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true })
    const degrees = fc.double({ min: 0.00001, max: 0.05, noNaN: true })

    fc.assert(
      fc.property(position, turns, degrees, (at, turn, away) => {
        const there: Position = [at[0] + away * Math.sin(turn), at[1] + away * Math.cos(turn)]
        expect(isInBbox(there, bboxAround(at, distanceM(at, there)))).toBe(true)
      }),
    )
  })

  it('measures to the nearest place on a street, ends and bends included', () => {
    const street: Position[] = [
      [117, 31.4],
      [117.01, 31.4],
      [117.01, 31.41],
    ]

    expect(distanceToLineM([117.005, 31.4009], street)).toBeCloseTo(100, 0)
    expect(distanceToLineM([117, 31.4], street)).toBe(0)
    expect(distanceToLineM([116.99, 31.4], street)).toBeCloseTo(distanceM([116.99, 31.4], [117, 31.4]), 0)
    expect(distanceToLineM([117, 31.4], [])).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('a position given by somebody', () => {
  const bounds = [116.8, 31.3, 117.2, 31.6] as const

  it('is taken inside the bounds of the hall', () => {
    expect(checkPosition(117, 31.45, bounds)).toEqual({ ok: true, value: [117, 31.45] })
  })

  it.each([
    [31.45, 117, 'changed round'],
    [0, 0, '0.00000, 0.00000'],
    [117, 32, '117.00000, 32.00000'],
    [Number.NaN, 31.45, 'not a number'],
    [Number.POSITIVE_INFINITY, 31.45, 'not a number'],
    [1e300, -1e300, ''],
  ])('is refused at %d, %d', (lng, lat, hint) => {
    const result = checkPosition(lng, lat, bounds)

    expect(result).toMatchObject({ ok: false, error: { code: 'bad-coordinate' } })
    expect(result.ok ? '' : result.error.detail).toContain(hint)
  })
})
