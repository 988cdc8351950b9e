// GeoJSON (RFC 7946) feature collections: a city's own layers and the zones of a case import.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { MapGeometry } from '#shared/platform-api/map-features.ts'
import { readJson } from '../text-encoding.ts'

export interface GeoFeature {
  readonly index: number
  readonly id: string | null
  readonly properties: ReadonlyMap<string, string>
  readonly geometry: MapGeometry
}

export interface GeoFeatures {
  readonly features: readonly GeoFeature[]
  /** Features that could not be read, by their place in the collection. */
  readonly unread: readonly { readonly index: number; readonly why: string }[]
}

const MAX_MIB = 200
const Crs = z.object({ properties: z.object({ name: z.string().max(200) }) })
const Collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.unknown()).max(2_000_000),
  /** Of the older GeoJSON; tells what numbers that are no degrees might be. */
  crs: z.unknown().optional(),
})
const Feature = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z.unknown(),
})

/** Refused: `file-not-readable`, `too-large`, `bad-file`, `bad-coordinate` when no geometry is in WGS-84 degrees. */
export async function readGeoJson(path: string): Promise<Result<GeoFeatures>> {
  const json = await readJson(path, MAX_MIB, 'bad-file')
  if (!json.ok) return json
  const collection = Collection.safeParse(json.value)
  if (!collection.success) return refuse('bad-file', `${path}: not a GeoJSON FeatureCollection`)
  return collect(path, collection.data.features, Crs.safeParse(collection.data.crs).data?.properties.name ?? null)
}

function collect(path: string, raw: readonly unknown[], crs: string | null): Result<GeoFeatures> {
  const unread: { index: number; why: string }[] = []
  const features: GeoFeature[] = []
  for (const [index, item] of raw.entries()) {
    const feature = Feature.safeParse(item)
    const geometry = feature.success ? MapGeometry.safeParse(flat(feature.data.geometry)) : feature
    if (!feature.success || !geometry.success) {
      unread.push({ index, why: feature.success ? whyNot(feature.data.geometry, geometry.error) : 'not a feature' })
      continue
    }
    const id = feature.data.id === undefined ? null : String(feature.data.id)
    features.push({ index, id, properties: textsOf(feature.data.properties ?? {}), geometry: geometry.data })
  }
  if (features.length > 0 || raw.length === 0) return ok({ features, unread })
  const [first] = unread
  const from = crs === null ? '' : ` from ${crs}`
  return refuse(
    'bad-coordinate',
    `${path}: none of ${raw.length} features has a geometry in WGS-84 degrees; convert it${from} to EPSG:4326 (feature ${first?.index ?? 0}: ${first?.why ?? ''})`,
  )
}

const readTypes: readonly string[] = MapGeometry.options.map((one) => one.shape.type.value)

/** What is wrong with a geometry, in words for whoever made the file. */
function whyNot(geometry: unknown, error: z.ZodError | undefined): string {
  if (geometry === null || geometry === undefined) return 'no geometry'
  const type = z.object({ type: z.string() }).safeParse(geometry).data?.type ?? 'none'
  if (!readTypes.includes(type)) return `its geometry is ${type.slice(0, 40)}; ${readTypes.join(', ')} are read`
  const [x, y] = firstPosition(geometry)
  if (Math.abs(x) > 180 || Math.abs(y) > 180) return `${x}, ${y}: metres, not degrees`
  if (Math.abs(x) <= 90 && Math.abs(y) > 90 && Math.abs(y) <= 180) return `${x}, ${y}: latitude and longitude changed round?`
  const [issue] = error?.issues ?? []
  return `${issue?.path.join('.') ?? 'geometry'}: ${issue?.message ?? 'not readable'}`.slice(0, 200)
}

function firstPosition(geometry: unknown): [number, number] {
  let at: unknown = z.object({ coordinates: z.unknown() }).safeParse(geometry).data?.coordinates
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0]
  return z.tuple([z.number(), z.number()]).rest(z.unknown()).catch([0, 0]).parse(at).slice(0, 2) as [number, number]
}

/** Heights are dropped: [x, y, z] becomes [x, y]. */
function flat(geometry: unknown): unknown {
  const parsed = z.object({ type: z.string(), coordinates: z.unknown() }).safeParse(geometry)
  return parsed.success ? { type: parsed.data.type, coordinates: flatPositions(parsed.data.coordinates, 0) } : geometry
}

function flatPositions(value: unknown, depth: number): unknown {
  if (!Array.isArray(value) || depth > 4) return value
  if (typeof value[0] === 'number') return value.slice(0, 2)
  return value.map((inner) => flatPositions(inner, depth + 1))
}

/** Properties as texts; nested values are not used by any profile. */
function textsOf(properties: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'string') texts.set(key, value)
    else if (typeof value === 'number' || typeof value === 'boolean') texts.set(key, String(value))
  }
  return texts
}
