// Places where something may be wrong: points beside the roads, components, cameras; each with its grid and a way to name it.
import { centroidOf } from '#shared/domain/geometry/area.ts'
import { distanceM } from '#shared/domain/geometry/distance.ts'
import type { Position } from '#shared/domain/geometry/geometry.ts'
import type { GridRow, PlaceRow } from '#shared/platform-api/rows.ts'
import { gridFinder } from './grid-index.ts'
import type { SceneRows } from './scene-rows.ts'

export interface Site {
  readonly lng: number
  readonly lat: number
  readonly grid: GridRow
  /** Road it lies at; null off the roads. */
  readonly road: string | null
  /** House number there, 0 where there is none. */
  readonly number: number
  /** Name of a place within a few steps. */
  readonly near: string | null
  /** 部件标识码 of the component that stands here. */
  readonly component: string | null
}

const STEP_M = 40
const MOST_SITES = 30_000
/** Metres from the middle of the road to where things stand. */
const BESIDE_M = 7
const NUMBER_EVERY_M = 9
const NEAR_M = 90
const METRES_PER_DEGREE = 111_000

/** Points beside every road that lie in a unit grid; the middles of the grids where no road is known. */
export function roadSites(rows: SceneRows): Site[] {
  const find = gridFinder(rows.grids)
  const near = placeFinder(rows.places)
  const sites: Site[] = []
  const lines = linesOf(rows)
  const step = Math.max(STEP_M, lines.reduce((sum, { line }) => sum + lengthM(line), 0) / MOST_SITES)
  for (const { name, line } of lines) {
    for (const { point, alongM } of pointsAlong(line, step)) {
      const grid = find(point)
      if (grid === undefined) continue
      const number = name === null ? 0 : 1 + Math.round(alongM / NUMBER_EVERY_M)
      sites.push({ lng: point[0], lat: point[1], grid, road: name, number, near: near(point), component: null })
    }
  }
  return sites.length > 0 ? sites : gridSites(rows.grids)
}

function gridSites(grids: readonly GridRow[]): Site[] {
  return grids.flatMap((grid) => {
    const middle = centroidOf(grid.geometry)
    return middle === undefined
      ? []
      : [{ lng: middle[0], lat: middle[1], grid, road: null, number: 0, near: grid.name, component: null }]
  })
}

/** Components by class; those in no grid of the hall are left out. */
export function componentSites(rows: SceneRows): Map<string, Site[]> {
  const grids = new Map(rows.grids.map((grid) => [grid.code, grid]))
  const near = placeFinder(rows.places)
  const byClass = new Map<string, Site[]>()
  for (const { code, classCode, lng, lat, grid: gridCode } of rows.components) {
    const grid = gridCode === null ? undefined : grids.get(gridCode)
    if (grid === undefined) continue
    const site = { lng, lat, grid, road: null, number: 0, near: near([lng, lat]), component: code }
    const known = byClass.get(classCode)
    if (known === undefined) byClass.set(classCode, [site])
    else known.push(site)
  }
  return byClass
}

/** What each camera looks at. */
export function cameraSites(rows: SceneRows): Site[] {
  const find = gridFinder(rows.grids)
  return rows.cameras.flatMap(({ lng, lat, name }) => {
    const grid = find([lng, lat])
    return grid === undefined ? [] : [{ lng, lat, grid, road: null, number: 0, near: name, component: null }]
  })
}

interface NamedLine {
  readonly name: string | null
  readonly line: readonly Position[]
}

function linesOf({ roads }: SceneRows): NamedLine[] {
  return roads.flatMap(({ name, geometry }): NamedLine[] => {
    if (geometry.type === 'LineString') return [{ name, line: geometry.coordinates }]
    return geometry.type === 'MultiLineString' ? geometry.coordinates.map((line) => ({ name, line })) : []
  })
}

function lengthM(line: readonly Position[]): number {
  return line.slice(1).reduce((sum, end, i) => sum + distanceM(line[i] ?? end, end), 0)
}

/** Points every `stepM` beside a line, on both sides in turn. */
function* pointsAlong(line: readonly Position[], stepM: number): Generator<{ point: Position; alongM: number }> {
  let [walkedM, nextM, side] = [0, stepM / 2, 1]
  for (const [i, end] of line.slice(1).entries()) {
    const start = line[i] ?? end
    const pieceM = distanceM(start, end)
    for (; nextM < walkedM + pieceM; nextM += stepM) {
      yield { point: beside(start, end, (nextM - walkedM) / pieceM, side), alongM: nextM }
      side = -side
    }
    walkedM += pieceM
  }
}

function beside(start: Position, end: Position, share: number, side: number): Position {
  const squeeze = Math.cos((start[1] * Math.PI) / 180)
  const [east, north] = [(end[0] - start[0]) * squeeze, end[1] - start[1]]
  const length = Math.hypot(east, north)
  const offset = length === 0 ? 0 : (side * BESIDE_M) / METRES_PER_DEGREE / length
  const lng = start[0] + (end[0] - start[0]) * share - (north * offset) / squeeze
  const lat = start[1] + (end[1] - start[1]) * share + east * offset
  return [round(lng), round(lat)]
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7

/** The name of the nearest place within a few steps. */
function placeFinder(places: readonly PlaceRow[]): (point: Position) => string | null {
  const reach = NEAR_M / METRES_PER_DEGREE
  const key = (lng: number, lat: number): string => `${String(Math.floor(lng / reach))}:${String(Math.floor(lat / reach))}`
  const buckets = new Map<string, PlaceRow[]>()
  for (const place of places) {
    const at = key(place.lng, place.lat)
    buckets.set(at, [...(buckets.get(at) ?? []), place])
  }
  return ([lng, lat]) => {
    let [best, bestM]: [string | null, number] = [null, NEAR_M]
    for (const x of [-reach, 0, reach]) {
      for (const y of [-reach, 0, reach]) {
        for (const place of buckets.get(key(lng + x, lat + y)) ?? []) {
          const metres = distanceM([lng, lat], [place.lng, place.lat])
          if (metres < bestM) [best, bestM] = [place.name, metres]
        }
      }
    }
    return best
  }
}
