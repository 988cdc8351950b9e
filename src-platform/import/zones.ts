// Zones of the source as unit grids of the hall, and which one a point lies in.
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { GridRow } from '#shared/platform-api/rows.ts'
import { readGeoJson } from './basemap/geojson.ts'
import type { GeoFeature } from './basemap/geojson.ts'
import type { Position } from './basemap/shape.ts'
import { areaFault } from './area-fault.ts'
import { areaToWgs84 } from './datum.ts'
import { gridFinder } from './grid-finder.ts'
import { columnsIn, fill } from './template.ts'
import type { GridProfile } from './grid-profile.ts'

export interface Zone {
  readonly row: GridRow
  /** The property the profile compares with the file's own column; empty when it says nothing. */
  readonly checkValue: string
  /** The feature's place in the collection. */
  readonly line: number
}

interface Refused {
  readonly line: number
  readonly id: string
  readonly why: Refusal
}

export interface Zones {
  /** `line`: the feature's place in the collection. */
  readonly rows: readonly { readonly line: number; readonly row: GridRow }[]
  /** Features that are no grid, by their place in the collection. */
  readonly refused: readonly Refused[]
  find(point: Position): Zone | null
}

/**
 * Refused as a whole: `bad-profile` (a property no zone has), `duplicate-id` (two zones of one code), `bad-file` (no grid in it).
 * Features that are no closed area, or whose code is wrong, are refused by themselves.
 */
export async function readZones(path: string, profile: GridProfile): Promise<Result<Zones>> {
  const found = await readGeoJson(path)
  if (!found.ok) return found
  const { features, unread } = found.value
  const known = new Set(features.flatMap(({ properties }) => [...properties.keys()]))
  const missing = columnsIn(profile.code).find((name) => !known.has(name))
  if (missing !== undefined && features.length > 0)
    return refuse('bad-profile', `grids.code: no zone in ${path} has the property "${missing}"`)
  const zones = new Map<string, Zone>()
  const refused: Refused[] = unread.map(({ index, why }) => ({
    line: index,
    id: '',
    why: { code: 'bad-coordinate', detail: why },
  }))
  for (const feature of features) {
    const zone = zoneOf(feature, profile)
    if (!zone.ok) {
      refused.push({ line: feature.index, id: '', why: zone.error })
      continue
    }
    const { code } = zone.value.row
    const twin = zones.get(code)
    // Official files do hold a zone twice; the same again is no contradiction.
    if (twin !== undefined && canonicalJson(twin.row) === canonicalJson(zone.value.row)) continue
    if (twin !== undefined)
      return refuse('duplicate-id', `${path}: feature ${feature.index}: grid code ${code} is taken; grids.code must be unique`)
    zones.set(code, zone.value)
  }
  const [first] = refused
  if (zones.size === 0)
    return refuse(
      first?.why.code ?? 'bad-file',
      `${path}: ${first === undefined ? 'it has no polygons' : `no grid in it; feature ${first.line}: ${first.why.detail ?? ''}`}`,
    )
  const rows = [...zones.values()].map(({ line, row }) => ({ line, row }))
  const gridAt = gridFinder(rows.map(({ row }) => row))
  return ok({ rows, refused, find: (point) => zones.get(gridAt(point)?.code ?? '') ?? null })
}

function zoneOf({ index, properties, geometry }: GeoFeature, profile: GridProfile): Result<Zone> {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')
    return refuse('bad-coordinate', `${geometry.type} where a Polygon is expected`)
  const fault = areaFault(geometry)
  if (fault !== null) return refuse('bad-coordinate', fault)
  const whole = (template: string | undefined): string =>
    template === undefined ? '' : fill(template, (name) => properties.get(name) ?? '')
  const words = (template: string | undefined, length: number): string | null => whole(template).slice(0, length) || null
  const code = whole(profile.code)
  if (!new RegExp(`^\\d{${profile.codeDigits}}$`).test(code))
    return refuse('bad-grid-code', `"${code.slice(0, 40)}": ${profile.codeDigits} digits expected`)
  const row = GridRow.safeParse({
    code,
    name: words(profile.name, 80),
    street: words(profile.street, 60),
    community: words(profile.community, 60),
    dutyGrid: words(profile.dutyGrid, 24),
    areaGrade: profile.areaGrade,
    geometry: areaToWgs84(geometry, profile.datum),
  })
  if (!row.success)
    return refuse('bad-request', row.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  const value = profile.check === undefined ? '' : (properties.get(profile.check.property) ?? '')
  return ok({ row: row.data, checkValue: value === '0' ? '' : value, line: index })
}
