import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseComponentCode, parseGridCode } from '#shared/domain/codes/parse-code.ts'
import { areaM2, isInArea } from '#shared/domain/geometry/area.ts'
import { outlineOf } from '#shared/domain/geometry/outline.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { MapFeature } from '#shared/platform-api/map-features.ts'
import { CameraRow } from '#shared/platform-api/field-rows.ts'
import { ComponentRow, DepartmentRow, DutyGridRow, GridRow, HallSettings } from '#shared/platform-api/rows.ts'
import type { Box, Point } from './plan.ts'
import { makeRealTown } from './real-town.ts'
import { distanceM, latticeOver, metresAt } from './road-lattice.ts'

const bounds: Box = [117.19, 28.28, 117.22, 28.3]

function road(id: number, layer: 'road-main' | 'road-second' | 'road-minor', line: Point[]): MapFeature {
  const geometry = { type: 'LineString' as const, coordinates: line }
  return { id: `osm:way/${id}`, layer, name: `测试路${id}`, minZoom: 12, rank: 3, geometry }
}

const place = fc.tuple(fc.double({ min: 117.18, max: 117.23, noNaN: true }), fc.double({ min: 28.27, max: 28.31, noNaN: true }))
const someRoads = fc
  .array(fc.tuple(fc.constantFrom('road-main', 'road-second', 'road-minor'), fc.array(place, { minLength: 2, maxLength: 6 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((lines) => lines.map(([layer, line], i) => road(i, layer, line)))

const map = {
  bounds,
  features: [
    road(1, 'road-main', [
      [117.19, 28.2905],
      [117.205, 28.2911],
      [117.22, 28.289],
    ]),
    road(2, 'road-second', [
      [117.2049, 28.28],
      [117.205, 28.2911],
      [117.2061, 28.3],
    ]),
    road(3, 'road-minor', [
      [117.193, 28.282],
      [117.217, 28.298],
    ]),
  ],
}
const town = unwrap(makeRealTown(map, { hall: 'main', name: '贵溪', district: '360681', seed: 1 }))
const rowsOf = <T>(kind: string, schema: { parse(row: unknown): T }): T[] =>
  town.rows.flatMap(([own, rows]) => (own === kind ? rows.map((row) => schema.parse(row)) : []))
const grids = rowsOf('grid', GridRow)

describe('a town on a real map', () => {
  it('is tiled by unit grids with valid codes, duty grids in one piece', () => {
    const whole = outlineOf(grids.map(({ geometry }) => geometry.coordinates[0] as [number, number][]))!
    const sum = grids.reduce((total, { geometry }) => total + areaM2(geometry), 0)

    expect(grids.every(({ code }) => parseGridCode(code).ok && code.startsWith('360681'))).toBe(true)
    expect([whole.type, whole.coordinates.length]).toEqual(['Polygon', 1])
    expect(areaM2(whole) / sum).toBeCloseTo(1, 9)
    expect(rowsOf('duty-grid', DutyGridRow).every(({ geometry }) => geometry?.type === 'Polygon')).toBe(true)
  })

  it('has its components along the roads, in the grid they name, each with a department', () => {
    const components = rowsOf('component', ComponentRow)
    const departments = new Set(rowsOf('department', DepartmentRow).map(({ id }) => id))
    const byCode = new Map(grids.map((grid) => [grid.code, grid]))
    const wrong = components.filter(
      ({ code, lng, lat, grid, department }) =>
        !parseComponentCode(code).ok || !isInArea([lng, lat], byCode.get(grid ?? '')!.geometry) || !departments.has(department!),
    )

    expect(components.length).toBeGreaterThan(3_000)
    expect(new Set(components.map(({ code }) => code)).size).toBe(components.length)
    expect(wrong).toEqual([])
  })

  it('puts a camera where roads meet and settings around what was tiled', () => {
    expect(rowsOf('camera', CameraRow)[0]).toMatchObject({ name: '测试路1测试路2口', lng: 117.205, lat: 28.2911 })
    const [settings] = rowsOf('settings', HallSettings)
    expect(settings?.district).toBe('360681')
    expect(isInArea(settings!.center, outlineOf(grids.map(({ geometry }) => geometry.coordinates[0] as Point[]))!)).toBe(true)
  })

  it('refuses a map without roads, and one too small for communities', () => {
    const empty = makeRealTown({ bounds, features: [] }, { hall: 'main', name: '空', district: '360681', seed: 1 })
    const tiny = makeRealTown(
      { bounds: [117.19, 28.28, 117.191, 28.281], features: map.features },
      { hall: 'main', name: '小', district: '360681', seed: 1 },
    )

    expect([empty.ok, tiny.ok]).toEqual([false, false])
  })
})

describe('the lattice over a real map', () => {
  it('has convex cells wherever the roads run, and moves no crossing further than a third of a cell', () => {
    const metres = metresAt((bounds[1] + bounds[3]) / 2)
    fc.assert(
      fc.property(someRoads, (features) => {
        const roads = features.map(({ geometry }) => ({ name: null, rank: 'main' as const, line: geometry.coordinates as Point[] }))

        const snapped = latticeOver(bounds, roads)
        const straight = latticeOver(bounds, [])

        for (let row = 0; row < snapped.rows; row += 1) {
          for (let column = 0; column < snapped.columns; column += 1) {
            const moved = distanceM(snapped.crossing(column, row), straight.crossing(column, row), metres)
            expect(moved).toBeLessThan(34.1)
            expect(isConvex(snapped, column, row)).toBe(true)
          }
        }
      }),
      { numRuns: 30 },
    )
  })
})

function isConvex({ crossing }: ReturnType<typeof latticeOver>, column: number, row: number): boolean {
  const corners = [crossing(column, row), crossing(column, row + 1), crossing(column + 1, row + 1), crossing(column + 1, row)]
  return corners.every((b, i) => {
    const [a, c] = [corners[(i + 3) % 4]!, corners[(i + 1) % 4]!]
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0
  })
}
