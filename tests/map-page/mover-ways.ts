// Ways to show 500 things that move, each over the full map.
import type { GeoJSONSource } from 'maplibre-gl'
import { Marker } from 'maplibre-gl'
import { moverBatch, moverKinds } from '#renderer/map/movers/mover-batch.ts'
import type { MoverRow } from '#renderer/map/movers/mover-batch.ts'
import { createMoversLayer } from '#renderer/map/movers/movers-layer.ts'
import { idle, openMap } from './map-on-page.ts'
import type { MapOnPage, OpenOptions } from './map-on-page.ts'

export type MoverWay = 'ours' | 'set-data' | 'markers' | 'empty'

interface Way {
  show(rows: readonly MoverRow[]): Promise<void>
  /** Who is drawn at the place of each of these rows. */
  seen(rows: readonly MoverRow[]): (string | null)[]
  end(): void
}

const COUNT = 500
const CHECKED = 25
let opened: Promise<MapOnPage> | undefined

/** Where everybody is after so many seconds: each on a circle of its own, about 1.5 m/s. */
function rowsAt(second: number, [west, south, east, north]: OpenOptions['bounds']): MoverRow[] {
  return Array.from({ length: COUNT }, (_, i) => {
    const angle = i + second * 0.01
    const [column, row] = [(i % 25) / 25 + 0.02, Math.floor(i / 25) / 20 + 0.02]
    return {
      id: String(i), kind: moverKinds[i % 3] ?? 'inspector', headingDeg: (angle * 57.3) % 360, isStale: i % 17 === 0,
      lng: west + (east - west) * column + Math.cos(angle) * 1e-3, lat: south + (north - south) * row + Math.sin(angle) * 1e-3,
    }
  })
}

const oneFrame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
const nobody = (rows: readonly MoverRow[]): null[] => rows.map(() => null)

function ours({ map, look }: MapOnPage): Way {
  const layer = createMoversLayer({ id: 'movers', look })
  map.addLayer(layer.layer, 'pin-label')
  return {
    show: (rows) => {
      layer.set(moverBatch(rows))
      return idle(map)
    },
    seen: (rows) => rows.map(({ lng, lat }) => layer.pick(map.project([lng, lat]))),
    end: () => layer.dispose(),
  }
}

function setData({ map }: MapOnPage): Way {
  const shapes = (rows: readonly MoverRow[]): GeoJSON.FeatureCollection => ({
    type: 'FeatureCollection',
    features: rows.map(({ id, kind, headingDeg, isStale, lng, lat }) => ({
      type: 'Feature', properties: { id, icon: isStale ? `${kind}-stale` : kind, headingDeg }, geometry: { type: 'Point', coordinates: [lng, lat] },
    })),
  })
  map.addSource('peer', { type: 'geojson', data: shapes([]) })
  map.addLayer({
    id: 'peer', type: 'symbol', source: 'peer',
    layout: { 'icon-image': ['get', 'icon'], 'icon-rotate': ['get', 'headingDeg'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
  })
  return {
    show: async (rows) => {
      await map.getSource<GeoJSONSource>('peer')?.setData(shapes(rows))
      return idle(map)
    },
    seen: (rows) => rows.map(({ id, lng, lat }) => {
      const hits = map.queryRenderedFeatures(map.project([lng, lat]), { layers: ['peer'] }).map(({ properties }) => String(properties['id']))
      return hits.includes(id) ? id : (hits[0] ?? null)
    }),
    end: () => {
      map.removeLayer('peer')
      map.removeSource('peer')
    },
  }
}

function markers({ map }: MapOnPage): Way {
  const all = Array.from({ length: COUNT }, () => {
    const element = document.createElement('div')
    element.style.cssText = 'position:absolute;left:0;top:0;width:22px;height:22px;border-radius:50%;background:#454B47'
    return new Marker({ element }).setLngLat([0, 0]).addTo(map)
  })
  return {
    show: (rows) => {
      for (const [i, { lng, lat, headingDeg }] of rows.entries()) all[i]?.setLngLat([lng, lat]).setRotation(headingDeg ?? 0)
      return oneFrame()
    },
    seen: nobody,
    end: () => {
      for (const marker of all) marker.remove()
    },
  }
}

function empty({ map }: MapOnPage): Way {
  return { show: () => idle(map), seen: nobody, end: () => undefined }
}

const ways: Readonly<Record<MoverWay, (on: MapOnPage) => Way>> = { ours, 'set-data': setData, markers, empty }
let inUse: { readonly way: MoverWay; readonly made: Way } | undefined
let second = 0

/** Shows the way `updates` times, a second of the movers' world apart; answers how long one took and who is where. */
export async function benchMovers(way: MoverWay, updates: number, options: OpenOptions): Promise<{ ms: number; wrong: number }> {
  opened ??= openMap(options)
  const on = await opened
  if (inUse?.way !== way) {
    inUse?.made.end()
    inUse = { way, made: ways[way](on) }
    await inUse.made.show(rowsAt(second, options.bounds))
  }
  const started = performance.now()
  for (let i = 0; i < updates; i += 1) {
    second += 1
    await inUse.made.show(rowsAt(second, options.bounds))
  }
  const ms = (performance.now() - started) / updates
  return { ms, wrong: wrongOnes(inUse.made, way, options) }
}

function wrongOnes({ seen }: Way, way: MoverWay, { bounds }: OpenOptions): number {
  if (way === 'empty' || way === 'markers') return 0
  const checked = rowsAt(second, bounds).filter((_, i) => i % Math.floor(COUNT / CHECKED) === 0)
  const found = seen(checked)
  return checked.filter(({ id }, i) => found[i] !== id).length
}
