// Zones of the source as unit grids of the hall, and which one a point lies in.
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { GridRow } from '#shared/platform-api/rows.ts'
import { readGeoJson } from './basemap/geojson.ts'
import type { GeoFeature } from './basemap/geojson.ts'
import type { Position } from './basemap/shape.ts'
import { gridFinder } from './grid-finder.ts'
import { columnsIn, fill } from './template.ts'
import type { GridProfile } from './grid-profile.ts'

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
  const rows = [...zones.values()].map((zone) => zone.row)
  const gridAt = gridFinder(rows)
  return ok({ rows, find: (point) => zones.get(gridAt(point)?.code ?? '') ?? null })
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
    dutyGrid: filled(profile.dutyGrid, 24),
    areaGrade: profile.areaGrade,
    geometry,
  })
  if (!row.success)
    return refuse('bad-request', row.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const value = profile.check === undefined ? '' : (properties.get(profile.check.property) ?? '')
  return ok({ row: row.data, checkValue: value === '0' ? '' : value })
}
