// A base map file as rows: what is drawn, and what can be found by name.
import { extname } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { MapFeature, positionsOf } from '#shared/platform-api/map-features.ts'
import { PlaceRow, StreetRow } from '#shared/platform-api/rows.ts'
import { checkInputFile } from '../input-file.ts'
import { boxOf } from '../plane.ts'
import type { Box } from '../plane.ts'
import { readProfile } from '../profile-file.ts'
import { BasemapProfile, geoJsonShapes } from './basemap-profile.ts'
import { featuresOf } from './classify.ts'
import { readGeoJson } from './geojson.ts'
import { readOsm } from './osm-reader.ts'
import { osmShapes } from './osm-shapes.ts'
import { placesOf } from './place-index.ts'
import { countOne } from './shape.ts'
import type { Shapes } from './shape.ts'
import { streetsOf } from './street-index.ts'
import type { TileArchive } from './tiles/tile-archive.ts'
import { tileShapes } from './tiles/tile-shapes.ts'

export interface Basemap {
  readonly name: string | null
  readonly attribution: string | null
  readonly bounds: Box
  readonly features: readonly MapFeature[]
  readonly streets: readonly StreetRow[]
  readonly places: readonly PlaceRow[]
  /** What was left out, by reason. */
  readonly left: ReadonlyMap<string, number>
}

const MAX_MIB = 1_024
/** One feature must fit a batch of the bulk API with room to spare. */
const MAX_POSITIONS = 100_000

/** Of a map that is one document; archives of tiles are opened by `openArchive`. */
export async function readBasemap(path: string, profilePath: string | null): Promise<Result<Basemap>> {
  const fits = await checkInputFile(path, MAX_MIB)
  if (!fits.ok) return fits
  const shapes = await readShapes(path, profilePath)
  return shapes.ok ? basemapOf(shapes.value) : shapes
}

/** Rows of an archive of vector tiles. */
export async function basemapOfTiles(archive: TileArchive): Promise<Result<Basemap>> {
  const shapes = await tileShapes(archive)
  return shapes.ok ? basemapOf(shapes.value) : shapes
}

async function readShapes(path: string, profilePath: string | null): Promise<Result<Shapes>> {
  switch (extname(path).toLowerCase()) {
    case '.osm':
    case '.xml': {
      if (profilePath !== null) return noProfile
      const data = await readOsm(path)
      return data.ok ? ok(osmShapes(data.value)) : data
    }
    case '.geojson':
    case '.json': {
      const found = await readGeoJson(path)
      if (!found.ok) return found
      const profile = profilePath === null ? ok(null) : await readProfile(profilePath, BasemapProfile)
      return profile.ok ? geoJsonShapes(found.value, profile.value) : profile
    }
    case '.pbf':
      return refuse('bad-file', `${path}: convert it first: osmium cat FILE.osm.pbf -o FILE.osm`)
    default:
      return refuse('bad-file', `${path}: expected .osm, .geojson, .pmtiles or .mbtiles`)
  }
}

const noProfile = refuse('bad-arguments', '--profile belongs to GeoJSON; other files need none')

/** Rows of the shapes; a row that does not fit its schema is left out and counted. */
export function basemapOf({ shapes, name, attribution, bounds: said, left }: Shapes): Result<Basemap> {
  const counts = new Map(left)
  const features: MapFeature[] = []
  for (const shape of shapes) {
    if (positionsOf(shape.geometry).length > MAX_POSITIONS) countOne(counts, `more than ${MAX_POSITIONS} positions`)
    else for (const feature of featuresOf(shape)) keep(feature, MapFeature, features, counts)
  }
  if (features.length === 0)
    return refuse('bad-file', 'nothing in it is shown on the map: no roads, water, green, buildings or places')
  const streets: StreetRow[] = []
  for (const row of streetsOf(shapes)) keep(row, StreetRow, streets, counts)
  const places: PlaceRow[] = []
  for (const row of placesOf(shapes)) keep(row, PlaceRow, places, counts)
  // Long lines reach far beyond what the extract covers, so its own word goes first.
  const bounds: Box = said === null ? boxOf(features.flatMap((feature) => positionsOf(feature.geometry))) : [...said]
  return ok({ name, attribution, bounds, features, streets, places, left: counts })
}

function keep<T>(row: T, schema: z.ZodType<T>, into: T[], counts: Map<string, number>): void {
  if (schema.safeParse(row).success) into.push(row)
  else countOne(counts, 'row that does not fit its schema')
}
