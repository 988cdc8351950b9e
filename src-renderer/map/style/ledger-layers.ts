// What the city knows: unit grids, components, and cases that have ended. Objects never borrow a status colour.
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import { zoomForText } from '../look.ts'
import type { MapLook } from '../look.ts'
import { zoomedBy } from './zoomed.ts'

/** Manholes are rings, everything else is a square. */
const isManhole: ExpressionSpecification = ['in', '井盖', ['coalesce', ['get', 'name'], '']]
const noGrid: FilterSpecification = ['==', ['get', 'code'], '']

/** Outline of the unit grid in hand; its filter is set when there is one. */
export const GRID_IN_HAND = 'grid-in-hand'

export function gridInHandFilter(code: string | null): FilterSpecification {
  return code === null ? noGrid : ['==', ['get', 'code'], code]
}

export function gridLayers({ token, scale }: MapLook): LayerSpecification[] {
  const of = { 'source': 'grids', 'source-layer': 'grids' } as const
  return [
    {
      // Round caps on dashes without length are dots.
      id: 'grid', type: 'line', ...of, minzoom: 13,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': token('map-grid'), 'line-width': 1.3 * scale.line, 'line-dasharray': [0, 3] },
    },
    {
      // One line where two meet: dash, dot, dash.
      'id': 'duty-grid', 'type': 'line', 'source': 'grids', 'source-layer': 'duty-borders', 'minzoom': 11,
      'layout': { 'line-join': 'round' },
      'paint': { 'line-color': token('map-duty-grid'), 'line-width': 1.5 * scale.line, 'line-dasharray': [8, 3, 1, 3] },
    },
    { id: `${GRID_IN_HAND}-fill`, type: 'fill', ...of, filter: noGrid, paint: { 'fill-color': token('focus'), 'fill-opacity': 0.08 } },
    { id: GRID_IN_HAND, type: 'line', ...of, filter: noGrid, paint: { 'line-color': token('focus'), 'line-width': 1.5 * scale.line } },
  ]
}

/** The last three digits of a code: what people of the hall call a grid by. */
export function gridLabelLayers({ token, scale, fonts }: MapLook): LayerSpecification[] {
  return [{
    'id': 'grid-label', 'type': 'symbol', 'source': 'grids', 'source-layer': 'grids', 'minzoom': zoomForText(15, scale),
    'layout': {
      'text-field': ['slice', ['get', 'code'], ['max', 0, ['-', ['length', ['get', 'code']], 3]]],
      'text-font': fonts.regular, 'text-size': 12 * scale.text, 'text-padding': 16 * scale.text,
    },
    'paint': { 'text-color': token('text-3'), 'text-halo-color': token('map-halo'), 'text-halo-width': 1.6 * Math.min(2, scale.text) },
  }]
}

export function componentLayers({ token, scale }: MapLook): LayerSpecification[] {
  const of = { 'source': 'components', 'source-layer': 'components' } as const
  return [
    {
      id: 'component-far', type: 'circle', ...of, minzoom: 14, maxzoom: 16,
      paint: { 'circle-color': token('map-component'), 'circle-radius': 1.2 * scale.symbol, 'circle-opacity': 0.55 },
    },
    {
      id: 'manhole', type: 'circle', ...of, minzoom: 16, filter: isManhole,
      paint: {
        'circle-color': token('panel'), 'circle-radius': 2.2 * scale.symbol,
        'circle-stroke-color': token('map-component'), 'circle-stroke-width': 1.2 * scale.symbol,
      },
    },
    {
      id: 'component', type: 'symbol', ...of, minzoom: 16, filter: ['!', isManhole],
      layout: { 'icon-image': 'component', 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-padding': 0 },
    },
  ]
}

/** Cases that have ended: faint rings, thinned by the host below zoom 15. Live ones are drawn as pins. */
export function historyLayers({ token, scale }: MapLook): LayerSpecification[] {
  return [{
    'id': 'history', 'type': 'circle', 'source': 'cases', 'source-layer': 'cases', 'minzoom': 9,
    'paint': {
      'circle-color': token('map-ground'),
      'circle-opacity': 0,
      'circle-radius': zoomedBy([9, 1 * scale.symbol], [13, 1.6 * scale.symbol], [17, 3 * scale.symbol]),
      'circle-stroke-color': token('map-component'),
      'circle-stroke-width': 0.9 * scale.symbol,
      'circle-stroke-opacity': 0.45,
    },
  }]
}
