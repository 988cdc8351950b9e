// The same view of the same components: out of our index, and out of geojson-vt.
import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { toGridX, toGridY } from '#main/db-worker/tiles/point-index.ts'
import { EXTENT } from '#main/db-worker/tiles/tile-box.ts'
import type { Tile } from '#main/db-worker/tiles/tile-box.ts'
import { componentAt } from '../data/components.ts'
import { CENTER } from '../data/places.ts'

const [ACROSS, DOWN] = [7, 5]
const LAYER = 'components'
const MVT_VERSION = 2
const DEEPEST_ZOOM = 16

/** 35 tiles around the middle of the district. */
export function viewAt(z: number): Tile[] {
  const side = 2 ** (32 - z)
  const [column, row] = [Math.floor(toGridX(CENTER[0]) / side), Math.floor(toGridY(CENTER[1]) / side)]
  return Array.from({ length: ACROSS * DOWN }, (_, i) => ({
    z, x: column - Math.floor(ACROSS / 2) + (i % ACROSS), y: row - Math.floor(DOWN / 2) + Math.floor(i / ACROSS),
  }))
}

type Feature = GeoJSON.Feature<GeoJSON.Point, Record<string, string>>

/** Components as the peer takes them, with or without what they are. */
export function featuresOf(count: number, isTold: boolean): Feature[] {
  return Array.from({ length: count }, (_, i) => {
    const { code, classCode, name, state, lng, lat } = componentAt(i)
    const properties: Record<string, string> = isTold ? { code, classCode, name, state } : {}
    return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } }
  })
}

/** No margin: ours has none either. */
export function buildPeer(features: Feature[]): GeoJSONVT {
  const options = { maxZoom: DEEPEST_ZOOM, extent: EXTENT, buffer: 0, tolerance: 0 }
  return new GeoJSONVT({ type: 'FeatureCollection', features }, options)
}

export function peerTile(index: GeoJSONVT, { z, x, y }: Tile): Uint8Array {
  const tile = index.getTile(z, x, y)
  return tile === null ? new Uint8Array() : fromGeojsonVt({ [LAYER]: tile }, { version: MVT_VERSION, extent: EXTENT })
}

/** Columns and rows of a tile's points, each sorted. */
function axesOf(bytes: Uint8Array): readonly (readonly number[])[] {
  const layer = bytes.length === 0 ? undefined : new VectorTile(new PbfReader(bytes)).layers[LAYER]
  const points = Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i).loadGeometry() ?? []).flat(2)
  return [points.map(({ x }) => x), points.map(({ y }) => y)].map((axis) => axis.sort((a, b) => a - b))
}

/** Throws unless the tiles hold the same points; the peer rounds where we cut, so one unit apart is the same. */
export function assertSame(ours: readonly Uint8Array[], peer: readonly Uint8Array[]): number {
  let count = 0
  for (const [i, bytes] of ours.entries()) {
    const [mine, theirs] = [axesOf(bytes), axesOf(peer[i] ?? new Uint8Array())]
    for (const [axis, units] of mine.entries()) {
      const others = theirs[axis] ?? []
      const isSame = units.length === others.length && units.every((unit, k) => Math.abs(unit - (others[k] ?? 0)) <= 1)
      if (!isSame) throw new Error(`tile ${String(i)}: the two do not hold the same points`)
    }
    count += mine[0]?.length ?? 0
  }
  return count
}
