import type { LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'

/**
 * Brings a map into another look without loading anything anew: only properties that differ are set. Filters and what is
 * hidden stay as they are.
 */
export function repaint(map: MapLibreMap, layers: readonly LayerSpecification[]): void {
  for (const layer of layers) {
    if (map.getLayer(layer.id) === undefined) continue
    for (const [name, value] of Object.entries(layer.paint ?? {})) {
      if (!same(map.getPaintProperty(layer.id, name), value)) map.setPaintProperty(layer.id, name, value)
    }
    for (const [name, value] of Object.entries('layout' in layer ? (layer.layout ?? {}) : {})) {
      if (name !== 'visibility' && !same(map.getLayoutProperty(layer.id, name), value)) map.setLayoutProperty(layer.id, name, value)
    }
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
