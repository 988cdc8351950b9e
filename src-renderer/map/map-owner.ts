// One MapLibre map from its making to its removal. Everything that is told to it goes through here or the parts beside.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { markRaw } from 'vue'
import type { MapInfo } from '#shared/contracts/map.contract.ts'
import { TileLayer } from '#shared/contracts/map.contract.ts'
import type { MapLook } from './look.ts'
import { addProtocol, MapLibre, removeProtocol } from './maplibre.ts'
import { allLayers, buildStyle } from './style/build-style.ts'
import { PICTURES } from './style/picture-layer.ts'
import { showPictures } from './style/show-pictures.ts'
import { repaint } from './style/repaint.ts'
import { paintSymbols } from './symbol-images.ts'
import type { TileLoader } from './tile-door.ts'
import { TILE_PROTOCOL } from './tile-url.ts'

export interface MapOwnerOptions {
  readonly container: HTMLElement
  readonly look: MapLook
  readonly info: MapInfo
  readonly isInteractive: boolean
  /** What screen readers call it. */
  readonly title: string
  /** A seat opens on the middle of the hall, a wall on all of it. */
  readonly opensOn: 'center' | 'bounds'
  readonly loadTile: TileLoader
  /** The style stands: sources and layers may be told things. Again after a lost graphics context has come back. */
  readonly onReady: () => void
  readonly onLost: () => void
  readonly onIdle: (isIdle: boolean) => void
  /** A tile came but could not be read. */
  readonly onBadTile: (layer: TileLayer) => void
}

export interface MapOwner {
  readonly map: MapLibreMap
  /** Another base map of pictures, or none any more. */
  lay(info: MapInfo): void
  /** Colours and sizes of another look, without loading anything anew. */
  wear(look: MapLook): void
  dispose(): void
}

const OPENING_ZOOM = 15
/** Between what a wall shows and the edge of its pane. */
export const WALL_MARGIN_PX = 24
const isTileSource = (id: unknown): id is TileLayer => TileLayer.safeParse(id).success

/** Of all maps of this window, which share one protocol: the newest loads for all of them. */
const loaders: TileLoader[] = []

function useLoader(loader: TileLoader): () => void {
  loaders.push(loader)
  addProtocol(TILE_PROTOCOL, loader)
  return () => {
    loaders.splice(loaders.indexOf(loader), 1)
    const newest = loaders.at(-1)
    if (newest === undefined) removeProtocol(TILE_PROTOCOL)
    else addProtocol(TILE_PROTOCOL, newest)
  }
}

function createMap({ container, look, info, isInteractive, title, opensOn }: MapOwnerOptions): MapLibreMap {
  return new MapLibre({
    container,
    style: buildStyle(look, info),
    ...(opensOn === 'bounds'
      ? { bounds: info.bounds, fitBoundsOptions: { padding: WALL_MARGIN_PX } }
      : { center: info.center, zoom: OPENING_ZOOM }),
    minZoom: 3,
    maxZoom: 20,
    interactive: isInteractive,
    // The attribution is a text of ours, always shown; north stays up and the ground flat.
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    canvasContextAttributes: { antialias: false },
    fadeDuration: 90,
    refreshExpiredTiles: false,
    zoomLevelsToOverscale: 20,
    validateStyle: false,
    locale: { 'Map.Title': title },
  })
}

/** Throws what MapLibre throws when there is no WebGL. */
export function createMapOwner(options: MapOwnerOptions): MapOwner {
  const releaseLoader = useLoader(options.loadTile)
  let map: MapLibreMap
  try {
    map = markRaw(createMap(options))
  } catch (error) {
    releaseLoader()
    throw error
  }
  let { look } = options
  const paintImages = (): void => {
    for (const { name, image, pixelRatio } of paintSymbols(look, window.devicePixelRatio)) {
      if (map.hasImage(name)) map.updateImage(name, image)
      else map.addImage(name, image, { pixelRatio })
    }
  }
  const hasStyle = (): boolean => map.isStyleLoaded() || map.getLayer('ground') !== undefined
  map.keyboard.disableRotation()
  map.touchZoomRotate.disableRotation()
  map.on('style.load', () => {
    paintImages()
    options.onReady()
  })
  map.on('webglcontextlost', options.onLost)
  map.on('idle', () => options.onIdle(true))
  for (const event of ['movestart', 'dataloading'] as const) map.on(event, () => options.onIdle(false))
  // With a listener MapLibre keeps quiet on the console. A refused tile has been told already; the rest is a fault of ours.
  map.on('error', (event) => {
    const source: unknown = 'sourceId' in event ? event.sourceId : undefined
    if (isTileSource(source)) options.onBadTile(source)
    else reportError(event.error)
  })
  return {
    map,
    lay(info) {
      if (hasStyle()) showPictures(map, look, info)
    },
    wear(next) {
      look = next
      if (!hasStyle()) return
      paintImages()
      repaint(map, allLayers(next, map.getSource(PICTURES) !== undefined))
    },
    dispose() {
      map.remove()
      releaseLoader()
    },
  }
}
