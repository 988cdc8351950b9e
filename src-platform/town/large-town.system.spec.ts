import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { parseComponentCode, parseGridCode } from '#shared/domain/codes/parse-code.ts'
import { areaM2, isInArea } from '#shared/domain/geometry/area.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { z } from '#shared/kernel/zod.ts'
import { MapFeature } from '#shared/platform-api/map-features.ts'
import { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
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
import { dutyFinder } from './duty-finder.ts'
import { makeTown } from './town.ts'
import type { Town } from './town.ts'
import { GENERATED_ATTRIBUTION } from './hall-rows.ts'

function* everythingIn({ ground, components }: Town) {
  yield* ground
  yield* components()
}

/** All rows of a town as one fingerprint. */
function fingerprint(town: Town): string {
  const hash = createHash('sha256')
  for (const { kind, id, row } of everythingIn(town)) hash.update(`${kind}/${id}/${JSON.stringify(row)}\n`)
  return hash.digest('hex')
}

function rowsOf<T>(town: Town, kind: string, schema: z.ZodType<T>): T[] {
  const rows: T[] = []
  for (const one of everythingIn(town)) {
    // Rows of one kind stand together.
    if (one.kind !== kind && rows.length > 0) break
    if (one.kind !== kind) continue
    const read = schema.safeParse(one.row)
    if (!read.success) throw new Error(`${kind} ${one.id} does not fit its schema`)
    rows.push(read.data)
  }
  return rows
}

const county = makeTown('county', 1, 'main', 0)
const grids = rowsOf(county, 'grid', GridRow)
const gridByCode = new Map(grids.map((grid) => [grid.code, grid]))
const departments = rowsOf(county, 'department', DepartmentRow)
const dutyGrids = rowsOf(county, 'duty-grid', DutyGridRow)

describe('the county', () => {
  it('is the same for the same seed to the last row, and another one for another', () => {
    const again = makeTown('county', 1, 'main', 0)
    const other = makeTown('county', 2, 'main', 0)

    expect(fingerprint(again)).toBe(fingerprint(county))
    expect(fingerprint(other)).not.toBe(fingerprint(county))
    expect(again.people).toEqual(county.people)
  })

  it('says beforehand how many rows it has, each under an id of its own', () => {
    const ids = new Set<string>()
    let count = county.people.length
    for (const { kind, id } of everythingIn(county)) {
      ids.add(`${kind}/${id}`)
      count += 1
    }

    expect([count, ids.size + county.people.length]).toEqual([county.count, county.count])
  })

  it('has 2,500 unit grids of about a hectare with 15-digit codes on 25 km²', () => {
    expect(gridByCode.size).toBe(2_500)
    expect(grids.every(({ code }) => parseGridCode(code).ok)).toBe(true)
    const sizes = grids.map(({ geometry }) => areaM2(geometry))
    expect(Math.min(...sizes)).toBeGreaterThan(3_000)
    expect(Math.max(...sizes)).toBeLessThan(20_000)
    expect(Math.abs(sizes.reduce((sum, size) => sum + size, 0) / 25e6 - 1)).toBeLessThan(0.03)
  })

  it('numbers the grids of a community from 001, west to east and then north to south', () => {
    const own = Map.groupBy(grids, ({ code }) => code.slice(0, 12))
    expect(own.size).toBe(40)
    for (const cells of own.values()) {
      expect(cells.map(({ code }) => Number(code.slice(12)))).toEqual(cells.map((_, i) => i + 1))
      const corners = cells.map(({ geometry }) => geometry.coordinates[0]?.[0] as [number, number])
      // The first corner of a row lies south of the first one of the row before it.
      let start = corners[0]!
      const isOrdered = corners.slice(1).every((corner, i) => {
        if (corner[0] > corners[i]![0]) return true
        const isSouth = corner[1] < start[1]
        start = corner
        return isSouth
      })
      expect(isOrdered).toBe(true)
    }
  })
})

describe('the components of the county', () => {
  const components = rowsOf(county, 'component', ComponentRow)

  it('are 170,000 with valid 16-digit codes of their class, each once', () => {
    expect(new Set(components.map(({ code }) => code)).size).toBe(170_000)
    const names = new Map(defaultCatalogue.classes.map(({ code, name }) => [code, name]))
    const wrong = components.filter(
      ({ code, classCode, name }) =>
        !parseComponentCode(code).ok || code.slice(6, 10) !== classCode.slice(1) || names.get(classCode) !== name,
    )
    expect(wrong).toEqual([])
  })

  it('lie in the grid they name and belong to the department whose duty it is', () => {
    const duty = dutyFinder(departments)
    const wrong = components.filter(({ lng, lat, grid, classCode, department, owner, keeper }) => {
      const around = gridByCode.get(grid ?? '')
      const isThere = around !== undefined && isInArea([lng, lat], around.geometry)
      return !isThere || department === null || department !== duty(classCode, grid ?? '') || owner === null || keeper === null
    })
    expect(wrong).toEqual([])
  })

  it('are mostly trees, covers and gullies, and nearly all intact', () => {
    const share = (...classes: string[]) =>
      components.filter(({ classCode }) => classes.includes(classCode)).length / components.length
    expect(share('C0402')).toBeGreaterThan(0.25)
    expect(share('C0101', 'C0102', 'C0103', 'C0104')).toBeGreaterThan(0.25)
    expect(components.filter(({ state }) => state === 'intact').length / components.length).toBeGreaterThan(0.95)
    expect(new Set(components.map(({ classCode }) => classCode)).size).toBeGreaterThan(45)
  })
})

describe('the hall of the county', () => {
  const people = county.people.map((person) => PersonRow.parse(person))

  it('has twelve departments, with somebody to answer for every class in every street office', () => {
    const duty = dutyFinder(departments)
    const somewhere = [...new Set(grids.map(({ code }) => code.slice(0, 9)))].map((office) => `${office}001001`)
    const classes = defaultCatalogue.classes.map(({ code }) => code)

    expect(departments.length).toBe(12)
    expect(classes.flatMap((code) => somewhere.filter((grid) => duty(code, grid) === null))).toEqual([])
    expect(departments.some(({ duties }) => duties.some((one) => one.grids.length > 6))).toBe(true)
  })

  it('has 8 duty grids of adjacent unit grids, each in one piece and walked by two inspectors', () => {
    expect(dutyGrids.length).toBe(8)
    for (const { code, geometry, inspectors } of dutyGrids) {
      const own = grids.filter(({ dutyGrid }) => dutyGrid === code)
      const sum = own.reduce((total, grid) => total + areaM2(grid.geometry), 0)
      expect(geometry?.type).toBe('Polygon')
      expect(Math.abs(areaM2(geometry!) / sum - 1)).toBeLessThan(1e-9)
      expect(inspectors.map((id) => people.find((person) => person.id === id)?.dutyGrid)).toEqual([code, code])
    }
  })

  it('has 18 inspectors, people of every post and the demonstration people of every town', () => {
    const held = new Set(people.flatMap(({ posts }) => posts))
    const small = makeTown('small', 1, 'main', 0).people

    expect(people.filter(({ posts }) => posts.includes('inspector')).length).toBe(18)
    expect(Post.options.filter((post) => post !== 'system' && !held.has(post))).toEqual([])
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
    expect(small.map(({ id, name, posts }) => ({ id, name, posts }))).toEqual(
      people.filter(({ id }) => small.some((one) => one.id === id)).map(({ id, name, posts }) => ({ id, name, posts })),
    )
  })

  it('has 21 cameras in its unit grids and 14 vehicles of its departments', () => {
    const cameras = rowsOf(county, 'camera', CameraRow)
    const vehicles = rowsOf(county, 'vehicle', VehicleRow)
    const known = new Set(departments.map(({ id }) => id))

    expect(cameras.length).toBe(21)
    expect(
      cameras.every(({ code, grid, owner }) => /^\d{20}$/.test(code) && gridByCode.has(grid ?? '') && known.has(owner!)),
    ).toBe(true)
    expect(vehicles.length).toBe(14)
    expect(new Set(vehicles.map(({ plate }) => plate)).size).toBe(14)
    expect(vehicles.every(({ department }) => known.has(department!))).toBe(true)
  })
})

describe('the map of the county', () => {
  it('has a river, blocks, buildings, roads of three ranks, names and places, all as their schemas ask', () => {
    const features = rowsOf(county, 'map-feature', MapFeature)
    const layers = new Map([...Map.groupBy(features, ({ layer }) => layer)].map(([layer, own]) => [layer, own.length]))

    for (const layer of [
      'water',
      'green',
      'block',
      'building',
      'road-main',
      'road-second',
      'road-minor',
      'place',
      'poi',
    ] as const)
      expect(layers.get(layer) ?? 0, layer).toBeGreaterThan(1)
    expect(layers.get('building')).toBeGreaterThan(4_000)
  })

  it('names its roads, street offices and communities, and gives its places an address', () => {
    const streets = rowsOf(county, 'street', StreetRow)
    const places = rowsOf(county, 'place', PlaceRow)

    expect(streets.filter(({ kind }) => kind === 'street-office').length).toBe(4)
    expect(streets.filter(({ kind }) => kind === 'community').length).toBe(40)
    expect(new Set(streets.filter(({ kind }) => kind === 'community').map(({ name }) => name)).size).toBe(40)
    expect(places.length).toBeGreaterThan(800)
    expect(new Set(places.map(({ name }) => name)).size).toBe(places.length)
    expect(places.filter(({ address }) => /[路街道巷]\d+号$/.test(address)).length).toBeGreaterThan(places.length * 0.9)
  })

  it('says that it was generated', () => {
    const [hall, basemap] = rowsOf(county, 'settings', z.unknown())

    expect(HallSettings.safeParse(hall).success).toBe(true)
    expect(BasemapSettings.parse(basemap).attribution).toBe(GENERATED_ATTRIBUTION)
  })
})

describe('the city', () => {
  it('has 200,000 components, 6,400 unit grids, 640 communities, 60 departments, 300 cameras and 500 that move', () => {
    const city = makeTown('city', 1, 'main', 0)
    const counts = new Map<string, number>()
    for (const { kind } of everythingIn(city)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const communities = new Set(rowsOf(city, 'grid', GridRow).map(({ code }) => code.slice(0, 12)))
    const inspectors = city.people.filter(({ posts }) => posts.includes('inspector')).length

    expect(Object.fromEntries(counts)).toMatchObject({ component: 200_000, grid: 6_400, department: 60, camera: 300 })
    expect(communities.size).toBe(640)
    expect(inspectors + (counts.get('vehicle') ?? 0)).toBe(500)
  })
})
