// Live cases: shape and colour say the same. Symbols always stand; their words give way.
import type { DataDrivenPropertyValueSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import { meanings } from '#renderer/styles/symbols.ts'
import { zoomForText } from '../look.ts'
import type { MapLook } from '../look.ts'

/** Source of the live cases. */
export const PINS = 'pins'
/** The layer whose features answer to the pointer. */
export const PIN_LAYER = 'pin'
/** Ring around the selected case; its filter is set when there is one. */
export const PIN_IN_HAND = 'pin-in-hand'
/** Where symbols are drawn big, an emergency has a ring besides. */
const RINGED_FROM = 2

export function pinInHandFilter(id: string | null): FilterSpecification {
  return ['==', ['get', 'id'], id ?? '']
}

/** From the middle of the symbol to its words, seat px; those of an emergency stand clear of its larger symbol and its ring. */
const LABEL_AT_PX = 13
const LABEL_GAP_PX = 4
const RING_PX = 24

/** Words of a case: those of a list beside the map stand in any case, the others where there is room. */
function wordLayer(id: string, filter: FilterSpecification, overlaps: boolean, look: MapLook): LayerSpecification {
  const { token, scale, fonts } = look
  const wordColour = ['match', ['get', 'meaning'], ...meanings.flatMap((meaning) => [meaning, token(`st-${meaning}-text`)]), token('text-1')]
  const sizePx = 12 * scale.text
  const emergencyAt = LABEL_GAP_PX + (scale.symbol >= RINGED_FROM ? RING_PX : LABEL_AT_PX)
  return {
    id, type: 'symbol', source: PINS, filter,
    minzoom: overlaps ? 0 : zoomForText(13.5, scale),
    layout: {
      'symbol-sort-key': ['-', 0, ['get', 'sort']],
      'text-field': ['get', 'label'], 'text-font': fonts.strong, 'text-size': sizePx, 'text-justify': 'auto', 'text-padding': 2,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': ['match', ['get', 'meaning'], 'emergency', (emergencyAt * scale.symbol) / sizePx, (LABEL_AT_PX * scale.symbol) / sizePx],
      'text-allow-overlap': overlaps,
    },
    paint: {
      // A list of pairs made from the five meanings, which the type cannot see.
      'text-color': wordColour as DataDrivenPropertyValueSpecification<string>,
      'text-halo-color': token('map-halo'), 'text-halo-width': 1.8 * Math.min(2, scale.text),
    },
  }
}

export function caseLayers(look: MapLook): LayerSpecification[] {
  const { token, scale } = look
  return [
    wordLayer('pin-label', ['all', ['!=', ['get', 'label'], ''], ['==', ['get', 'number'], 0]], false, look),
    {
      id: 'pin-emergency', type: 'circle', source: PINS, filter: ['all', ['==', ['get', 'meaning'], 'emergency'], ['literal', scale.symbol >= RINGED_FROM]],
      paint: { 'circle-radius': RING_PX * scale.symbol, 'circle-opacity': 0, 'circle-stroke-color': token('st-emergency-border'), 'circle-stroke-width': 1.5 * scale.symbol },
    },
    {
      id: PIN_IN_HAND, type: 'circle', source: PINS, filter: pinInHandFilter(null),
      paint: { 'circle-radius': 16 * scale.symbol, 'circle-opacity': 0, 'circle-stroke-color': token('focus'), 'circle-stroke-width': 2 * scale.symbol },
    },
    {
      id: PIN_LAYER, type: 'symbol', source: PINS,
      layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-padding': 1, 'symbol-sort-key': ['get', 'sort'], 'symbol-z-order': 'auto' },
    },
    {
      id: 'pin-pending', type: 'symbol', source: PINS, filter: ['>', ['get', 'pending'], 0],
      layout: {
        'icon-image': 'pending', 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'sort'],
        'icon-offset': [9 * scale.symbol, -9 * scale.symbol],
      },
    },
    wordLayer('pin-number', ['>', ['get', 'number'], 0], true, look),
  ]
}
