import type { Map as MapLibreMap } from 'maplibre-gl'
import type { MapInfo } from '#shared/contracts/map.contract.ts'
import type { MapLook } from '../look.ts'
import { allLayers } from './build-style.ts'
import { PICTURES, pictureLayer, pictureSource } from './picture-layer.ts'
import { repaint } from './repaint.ts'

/** Brings the pictures beneath a standing map to what the hall has now. A source keeps its zooms and bounds: it is made anew. */
export function showPictures(map: MapLibreMap, look: MapLook, { pictures, revisions }: MapInfo): void {
  if (map.getSource(PICTURES) !== undefined) {
    map.removeLayer(PICTURES)
    map.removeSource(PICTURES)
  }
  if (pictures !== null) {
    map.addSource(PICTURES, pictureSource(pictures, revisions.pictures))
    map.addLayer(pictureLayer(look), aboveGround(map))
  }
  repaint(map, allLayers(look, pictures !== null))
}

/** The lowest layer over the background. */
const aboveGround = (map: MapLibreMap): string | undefined => map.getLayersOrder()[1]
