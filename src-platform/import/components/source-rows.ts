// Things of a foreign layer, GeoJSON points or CSV lines, in one shape.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { readGeoJson } from '../basemap/geojson.ts'
import type { GeoFeatures } from '../basemap/geojson.ts'
import { readCsv } from '../csv-reader.ts'
import { columnsIn } from '../template.ts'
import { templatesOf } from './component-profile.ts'
import type { ComponentProfile } from './component-profile.ts'

/** `line`: line of the CSV, or the feature's place in its collection. Coordinates as written, in the profile's datum. */
export interface SourceRow {
  readonly line: number
  readonly valueOf: (name: string) => string
  readonly lng: number
  readonly lat: number
}

export type SourceItem =
  { readonly ok: true; readonly row: SourceRow } | { readonly ok: false; readonly line: number; readonly error: Refusal }

/** Throws `RefusalError` where a CSV breaks off as a whole; a GeoJSON file is read before the first item. */
export async function openSource(
  path: string,
  profile: ComponentProfile,
): Promise<Result<AsyncIterable<SourceItem> | Iterable<SourceItem>>> {
  if (!/\.(geo)?json$/i.test(path)) return ok(csvItems(path, profile))
  const found = await readGeoJson(path)
  if (!found.ok) return found
  const known = new Set(found.value.features.flatMap(({ properties }) => [...properties.keys()]))
  for (const [member, template] of templatesOf(profile)) {
    const missing = columnsIn(template).find((name) => !known.has(name))
    if (missing !== undefined) return refuse('bad-profile', `${member}: no feature in ${path} has the property "${missing}"`)
  }
  return ok(featureItems(found.value))
}

function* featureItems({ features, unread }: GeoFeatures): Generator<SourceItem> {
  for (const { index, properties, geometry } of features) {
    if (geometry.type !== 'Point') {
      yield { ok: false, line: index, error: { code: 'bad-coordinate', detail: `${geometry.type} where a Point is expected` } }
      continue
    }
    const [lng, lat] = geometry.coordinates
    yield { ok: true, row: { line: index, valueOf: (name) => properties.get(name) ?? '', lng, lat } }
  }
  for (const { index, why } of unread) yield { ok: false, line: index, error: { code: 'bad-coordinate', detail: why } }
}

async function* csvItems(path: string, profile: ComponentProfile): AsyncGenerator<SourceItem> {
  const needed = new Map(templatesOf(profile).flatMap(([member, template]) => columnsIn(template).map((name) => [name, member])))
  needed.set(profile.lng, 'lng').set(profile.lat, 'lat')
  for await (const item of readCsv(path, { encoding: profile.encoding, delimiter: profile.delimiter, needed })) {
    if (!item.ok) {
      yield item
      continue
    }
    const { line, cell } = item.row
    const point = pointOf(cell, profile)
    if (point.ok) yield { ok: true, row: { line, valueOf: cell, ...point.value } }
    else yield { ok: false, line, error: point.error }
  }
}

/** An empty cell is no number; `Number('')` would be the Gulf of Guinea. */
function pointOf(cell: (column: string) => string, profile: ComponentProfile): Result<{ lng: number; lat: number }> {
  const [lng, lat] = [cell(profile.lng), cell(profile.lat)]
  if (lng === '' || lat === '') return refuse('bad-coordinate', 'no coordinates')
  const point = { lng: Number(lng), lat: Number(lat) }
  if (Number.isFinite(point.lng) && Number.isFinite(point.lat)) return ok(point)
  return refuse('bad-coordinate', `"${lng.slice(0, 30)}", "${lat.slice(0, 30)}": decimal degrees are needed, as 116.95`)
}
