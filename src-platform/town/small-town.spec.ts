import { describe, expect, it } from 'vitest'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { parseComponentCode, parseGridCode } from '#shared/domain/codes/parse-code.ts'
import { areaM2, isInArea } from '#shared/domain/geometry/area.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { MapFeature } from '#shared/platform-api/map-features.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import {
  BasemapSettings,
  ComponentRow,
  DepartmentRow,
  DutyGridRow,
  GridRow,
  HallSettings,
  PlaceRow,
  StreetRow,
} from '#shared/platform-api/rows.ts'
import { departmentFor } from './departments.ts'
import { BOUNDS } from './plan.ts'
import { makeSmallTown } from './small-town.ts'

const town = makeSmallTown(1, 'main', 0)
const entities = (kind: string) => town.entities.filter((one) => one.kind === kind)
const rows = <T>(kind: string, schema: { parse(row: unknown): T }): T[] => entities(kind).map(({ row }) => schema.parse(row))
const grids = rows('grid', GridRow)

describe('the generated town', () => {
  it('is the same for the same seed and another one for another', () => {
    expect(makeSmallTown(1, 'main', 0)).toEqual(town)
    expect(makeSmallTown(2, 'main', 0)).not.toEqual(town)
  })

  it('has 100 unit grids with 15-digit codes, each once', () => {
    expect(new Set(grids.map(({ code }) => code)).size).toBe(100)
    expect(grids.every(({ code }) => parseGridCode(code).ok)).toBe(true)
  })

  it('is tiled by its grids without gap or overlap', () => {
    const [west, south, east, north] = BOUNDS
    const whole = areaM2({
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    })
    const sum = grids.reduce((total, { geometry }) => total + areaM2(geometry), 0)

    expect(Math.abs(sum - whole)).toBeLessThan(1)
    for (let i = 1; i < 40; i += 1) {
      for (let j = 1; j < 40; j += 1) {
        const point = [west + ((east - west) * (i + 0.137)) / 41, south + ((north - south) * (j + 0.211)) / 41] as const
        expect(grids.filter(({ geometry }) => isInArea(point, geometry)).length).toBe(1)
      }
    }
  })

  it('numbers the grids of a community from west to east and north to south', () => {
    const first = grids
      .filter(({ code }) => code.startsWith('341523001001'))
      .map(({ geometry }) => geometry.coordinates[0]?.[0] as [number, number])

    expect(first[1]![0]).toBeGreaterThan(first[0]![0])
    expect(first[4]![1]).toBeLessThan(first[0]![1])
  })

  it('has 2,000 components with distinct 16-digit codes, each inside the grid it names and with an owner', () => {
    const components = rows('component', ComponentRow)
    const byCode = new Map(grids.map((grid) => [grid.code, grid]))
    const departments = new Set(rows('department', DepartmentRow).map(({ id }) => id))

    expect(new Set(components.map(({ code }) => code)).size).toBe(2_000)
    for (const { code, lng, lat, grid, department } of components) {
      expect(parseComponentCode(code).ok).toBe(true)
      expect(isInArea([lng, lat], byCode.get(grid ?? '')!.geometry)).toBe(true)
      expect(departments.has(department!)).toBe(true)
    }
  })

  it('knows a department for every class of the catalogue', () => {
    const [catalogue] = rows('catalogue', CatalogueData)

    expect(viewCatalogue(catalogue!).classes.filter(({ code }) => departmentFor(code) === '')).toEqual([])
    expect(departmentFor('C0101')).toBe('D06')
    expect(departmentFor('C0102')).toBe('D01')
    expect(departmentFor('E0110')).toBe('D02')
  })

  it('has people of every post, two inspectors to each duty grid, and one for all desks', () => {
    const people = town.people.map((person) => PersonRow.parse(person))
    const held = new Set(people.flatMap(({ posts }) => posts))

    expect(Post.options.filter((post) => post !== 'system' && !held.has(post))).toEqual([])
    expect(rows('duty-grid', DutyGridRow).every(({ inspectors }) => inspectors.length === 2)).toBe(true)
    expect(people.find(({ id }) => id === '1004')?.posts).toEqual(['acceptor', 'shift-leader', 'dispatcher', 'evaluator'])
  })

  it('brings a base map, names to search and settings that fit their schemas', () => {
    expect(rows('map-feature', MapFeature).length).toBeGreaterThan(500)
    expect(rows('street', StreetRow).filter(({ kind }) => kind === 'road').length).toBe(22)
    expect(rows('place', PlaceRow).length).toBe(20)
    const settings = entities('settings').map(({ row }) => row)
    expect(HallSettings.safeParse(settings[0]).success && BasemapSettings.safeParse(settings[1]).success).toBe(true)
  })
})
