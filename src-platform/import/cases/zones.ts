// Zones of the source as unit grids of the hall, and which one a point lies in.
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { GridRow } from '#shared/platform-api/rows.ts'
import { readGeoJson } from '../basemap/geojson.ts'
import type { GeoFeature } from '../basemap/geojson.ts'
import type { Position } from '../basemap/shape.ts'
import { boxOf, isInBox, isInPolygon, positionsOf } from '../plane.ts'
import type { Box } from '../plane.ts'
import { columnsIn, fill } from '../template.ts'
import type { GridProfile } from './case-profile.ts'

export interface Zone {
  readonly row: GridRow
  /** The property the profile compares with the file's own column; empty when it says nothing. */
  readonly checkValue: string
}

export interface Zones {
  readonly rows: readonly GridRow[]
  find(point: Position): Zone | null
}

/** Refused: `bad-profile` (a property no zone has), `duplicate-id` (two zones of one code), `bad-request` (a code too long). */
export async function readZones(path: string, profile: GridProfile): Promise<Result<Zones>> {
  const found = await readGeoJson(path)
  if (!found.ok) return found
  const areas = found.value.features.filter(({ geometry }) => geometry.type === 'Polygon' || geometry.type === 'MultiPolygon')
  if (areas.length === 0) return refuse('bad-file', `${path}: it has no polygons`)
  const known = new Set(areas.flatMap((area) => [...area.properties.keys()]))
  const missing = columnsIn(profile.code).find((name) => !known.has(name))
  if (missing !== undefined) return refuse('bad-profile', `grids.code: no zone in ${path} has the property "${missing}"`)
  const zones = new Map<string, Zone>()
  for (const area of areas) {
    const zone = zoneOf(area, profile)
    if (!zone.ok) return refuse(zone.error.code, `${path}: feature ${area.index}: ${zone.error.detail ?? ''}`)
    const { code } = zone.value.row
    const twin = zones.get(code)
    // Official files do hold a zone twice; the same again is no contradiction.
    if (twin !== undefined && canonicalJson(twin.row) === canonicalJson(zone.value.row)) continue
    if (twin !== undefined)
      return refuse('duplicate-id', `${path}: feature ${area.index}: grid code ${code} is taken; grids.code must be unique`)
    zones.set(code, zone.value)
  }
  return ok({ rows: [...zones.values()].map((zone) => zone.row), find: finder([...zones.values()]) })
}

function zoneOf({ properties, geometry }: GeoFeature, profile: GridProfile): Result<Zone> {
  const filled = (template: string | undefined, length: number): string | null => {
    const text = template === undefined ? '' : fill(template, (name) => properties.get(name) ?? '').slice(0, length)
    return text === '' ? null : text
  }
  const row = GridRow.safeParse({
    code: filled(profile.code, 40),
    name: filled(profile.name, 80),
    street: filled(profile.street, 60),
    community: filled(profile.community, 60),
    dutyGrid: null,
    areaGrade: profile.areaGrade,
    geometry,
  })
  if (!row.success)
    return refuse('bad-request', row.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const value = profile.check === undefined ? '' : (properties.get(profile.check.property) ?? '')
  return ok({ row: row.data, checkValue: value === '0' ? '' : value })
}

const CELLS = 64

/** Zones by the cells of a coarse raster they may touch, so that a point asks a handful of polygons and not all. */
function finder(zones: readonly Zone[]): Zones['find'] {
  const boxed = zones.map((zone) => ({ zone, box: boxOf(positionsOf(zone.row.geometry)) }))
  const all = boxOf(
    boxed.flatMap(({ box: [west, south, east, north] }): Position[] => [
      [west, south],
      [east, north],
    ]),
  )
  const cellOf = (value: number, from: number, to: number): number =>
    Math.min(CELLS - 1, Math.max(0, Math.floor(((value - from) / Math.max(1e-9, to - from)) * CELLS)))
  const column = (x: number): number => cellOf(x, all[0], all[2])
  const line = (y: number): number => cellOf(y, all[1], all[3])
  const cells: { zone: Zone; box: Box }[][] = Array.from({ length: CELLS * CELLS }, () => [])
  for (const entry of boxed) {
    const [west, south, east, north] = entry.box
    for (let y = line(south); y <= line(north); y += 1) {
      for (let x = column(west); x <= column(east); x += 1) cells[y * CELLS + x]?.push(entry)
    }
  }
  return (point) => {
    if (!isInBox(point, all)) return null
    const near = cells[line(point[1]) * CELLS + column(point[0])] ?? []
    return near.find(({ zone, box }) => isInBox(point, box) && holds(zone.row, point))?.zone ?? null
  }
}

function holds({ geometry }: GridRow, point: Position): boolean {
  return geometry.type === 'Polygon'
    ? isInPolygon(point, geometry.coordinates)
    : geometry.coordinates.some((rings) => isInPolygon(point, rings))
}
