import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import type { Shapes } from './shapes.ts'

/** Hands a live source its new shapes; what the map's worker cannot take is a fault of ours and is reported as one. */
export function showShapes(map: MapLibreMap, source: string, shapes: Shapes): void {
  map.getSource<GeoJSONSource>(source)?.setData(shapes).catch(reportError)
}
