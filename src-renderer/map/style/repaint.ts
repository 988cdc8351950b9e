import type { LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'

type PaintName = Parameters<MapLibreMap['getPaintProperty']>[1]
type LayoutName = Parameters<MapLibreMap['getLayoutProperty']>[1]
type PaintValue = Parameters<MapLibreMap['setPaintProperty']>[2]
type LayoutValue = Parameters<MapLibreMap['setLayoutProperty']>[2]

/**
 * Brings a map into another look without loading anything anew: only properties that differ are set. Filters and what is
 * hidden stay as they are.
 */
export function repaint(map: MapLibreMap, layers: readonly LayerSpecification[]): void {
  for (const layer of layers) {
    if (map.getLayer(layer.id) === undefined) continue
    // The entries are those of a typed layer; only `Object.entries` forgets their names.
    for (const [name, value] of Object.entries(layer.paint ?? {}) as [PaintName, PaintValue][]) {
      if (!same(map.getPaintProperty(layer.id, name), value)) map.setPaintProperty(layer.id, name, value)
    }
    const layout = 'layout' in layer ? layer.layout : {}
    for (const [name, value] of Object.entries(layout) as [LayoutName, LayoutValue][]) {
      if (name !== 'visibility' && !same(map.getLayoutProperty(layer.id, name), value)) map.setLayoutProperty(layer.id, name, value)
    }
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
