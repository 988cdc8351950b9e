// As much of GeoJSON as the live sources need.
import type { Position } from '#shared/domain/geometry/geometry.ts'

export interface Shape {
  type: 'Feature'
  properties: Record<string, string | number>
  geometry:
    | { type: 'Point'; coordinates: [number, number] }
    | { type: 'LineString'; coordinates: [number, number][] }
}

export interface Shapes {
  type: 'FeatureCollection'
  features: Shape[]
}

export function pointShape([lng, lat]: Position, properties: Shape['properties']): Shape {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } }
}

export function lineShape(line: readonly Position[], properties: Shape['properties']): Shape {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: line.map(([lng, lat]) => [lng, lat]) } }
}
