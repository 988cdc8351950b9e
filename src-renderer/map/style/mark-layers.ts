// What the middle column wants seen: the point in hand, how far duplicates are looked for, the duplicates by their number.
import type { LayerSpecification } from 'maplibre-gl'
import type { MapLook } from '../look.ts'

/** Source of the marks. */
export const MARKS = 'marks'

export function markLayers({ token, scale, fonts }: MapLook): LayerSpecification[] {
  const halo = { 'text-color': token('text-1'), 'text-halo-color': token('map-halo'), 'text-halo-width': 1.8 * Math.min(2, scale.text) }
  return [
    {
      id: 'mark-circle', type: 'line', source: MARKS, filter: ['==', ['get', 'kind'], 'circle'],
      paint: { 'line-color': token('text-1'), 'line-width': 1.2 * scale.line, 'line-dasharray': [3.3, 3.3] },
    },
    {
      id: 'mark-link', type: 'line', source: MARKS, filter: ['==', ['get', 'kind'], 'link'],
      paint: { 'line-color': token('st-attention-border'), 'line-width': 1.2 * scale.line },
    },
    {
      id: 'mark-radius', type: 'symbol', source: MARKS, filter: ['==', ['get', 'kind'], 'radius'],
      layout: {
        'text-field': ['get', 'label'], 'text-font': fonts.regular, 'text-size': 12 * scale.text, 'text-anchor': 'top-left',
        'text-allow-overlap': true, 'text-ignore-placement': true,
      },
      paint: halo,
    },
    {
      id: 'mark-number', type: 'symbol', source: MARKS, filter: ['==', ['get', 'kind'], 'number'],
      layout: {
        'text-field': ['get', 'label'], 'text-font': fonts.strong, 'text-size': 12 * scale.text, 'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1.2, 'text-allow-overlap': true,
      },
      paint: halo,
    },
    {
      id: 'mark-point', type: 'symbol', source: MARKS, filter: ['==', ['get', 'kind'], 'point'],
      // Names make room for it.
      layout: { 'icon-image': 'picked', 'icon-allow-overlap': true },
    },
  ]
}
