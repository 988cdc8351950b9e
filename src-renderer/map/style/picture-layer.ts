// A base map of pictures: beneath everything, and so muted that what lies above it is read first.
import type { RasterLayerSpecification, RasterSourceSpecification } from 'maplibre-gl'
import type { MapPictures } from '#shared/domain/geometry/map-pictures.ts'
import type { MapLook } from '../look.ts'
import { tileUrl } from '../tile-url.ts'

/** Source and layer. */
export const PICTURES = 'pictures'

export function pictureSource({ minZoom, maxZoom, tileSize, bounds }: MapPictures, revision: number): RasterSourceSpecification {
  const tiles = [tileUrl('pictures', revision)]
  return { type: 'raster', tiles, tileSize, bounds, minzoom: minZoom, maxzoom: maxZoom }
}

/** Colours nearly gone, for colour is what states are told by; the ground shows through, light by day and dark by night. */
export function pictureLayer({ token }: MapLook): RasterLayerSpecification {
  return {
    id: PICTURES,
    type: 'raster',
    source: PICTURES,
    paint: {
      'raster-opacity': Number(token('map-picture-strength')),
      'raster-brightness-max': Number(token('map-picture-brightest')),
      'raster-saturation': -0.8,
      'raster-contrast': -0.2,
      'raster-fade-duration': 90,
    },
  }
}
