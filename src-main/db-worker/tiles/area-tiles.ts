// Base map and unit grids: cut by geojson-vt out of an index that is built when first asked for and dropped when its rows change.
import { GeoJSONVT } from '@maplibre/geojson-vt'
import type { GeoJSONVTTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { MapFeature, MapGeometry } from '#shared/platform-api/map-features.ts'
import type { GridRow } from '#shared/platform-api/rows.ts'
import { readRevision } from '../cache/progress.ts'
import type { ReadDb } from '../driver.ts'
import { dutyBorders } from './duty-borders.ts'
import { EXTENT } from './tile-box.ts'
import type { Tile } from './tile-box.ts'

/** Deepest zoom that is cut; a map enlarges these tiles beyond. */
const DEEPEST_ZOOM = 18
const MVT_VERSION = 2

interface AreaFeature {
  readonly type: 'Feature'
  readonly properties: Record<string, string | number | null>
  readonly geometry: MapGeometry
}

interface Built {
  readonly revision: number
  readonly index: GeoJSONVT
}

/** Tiles of one kind of rows; `layerOf` names the layer of the tile a feature stands in. */
export interface AreaTiles {
  tile(tile: Tile): Uint8Array
}

function createAreaTiles(
  db: ReadDb,
  kind: string,
  read: () => AreaFeature[],
  split: (tile: GeoJSONVTTile, z: number) => Record<string, GeoJSONVTTile>,
): AreaTiles {
  let built: Built | undefined
  const index = (): GeoJSONVT => {
    const revision = readRevision(db, kind)
    if (built?.revision !== revision) {
      const features = { type: 'FeatureCollection' as const, features: read() }
      built = { revision, index: new GeoJSONVT(features, { maxZoom: DEEPEST_ZOOM, extent: EXTENT }) }
    }
    return built.index
  }
  return {
    tile({ z, x, y }) {
      const cut = z > DEEPEST_ZOOM ? null : index().getTile(z, x, y)
      const layers = cut === null ? {} : split(cut, z)
      return Object.keys(layers).length === 0
        ? new Uint8Array()
        : fromGeojsonVt(layers, { version: MVT_VERSION, extent: EXTENT }).slice()
    },
  }
}

export function createBasemapTiles(db: ReadDb): AreaTiles {
  return createAreaTiles(db, 'map-feature', () => readAll<MapFeature>(db, 'map_feature').map(toMapFeature), byLayer)
}

export function createGridTiles(db: ReadDb): AreaTiles {
  return createAreaTiles(db, 'grid', () => gridFeatures(readAll<GridRow>(db, 'grid')), gridsAndBorders)
}

/** Unit grids, and the borders of the duty grids they make up. */
function gridFeatures(grids: readonly GridRow[]): AreaFeature[] {
  const borders = dutyBorders(grids).map((line): AreaFeature => {
    const coordinates = line.map(([lng, lat]): [number, number] => [lng, lat])
    return { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } }
  })
  return [...grids.map(toGridFeature), ...borders]
}

const POLYGON = 3

function gridsAndBorders(tile: GeoJSONVTTile): Record<string, GeoJSONVTTile> {
  const layers: Record<string, GeoJSONVTTile> = {}
  for (const feature of tile.features) {
    const layer = feature.type === POLYGON ? 'grids' : 'duty-borders'
    const target = (layers[layer] ??= { ...tile, features: [] })
    target.features.push(feature)
  }
  return layers
}

/** Rows are stored after their schema had passed. */
function readAll<Row>(db: ReadDb, table: 'map_feature' | 'grid'): Row[] {
  return db
    .pluck<[], string>(`SELECT doc FROM ${table} ORDER BY id`)
    .all()
    .map((doc) => JSON.parse(doc) as Row)
}

function toMapFeature({ layer, name, rank, minZoom, geometry }: MapFeature): AreaFeature {
  return { type: 'Feature', properties: { layer, name, rank, minZoom }, geometry }
}

function toGridFeature({ code, name, geometry }: GridRow): AreaFeature {
  return { type: 'Feature', properties: { code, name }, geometry }
}

/** One layer of the tile for each layer of the base map, without what is too small to be drawn yet. */
function byLayer(tile: GeoJSONVTTile, z: number): Record<string, GeoJSONVTTile> {
  const layers: Record<string, GeoJSONVTTile> = {}
  for (const feature of tile.features) {
    // Given to the index by toMapFeature.
    const { layer, minZoom, name, rank } = (feature.tags ?? {}) as Partial<AreaFeature['properties']>
    // `minZoom` counts tiles of 256 pixels, the map draws them 512 wide.
    if (typeof layer !== 'string' || (typeof minZoom === 'number' && minZoom > z + 1 && z < DEEPEST_ZOOM)) continue
    const target = (layers[layer] ??= { ...tile, features: [] })
    target.features.push({
      ...feature,
      tags: { layer, ...(rank === undefined ? {} : { rank }), ...(name == null ? {} : { name }) },
    })
  }
  return layers
}
