// Ways to colour 6,400 unit grids, and a repaint in which nothing changes: the floor that no way can go below.
import type { ExpressionSpecification, GeoJSONSource } from 'maplibre-gl'
import { Choropleth } from '#renderer/map/choropleth.ts'
import type { Bucket } from '#renderer/map/choropleth.ts'
import { GRID_FILL } from '#renderer/map/style/choropleth-layers.ts'
import { idle, openMap } from './map-on-page.ts'
import type { MapOnPage, OpenOptions } from './map-on-page.ts'

export type ChoroplethWay = 'ours' | 'set-data' | 'empty'

export interface Cell {
  readonly code: string
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

interface Way {
  show(buckets: ReadonlyMap<string, Bucket>): Promise<void>
  /** Step that is drawn in the middle of a cell; null where it is bare. */
  seen(cell: Cell): unknown
  end(): void
}

let opened: Promise<{ readonly on: MapOnPage; readonly cells: readonly Cell[] }> | undefined

const middleOf = ({ west, south, east, north }: Cell): [number, number] => [(west + east) / 2, (south + north) / 2]

function ours({ map }: MapOnPage): Way {
  const choropleth = new Choropleth(map)
  return {
    show: (buckets) => {
      choropleth.set(buckets)
      return idle(map)
    },
    seen: (cell) => {
      const [hit] = map.queryRenderedFeatures(map.project(middleOf(cell)), { layers: [GRID_FILL] })
      return (hit?.state['bucket'] as unknown) ?? null
    },
    end: () => void choropleth.set(new Map()),
  }
}

function setData({ map, look }: MapOnPage, cells: readonly Cell[]): Way {
  const shapes = (buckets: ReadonlyMap<string, Bucket>): GeoJSON.FeatureCollection => ({
    type: 'FeatureCollection',
    features: cells.map(({ code, west, south, east, north }) => ({
      type: 'Feature', properties: { code, bucket: buckets.get(code) ?? -1 },
      geometry: { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
    })),
  })
  const [first, ...steps] = [1, 2, 3, 4, 5].map((step) => look.token(`d-${step}`))
  map.addSource('peer', { type: 'geojson', data: shapes(new Map()) })
  map.addLayer({
    id: 'peer', type: 'fill', source: 'peer',
    paint: { 'fill-color': ['step', ['get', 'bucket'], first, ...steps.flatMap((colour, i) => [i + 1, colour])] as ExpressionSpecification, 'fill-opacity': 0.72, 'fill-antialias': false },
  }, GRID_FILL)
  return {
    show: async (buckets) => {
      await map.getSource<GeoJSONSource>('peer')?.setData(shapes(buckets))
      return idle(map)
    },
    seen: (cell) => {
      const [hit] = map.queryRenderedFeatures(map.project(middleOf(cell)), { layers: ['peer'] })
      return (hit?.properties['bucket'] as unknown) ?? null
    },
    end: () => {
      map.removeLayer('peer')
      map.removeSource('peer')
    },
  }
}

function empty({ map }: MapOnPage): Way {
  return { show: () => idle(map), seen: () => null, end: () => undefined }
}

const ways: Readonly<Record<ChoroplethWay, (on: MapOnPage, cells: readonly Cell[]) => Way>> = { ours, 'set-data': setData, empty }
let inUse: { readonly way: ChoroplethWay; readonly made: Way } | undefined
let step = 0
const current = new Map<string, Bucket>()

/** Every cell has a step from the beginning; `changed` of them get another one. */
function advance(cells: readonly Cell[], changed: number): void {
  step += 1
  for (let k = 0; k < changed; k += 1) {
    const code = cells[(k * Math.floor(cells.length / changed) + step) % cells.length]?.code ?? ''
    current.set(code, (((current.get(code) ?? 0) + 1) % 5) as Bucket)
  }
}

/** Opens the map over these cells, all of which have a step from the beginning. */
export async function openChoropleth(options: OpenOptions, cells: readonly Cell[]): Promise<void> {
  for (const [i, { code }] of cells.entries()) current.set(code, ((i * 7) % 5) as Bucket)
  opened ??= openMap(options).then((on) => ({ on, cells }))
  await opened
}

async function theMap(): Promise<{ readonly on: MapOnPage; readonly cells: readonly Cell[] }> {
  if (opened === undefined) throw new Error('no map has been opened')
  return opened
}

/** Recolours so many cells `updates` times, one after the other; what takes that long is the caller's to measure. */
export async function benchChoropleth(way: ChoroplethWay, changed: number, updates: number): Promise<void> {
  const { on, cells } = await theMap()
  if (inUse?.way !== way) {
    inUse?.made.end()
    inUse = { way, made: ways[way](on, cells) }
    await inUse.made.show(current)
  }
  for (let i = 0; i < updates; i += 1) {
    advance(cells, changed)
    await inUse.made.show(current)
  }
}

const CHECKED = 40

/** How many of the cells that are asked of the map show another step than they have. */
export async function wrongCells(): Promise<number> {
  const { cells } = await theMap()
  if (inUse === undefined || inUse.way === 'empty') return 0
  const { seen } = inUse.made
  const checked = cells.filter((_, i) => i % Math.floor(cells.length / CHECKED) === 0)
  return checked.filter((cell) => seen(cell) !== current.get(cell.code)).length
}
