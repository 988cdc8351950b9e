// A town on a real map: unit grids, components, departments, people; the map itself is imported as it is.
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { calendarFromChineseDays } from '#shared/domain/limits/calendar-from-chinese-days.ts'
import { isInArea } from '#shared/domain/geometry/area.ts'
import type { Area } from '#shared/domain/geometry/geometry.ts'
import { DepartmentId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { BulkKind } from '#shared/platform-api/bulk.ts'
import type { CameraRow } from '#shared/platform-api/field-rows.ts'
import type { MapFeature } from '#shared/platform-api/map-features.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import { makeAreas, polygonOf } from './areas.ts'
import type { Areas, UnitCell } from './areas.ts'
import { indexAreas } from './cell-index.ts'
import { countyDepartments } from './department-table.ts'
import { dutyFinder } from './duty-finder.ts'
import { makeVehicles } from './equipment.ts'
import { hallSettings } from './hall-rows.ts'
import type { LandUse } from './land.ts'
import { makePeople } from './people.ts'
import { planComponents } from './place-components.ts'
import { boxOf, inside } from './plan.ts'
import type { Box, Point } from './plan.ts'
import { county } from './preset.ts'
import { distanceM, latticeOver } from './road-lattice.ts'
import type { RealRoad, RoadLattice } from './road-lattice.ts'
import { areaNames, dutyGridRows, gridRow } from './town-areas.ts'

export interface RealMap {
  readonly bounds: Box
  readonly features: readonly MapFeature[]
}

export interface RealTown {
  readonly people: readonly PersonRow[]
  /** Rows by kind, in the order in which they should be sent. */
  readonly rows: readonly (readonly [kind: BulkKind, rows: readonly { readonly [member: string]: unknown }[]])[]
}

export interface RealTownOptions {
  readonly hall: string
  readonly name: string
  readonly district: string
  readonly seed: number
}

/** As many to a metre of road as in the generated county, and never more than it has. */
const COMPONENTS_A_METRE = 0.55
const CELLS_AN_OFFICE = 625
/** Two duty grids of five communities need as much. */
const LEAST_CELLS = 40

/** Refuses `bad-file` when the map has no roads, or is too small for communities. */
export function makeRealTown(map: RealMap, options: RealTownOptions): Result<RealTown> {
  const roads = roadsOf(map.features)
  if (roads.length === 0) return refuse('bad-file', 'no roads in it: unit grids and components follow roads')
  const lattice = latticeOver(map.bounds, roads)
  if (lattice.columns * lattice.rows < LEAST_CELLS || Math.min(lattice.columns, lattice.rows) < 4)
    return refuse('bad-file', `${lattice.columns} x ${lattice.rows} unit grids of 100 m are too few for a town`)
  const offices = Math.max(1, Math.round((lattice.columns * lattice.rows) / CELLS_AN_OFFICE))
  const areas = makeAreas(
    { district: options.district, offices, dutyGridsPerOffice: 2, communitiesPerDutyGrid: 5 },
    lattice,
    lattice.fit,
  )
  const departments = countyDepartments(options.district, areas.offices)
  const bounds = boxOf(areas.cells.flatMap(({ corners }) => corners))
  const ground = groundOf(map, areas, lattice, roads)
  const lengthM = roads.reduce(
    (sum, { line }) => sum + line.slice(1).reduce((m, to, i) => m + distanceM(line[i] ?? to, to, lattice.metres), 0),
    0,
  )
  const total = Math.min(county.components, Math.round(lengthM * COMPONENTS_A_METRE))
  const names = new Map(defaultCatalogue.classes.map(({ code, name }) => [code, name]))
  const components = planComponents(
    { ...ground, district: options.district },
    total,
    options.seed,
    names,
    dutyFinder(departments),
  )
  const center: Point = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]
  const dutyGrids = dutyGridRows(areas)
  const people = makePeople({
    dutyGrids: dutyGrids.map(({ code }) => code),
    inspectors: 2 * dutyGrids.length + 2,
    departments: departments.map(({ id }) => id),
    seats: county.seats,
  })
  const facts = {
    hall: options.hall,
    name: `${options.name}数字化城市管理监督指挥中心`,
    district: options.district,
    center,
    bounds,
  }
  return ok({
    people,
    rows: [
      ['settings', [hallSettings(facts)]],
      ['catalogue', [{ ...defaultCatalogue }]],
      ['calendar', [{ ...calendarFromChineseDays() }]],
      ['department', departments],
      ['duty-grid', dutyGrids],
      ['person', people],
      ['street', areaNames(areas)],
      ['grid', areas.cells.map((cell) => gridRow(cell, ground.densityOf(cell)))],
      ['camera', camerasAt(roads, options.district, ground.cellAt)],
      ['vehicle', makeVehicles({ ...county, district: options.district })],
      ['component', Array.from({ length: components.total }, (_, i) => components.rowAt(i))],
    ],
  })
}

