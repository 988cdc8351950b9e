// Base map under the roads, in the order of `mapLayers`.
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { MapLook } from '../look.ts'
import { pictureLayer } from './picture-layer.ts'
import { zoomed } from './zoomed.ts'

const areas: FilterSpecification = ['==', ['geometry-type'], 'Polygon']
const lines: FilterSpecification = ['==', ['geometry-type'], 'LineString']

/** How much of an area's own colour is left where pictures lie beneath it. */
const OVER_PICTURES = 0.4

export function groundLayers(look: MapLook, withPictures: boolean): LayerSpecification[] {
  const { token, scale } = look
  const strength = withPictures ? OVER_PICTURES : 1
  const of = (layer: string): { source: string; 'source-layer': string } => ({ 'source': 'basemap', 'source-layer': layer })
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': token('map-ground') } },
    ...(withPictures ? [pictureLayer(look)] : []),
    { id: 'block', type: 'fill', ...of('block'), filter: areas, paint: { 'fill-color': token('map-block'), 'fill-opacity': strength } },
    { id: 'green', type: 'fill', ...of('green'), filter: areas, paint: { 'fill-color': token('map-green'), 'fill-opacity': strength } },
    { id: 'water', type: 'fill', ...of('water'), filter: areas, paint: { 'fill-color': token('map-water'), 'fill-opacity': strength } },
    {
      id: 'stream', type: 'line', ...of('water'), filter: lines,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': token('map-water'), 'line-width': zoomed(scale.line, [9, 0.6], [13, 1.4], [16, 4], [18, 12]) },
    },
    {
      id: 'building', type: 'fill', ...of('building'), minzoom: 14.5, filter: areas,
      paint: { 'fill-color': token('map-building'), 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14.5, 0, 15, strength] },
    },
    {
      id: 'building-line', type: 'line', ...of('building'), minzoom: 15.5, filter: areas,
      paint: { 'line-color': token('map-building-line'), 'line-width': scale.line },
    },
  ]
}
