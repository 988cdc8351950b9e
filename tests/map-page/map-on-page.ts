// The hall's own map on a page: its style, its owner, its tiles as the server beside gives them.
import type { Map as MapLibreMap } from 'maplibre-gl'
import type { MapInfo } from '#shared/contracts/map.contract.ts'
import { readLook } from '#renderer/map/look.ts'
import type { MapLook } from '#renderer/map/look.ts'
import { createMapOwner } from '#renderer/map/map-owner.ts'
import { parseTileUrl } from '#renderer/map/tile-url.ts'

export interface OpenOptions {
  readonly width: number
  readonly height: number
  readonly bounds: MapInfo['bounds']
  readonly symbol: number
}

export interface MapOnPage {
  readonly map: MapLibreMap
  readonly look: MapLook
}

const IDLE_PATIENCE_MS = 60_000

/** Resolves when the map has drawn everything it has. */
export function idle(map: MapLibreMap): Promise<void> {
  return new Promise((done, fail) => {
    const tooLong = setTimeout(() => fail(new Error('the map does not come to rest')), IDLE_PATIENCE_MS)
    void map.once('idle', () => {
      clearTimeout(tooLong)
      done()
    })
    map.triggerRepaint()
  })
}

async function fetchTile({ url }: { readonly url: string }): Promise<{ data: ArrayBuffer }> {
  const address = parseTileUrl(url)
  if (address === undefined) throw new RangeError(url)
  const reply = await fetch(`/tile/${address.layer}/${address.z}/${address.x}/${address.y}`)
  return { data: await reply.arrayBuffer() }
}

export async function openMap({ width, height, bounds, symbol }: OpenOptions): Promise<MapOnPage> {
  const container = document.getElementById('map')
  if (container === null) throw new Error('the page has no place for a map')
  Object.assign(container.style, { position: 'fixed', left: '0', top: '0', width: `${width}px`, height: `${height}px` })
  const look = readLook({ symbol, text: 1, line: 1 })
  const middle: [number, number] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]
  const info: MapInfo = {
    center: middle, bounds, attribution: '', pictures: null, revisions: { basemap: 1, grids: 1, components: 1, cases: 1, pictures: 1 },
    counts: { grids: 0, components: 0, cases: 0, features: 0 },
  }
  const ready = Promise.withResolvers<null>()
  const { map } = createMapOwner({
    ...{ container, look, info, isInteractive: true, title: '地图', opensOn: 'bounds', loadTile: fetchTile },
    ...{ onReady: () => ready.resolve(null), onLost: () => undefined, onIdle: () => undefined, onBadTile: () => undefined },
  })
  await ready.promise
  await idle(map)
  return { map, look }
}
