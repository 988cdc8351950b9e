import type { MapFeature } from '#shared/platform-api/map-features.ts'
import type { Point } from './plan.ts'

/** A name on the base map of a town, shown from zoom `minZoom` on; the lower its rank, the sooner it keeps its room. */
export function placeLabel(id: string, name: string, minZoom: number, rank: number, at: Point): MapFeature {
  return { id: `town:label/${id}`, layer: 'place', name, minZoom, rank, geometry: { type: 'Point', coordinates: at } }
}
