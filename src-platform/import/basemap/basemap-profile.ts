import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { columnsIn, fill, Template } from '../template.ts'
import type { GeoFeatures } from './geojson.ts'
import type { Shape, Shapes } from './shape.ts'

/** How a GeoJSON layer's properties become tags. Without a profile the properties are taken as OpenStreetMap tags. */
export const BasemapProfile = z.strictObject({
  format: z.literal('wanmi-basemap-import/1'),
  name: z.string().min(1).max(120),
  attribution: z.string().min(1).max(300),
  /** Prefix of the ids, so that two layers do not meet: `cambridge`. */
  source: z.string().regex(/^[a-z0-9-]{1,24}$/),
  /** Unique within the layer, `{ID}`. */
  id: Template,
  /** Tag to template: `{"highway": "residential", "name": "{Street}"}`; an empty result leaves the tag out. */
  tags: z.record(z.string().max(60), Template),
})
export type BasemapProfile = z.infer<typeof BasemapProfile>

/** Shapes of a feature collection. Refused: `bad-profile` (a property named occurs nowhere), `duplicate-id`. */
export function geoJsonShapes(found: GeoFeatures, profile: BasemapProfile | null): Result<Shapes> {
  const missing = profile === null ? null : missingProperty(found, profile)
  if (missing !== null) return refuse('bad-profile', missing)
  const shapes = new Map<string, Shape>()
  for (const { index, id, properties, geometry } of found.features) {
    const valueOf = (name: string): string => properties.get(name) ?? ''
    const own = profile === null ? (id ?? valueOf('@id')) : fill(profile.id, valueOf)
    const shapeId = `${profile?.source ?? 'geojson'}:${own === '' ? String(index) : own}`.slice(0, 120)
    if (shapes.has(shapeId)) return refuse('duplicate-id', `feature ${index}: ${shapeId}`)
    const tags =
      profile === null
        ? properties
        : new Map(
            Object.entries(profile.tags)
              .map(([key, template]) => [key, fill(template, valueOf)] as const)
              .filter(([, value]) => value !== ''),
          )
    shapes.set(shapeId, { id: shapeId, tags, geometry })
  }
  const { name = null, attribution = null } = profile ?? {}
  const left = new Map(found.unread.length === 0 ? [] : [['feature that could not be read', found.unread.length]])
  return ok({ shapes: [...shapes.values()], name, attribution, bounds: null, left })
}

function missingProperty(found: GeoFeatures, profile: BasemapProfile): string | null {
  const known = new Set(found.features.flatMap((feature) => [...feature.properties.keys()]))
  for (const [path, template] of [
    ['id', profile.id],
    ...Object.entries(profile.tags).map(([key, value]) => [`tags.${key}`, value]),
  ]) {
    const column = columnsIn(template ?? '').find((name) => !known.has(name))
    if (column !== undefined) return `${path}: no feature has the property "${column}"`
  }
  return null
}
