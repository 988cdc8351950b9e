import { describe, expect, it } from 'vitest'
import type { Position } from '#shared/domain/geometry/geometry.ts'
import { dutyBorders } from './duty-borders.ts'

const UNIT = 0.001
type Ring = [number, number][]

/** A rectangle of the street plan, in units. */
function grid(dutyGrid: string | null, west: number, south: number, east: number, north: number) {
  const ring: Ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
  return { dutyGrid, geometry: { type: 'Polygon' as const, coordinates: [ring.map(([x, y]): [number, number] => [117 + x * UNIT, 31 + y * UNIT])] } }
}

function lengthOf(lines: readonly (readonly Position[])[]): number {
  const units = lines.flatMap((line) => line.slice(1).map(([x, y], i) => Math.hypot(x - line[i]![0], y - line[i]![1]) / UNIT))
  return Math.round(units.reduce((sum, one) => sum + one, 0) * 1_000) / 1_000
}

describe('the borders of duty grids', () => {
  it('go around unit grids of one duty grid, not between them', () => {
    const borders = dutyBorders([grid('Z1', 0, 0, 1, 1), grid('Z1', 1, 0, 2, 1)])

    expect(borders).toHaveLength(1)
    expect(borders[0]![0]).toEqual(borders[0]!.at(-1))
    expect(lengthOf(borders)).toBe(6)
  })

  it('stand once where two meet', () => {
    const borders = dutyBorders([grid('Z1', 0, 0, 1, 1), grid('Z2', 1, 0, 2, 1)])

    expect(lengthOf(borders)).toBe(7)
    expect(borders).toHaveLength(3)
  })

  it('do not mind that the side of one grid is as long as those of two others', () => {
    const borders = dutyBorders([grid('Z1', 0, 0, 1, 2), grid('Z1', 1, 0, 2, 1), grid('Z1', 1, 1, 2, 2)])

    expect(lengthOf(borders)).toBe(8)
  })

  it('leave out grids that nobody is on duty for', () => {
    expect(dutyBorders([grid(null, 0, 0, 1, 1), grid(null, 1, 0, 2, 1)])).toEqual([])
    expect(lengthOf(dutyBorders([grid('Z1', 0, 0, 1, 1), grid(null, 1, 0, 2, 1)]))).toBe(4)
    expect(dutyBorders([])).toEqual([])
  })
})
