// Live cases: shape and colour say the same. Symbols always stand; their words give way.
import type { DataDrivenPropertyValueSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import { meanings } from '#renderer/styles/symbols.ts'
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

export function caseLayers({ token, scale, fonts }: MapLook): LayerSpecification[] {
  const wordColour = ['match', ['get', 'meaning'], ...meanings.flatMap((meaning) => [meaning, token(`st-${meaning}-text`)]), token('text-1')]
  return [
    {
      id: 'pin-label', type: 'symbol', source: PINS, minzoom: 13.5, filter: ['!=', ['get', 'label'], ''],
      layout: {
        'symbol-sort-key': ['-', 0, ['get', 'sort']],
        'text-field': ['get', 'label'], 'text-font': fonts.strong, 'text-size': 12 * scale.text,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 1.1 * (scale.symbol / scale.text), 'text-justify': 'auto',
        'text-padding': 2,
      },
      paint: {
        // A list of pairs made from the five meanings, which the type cannot see.
        'text-color': wordColour as DataDrivenPropertyValueSpecification<string>,
        'text-halo-color': token('map-halo'), 'text-halo-width': 1.8 * Math.min(2, scale.text),
      },
    },
    {
      id: 'pin-emergency', type: 'circle', source: PINS, filter: ['all', ['==', ['get', 'meaning'], 'emergency'], ['literal', scale.symbol >= RINGED_FROM]],
      paint: { 'circle-radius': 24 * scale.symbol, 'circle-opacity': 0, 'circle-stroke-color': token('st-emergency-border'), 'circle-stroke-width': 1.5 * scale.symbol },
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
  ]
}