const rankOf = { 'road-main': 'main', 'road-second': 'second', 'road-minor': 'minor' } as const

function roadsOf(features: readonly MapFeature[]): RealRoad[] {
  return features.flatMap(({ layer, name, geometry }): RealRoad[] => {
    if (layer !== 'road-main' && layer !== 'road-second' && layer !== 'road-minor') return []
    const rank = rankOf[layer]
    if (geometry.type === 'LineString') return [{ name, rank, line: geometry.coordinates }]
    return geometry.type === 'MultiLineString' ? geometry.coordinates.map((line) => ({ name, rank, line })) : []
  })
}

function groundOf(map: RealMap, areas: Areas, { metres }: RoadLattice, roads: readonly RealRoad[]) {
  const cellAt = indexAreas(areas.cells, polygonOf)
  const within = (layer: MapFeature['layer']): Area[] =>
    map.features.flatMap(({ layer: own, geometry }) =>
      own === layer && (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') ? [geometry] : [],
    )
  const [water, green] = [within('water'), within('green')]
  const houses = new Map<UnitCell, number>()
  const count = (point: Point | undefined): void => {
    const cell = point === undefined ? undefined : cellAt(point)
    if (cell !== undefined) houses.set(cell, (houses.get(cell) ?? 0) + 1)
  }
  for (const { layer, geometry } of map.features) {
    if (layer === 'building' && geometry.type === 'Polygon') count(geometry.coordinates[0]?.[0])
  }
  for (const { line } of roads) line.forEach(count)
  const useOf = (cell: UnitCell): LandUse => {
    const middle = inside(cell, 0.5, 0.5)
    if (water.some((area) => isInArea(middle, area))) return 'water'
    if (green.some((area) => isInArea(middle, area))) return 'park'
    const built = houses.get(cell) ?? 0
    return built > 6 ? 'centre' : built > 0 ? 'homes' : 'fields'
  }
  const uses = new Map(areas.cells.map((cell) => [cell, useOf(cell)]))
  const densities: Readonly<Partial<Record<LandUse, number>>> = { centre: 0.8, homes: 0.5, park: 0.5 }
  return {
    metres,
    cells: areas.cells,
    cellAt,
    useOf: (cell: UnitCell): LandUse => uses.get(cell) ?? 'fields',
    densityOf: (cell: UnitCell): number => densities[uses.get(cell) ?? 'fields'] ?? 0,
    roads: roads.flatMap(({ rank, line }) => insideOnly(line, cellAt).map((part) => ({ rank, line: part, isBank: false }))),
  }
}

/** The parts of a road whose ends lie in the town; roads are mapped far beyond it. */
function insideOnly(line: readonly Point[], cellAt: (point: Point) => UnitCell | undefined): Point[][] {
  return line.slice(1).flatMap((to, i): Point[][] => {
    const from = line[i]
    return from !== undefined && cellAt(from) !== undefined && cellAt(to) !== undefined ? [[from, to]] : []
  })
}

/** Where most roads meet, the larger ones first. */
function camerasAt(roads: readonly RealRoad[], district: string, cellAt: (point: Point) => UnitCell | undefined): CameraRow[] {
  const weightOf = { main: 3, second: 2, minor: 1 } as const
  const nodes = new Map<string, { readonly point: Point; weight: number; readonly names: Set<string>; roads: number }>()
  for (const { name, rank, line } of roads) {
    for (const point of line) {
      const key = point.join(',')
      const node = nodes.get(key) ?? { point, weight: 0, names: new Set<string>(), roads: 0 }
      node.weight += weightOf[rank]
      node.roads += 1
      if (name !== null) node.names.add(name)
      nodes.set(key, node)
    }
  }
  const meeting = [...nodes.values()].filter(({ roads: met, point }) => met > 1 && cellAt(point) !== undefined)
  return meeting
    .sort((a, b) => b.names.size - a.names.size || b.weight - a.weight || a.point[0] - b.point[0] || a.point[1] - b.point[1])
    .slice(0, county.cameras)
    .map(({ point, names }, i): CameraRow => {
      const cell = cellAt(point)
      const serial = String(i + 1).padStart(3, '0')
      return {
        id: `CAM${serial}`,
        code: `${district}01001320000${serial}`,
        name: names.size === 0 ? `${cell?.community.name ?? ''}路口` : `${[...names].slice(0, 2).join('')}口`,
        group: cell?.community.office.name ?? null,
        lng: point[0],
        lat: point[1],
        headingDeg: (i * 45) % 360,
        viewDeg: 75,
        grid: cell?.code ?? null,
        owner: DepartmentId.parse('D05'),
      }
    })
}
