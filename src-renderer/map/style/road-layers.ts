// Roads and rails: first every casing, then every road, so that crossings stay open.
import type { ExpressionSpecification, LayerSpecification, LineLayerSpecification } from 'maplibre-gl'
import type { MapLook } from '../look.ts'
import { zoomed, zoomedBy } from './zoomed.ts'

type Stops = readonly (readonly [zoom: number, px: number])[]

interface RoadKind {
  readonly layer: 'road-main' | 'road-second' | 'road-minor'
  readonly minzoom: number
  /** Width without its casing, seat px. */
  readonly width: Stops
  /** Casing is drawn from here on. */
  readonly cased: number
}

const roads: readonly RoadKind[] = [
  { layer: 'road-minor', minzoom: 12, width: [[12, 0.5], [14, 1.4], [15, 2.6], [17, 8], [18, 15], [20, 40]], cased: 14 },
  { layer: 'road-second', minzoom: 9, width: [[9, 0.7], [12, 1.6], [14, 4], [15, 6], [17, 16], [18, 28], [20, 70]], cased: 12 },
  { layer: 'road-main', minzoom: 5, width: [[6, 0.8], [10, 1.6], [12, 2.8], [14, 6], [15, 9], [17, 24], [18, 42], [20, 100]], cased: 10 },
]

/** Service roads are narrower than streets, footways and steps are lines. */
const RANK_SHARE: ExpressionSpecification = ['match', ['get', 'rank'], 6, 0.8, 7, 0.6, 8, 0.25, 9, 0.2, 1]
const CASING_PX = 1.2

function roadLayer({ layer, minzoom, width }: RoadKind, { token, scale }: MapLook): LineLayerSpecification {
  const stops = width.map(([zoom, px]): [number, ExpressionSpecification] => [zoom, ['*', px * scale.line, RANK_SHARE]])
  return {
    'id': layer, 'type': 'line', 'source': 'basemap', 'source-layer': layer, minzoom,
    'layout': { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': ['-', 10, ['coalesce', ['get', 'rank'], 5]] },
    'paint': { 'line-color': token(`map-${layer}`), 'line-width': zoomedBy(...stops) },
  }
}

function casingLayer(kind: RoadKind, look: MapLook): LineLayerSpecification {
  const { layer, width, cased } = kind
  const edge = 2 * CASING_PX * look.scale.line
  const stops = width.map(([zoom, px]): [number, ExpressionSpecification] => [zoom, ['+', edge, ['*', px * look.scale.line, RANK_SHARE]]])
  return {
    'id': `${layer}-case`, 'type': 'line', 'source': 'basemap', 'source-layer': layer, 'minzoom': cased,
    'layout': { 'line-cap': 'butt', 'line-join': 'round' },
    'paint': { 'line-color': look.token('map-road-case'), 'line-width': zoomedBy(...stops) },
  }
}

/** A rail as maps draw it: a quiet line with bright ties, no status colour, no black. */
function railLayers({ token, scale }: MapLook): LineLayerSpecification[] {
  const rail = { 'type': 'line', 'source': 'basemap', 'source-layer': 'rail', 'minzoom': 10 } as const
  return [
    { id: 'rail', ...rail, paint: { 'line-color': token('map-grid'), 'line-width': zoomed(scale.line, [10, 0.8], [14, 2.2], [18, 5]) } },
    {
      id: 'rail-ties', ...rail, minzoom: 13,
      paint: { 'line-color': token('map-block'), 'line-width': zoomed(scale.line, [13, 0.8], [14, 1.2], [18, 3]), 'line-dasharray': [5, 5] },
    },
  ]
}

export function roadLayers(look: MapLook): LayerSpecification[] {
  return [...roads.map((kind) => casingLayer(kind, look)), ...railLayers(look), ...roads.map((kind) => roadLayer(kind, look))]
}
