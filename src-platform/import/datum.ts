import gcoord from 'gcoord'
import { z } from '#shared/kernel/zod.ts'
import type { MapGeometry } from '#shared/platform-api/map-features.ts'
import type { Position } from './basemap/shape.ts'

/** Datum of a source's points; GCJ-02 and BD-09 are turned into WGS-84, which CGCS2000 equals at this scale. */
export const Datum = z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09'])
export type Datum = z.infer<typeof Datum>

/** A point of the datum in WGS-84 degrees. */
export function toWgs84(point: Position, datum: Datum): Position {
  if (datum === 'wgs84' || datum === 'cgcs2000') return point
  const [lng, lat] = gcoord.transform([...point], datum === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09, gcoord.WGS84)
  return [lng, lat]
}

/** The same for every position of an area. */
export function areaToWgs84<G extends Extract<MapGeometry, { type: 'Polygon' | 'MultiPolygon' }>>(area: G, datum: Datum): G {
  if (datum === 'wgs84' || datum === 'cgcs2000') return area
  const rings = (of: Position[][]): Position[][] => of.map((ring) => ring.map((point) => toWgs84(point, datum)))
  const coordinates = area.type === 'Polygon' ? rings(area.coordinates) : area.coordinates.map(rings)
  // The same kind of area with other numbers in it.
  return { ...area, coordinates }
}
