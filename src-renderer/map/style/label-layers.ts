// Names of the base map. The upper layer is placed first: places before roads; what does not fit is dropped.
import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import { zoomForText } from '../look.ts'
import type { MapLook } from '../look.ts'
import { zoomed } from './zoomed.ts'

type Layout = NonNullable<SymbolLayerSpecification['layout']>
type Paint = NonNullable<SymbolLayerSpecification['paint']>

const NAME: ExpressionSpecification = ['get', 'name']
const RANK: ExpressionSpecification = ['coalesce', ['get', 'rank'], 9]
const named: ExpressionSpecification = ['has', 'name']

const haloed = ({ token, scale }: MapLook, colour = 'map-label', halo = 'map-halo'): Paint => ({
  'text-color': token(colour),
  'text-halo-color': token(halo),
  'text-halo-width': 1.6 * Math.min(2, scale.text),
})

/** Along the line; MapLibre stands Chinese upright on roads that run up and down. */
const alongLine = ({ scale, fonts }: MapLook, sizePx: number): Layout => ({
  'symbol-placement': 'line',
  'symbol-spacing': 320 * scale.text,
  'symbol-sort-key': RANK,
  'text-field': NAME,
  'text-font': fonts.regular,
  'text-size': sizePx * scale.text,
  'text-letter-spacing': 0.12,
  'text-max-angle': 32,
  'text-padding': 6 * scale.text,
})

function roadLabel(id: 'road-main' | 'road-second' | 'road-minor', seatZoom: number, look: MapLook): SymbolLayerSpecification {
  const minzoom = zoomForText(seatZoom, look.scale)
  return {
    'id': `${id}-label`, 'type': 'symbol', 'source': 'basemap', 'source-layer': id, minzoom, 'filter': named,
    'layout': alongLine(look, id === 'road-main' ? 13 : 12),
    'paint': haloed(look),
  }
}

function waterLabels(look: MapLook): SymbolLayerSpecification[] {
  const of = { 'type': 'symbol', 'source': 'basemap', 'source-layer': 'water', 'minzoom': zoomForText(13, look.scale) } as const
  const { scale, fonts } = look
  return [
    {
      id: 'stream-label', ...of, filter: ['all', named, ['==', ['geometry-type'], 'LineString']],
      layout: alongLine(look, 12), paint: haloed(look, 'map-water-label', 'map-water'),
    },
    {
      id: 'water-label', ...of, filter: ['all', named, ['==', ['geometry-type'], 'Polygon']],
      layout: { 'text-field': NAME, 'text-font': fonts.regular, 'text-size': 12 * scale.text, 'text-letter-spacing': 0.12, 'text-padding': 24 * scale.text },
      paint: haloed(look, 'map-water-label', 'map-water'),
    },
  ]
}

function placeLabel(id: 'place' | 'poi', seatZoom: number, look: MapLook): SymbolLayerSpecification {
  const { scale, fonts } = look
  const minzoom = zoomForText(seatZoom, scale)
  // Towns shrink to the size of their quarters when one is in the midst of them.
  const town = ['step', RANK, 17, 1, 15, 3, 13] as ExpressionSpecification
  return {
    id, 'type': 'symbol', 'source': 'basemap', 'source-layer': id, minzoom, 'filter': named,
    'layout': {
      'symbol-sort-key': RANK,
      'text-field': NAME,
      'text-font': id === 'place' ? fonts.medium : fonts.regular,
      'text-size': id === 'place' ? ['*', town, scale.text] : zoomed(scale.text, [15, 12], [18, 13]),
      'text-max-width': 8,
      'text-padding': (id === 'place' ? 8 : 10) * scale.text,
    },
    'paint': haloed(look),
  }
}

export function lineLabelLayers(look: MapLook): LayerSpecification[] {
  return [
    roadLabel('road-minor', 15.5, look),
    roadLabel('road-second', 14, look),
    roadLabel('road-main', 12.5, look),
    ...waterLabels(look),
  ]
}

export function placeLabelLayers(look: MapLook): LayerSpecification[] {
  return [placeLabel('poi', 15.5, look), placeLabel('place', 5, look)]
}
