// Base map as rows, kind `map-feature`: what an import made out of an OpenStreetMap extract or a city's own GIS layers.
import { z } from '#shared/kernel/zod.ts'

/** Layers in drawing order, the lowest first. */
export const mapLayers = [
  'block',
  'green',
  'water',
  'building',
  'rail',
  'road-minor',
  'road-second',
  'road-main',
  'place',
  'poi',
] as const
export const MapLayer = z.enum(mapLayers)
export type MapLayer = z.infer<typeof MapLayer>

const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const Line = z.array(Position).min(2)
const Ring = z.array(Position).min(4)
const Rings = z.array(Ring).min(1)

/** GeoJSON geometry in WGS-84 degrees, longitude first, without height. */
export const MapGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: Position }),
  z.object({ type: z.literal('LineString'), coordinates: Line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Line).min(1) }),
  z.object({ type: z.literal('Polygon'), coordinates: Rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings).min(1) }),
])
export type MapGeometry = z.infer<typeof MapGeometry>

/** Every position of a geometry, rings and lines one after the other. */
export function positionsOf(geometry: MapGeometry): z.infer<typeof Position>[] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates]
    case 'LineString':
      return geometry.coordinates
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.flat()
    case 'MultiPolygon':
      return geometry.coordinates.flat(2)
  }
}

/** Lines and rings of a geometry; none of a point. */
export function linesOf(geometry: MapGeometry): z.infer<typeof Position>[][] {
  switch (geometry.type) {
    case 'Point':
      return []
    case 'LineString':
      return [geometry.coordinates]
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates
    case 'MultiPolygon':
      return geometry.coordinates.flat()
  }
}

export const MapFeature = z.object({
  /** Stable across imports of the same source: `osm:way/123`; a label made of an area carries `#label`. */
  id: z.string().min(1).max(128),
  layer: MapLayer,
  name: z.string().max(120).nullable(),
  nameEn: z.string().max(120).optional(),
  /** Smallest zoom (256 px tiles) at which it is drawn. */
  minZoom: z.number().min(0).max(22),
  /** Which label stays when two do not fit: 0 before 9. */
  rank: z.int().min(0).max(9),
  geometry: MapGeometry,
})
export type MapFeature = z.infer<typeof MapFeature>
