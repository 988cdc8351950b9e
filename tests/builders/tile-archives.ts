// Small archives of real tiles, written as the specifications say, for the importers to read.
import { DatabaseSync } from 'node:sqlite'
import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import { zxyToTileId } from 'pmtiles'

export type Layers = Readonly<Record<string, GeoJSON.FeatureCollection>>

export interface ArchiveTiles {
  /** The finest. */
  readonly zoom: number
  readonly minZoom?: number
  readonly bounds: readonly [number, number, number, number]
  /** By "x/y" at the finest zoom, or by "z/x/y". */
  readonly tiles: ReadonlyMap<string, Uint8Array>
}

/** Every tile of the layers at one zoom, gzipped, by "x/y". */
export function cutTiles(layers: Layers, zoom: number, bounds: ArchiveTiles['bounds']): ArchiveTiles {
  const indexes = Object.entries(layers).map(
    ([name, collection]) =>
      [name, new GeoJSONVT(collection, { maxZoom: zoom, indexMaxZoom: 0, buffer: 64, extent: 4096 })] as const,
  )
  const tiles = new Map<string, Uint8Array>()
  const size = 2 ** zoom
  const column = (lng: number): number => Math.floor(((lng + 180) / 360) * size)
  const line = (lat: number): number => {
    const sin = Math.sin((lat * Math.PI) / 180)
    return Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size)
  }
  for (let x = column(bounds[0]); x <= column(bounds[2]); x += 1) {
    for (let y = line(bounds[3]); y <= line(bounds[1]); y += 1) {
      const cut = indexes.flatMap(([name, index]) => {
        const tile = index.getTile(zoom, x, y)
        return tile === null ? [] : [[name, tile] as const]
      })
      if (cut.length > 0) tiles.set(`${x}/${y}`, gzipSync(fromGeojsonVt(Object.fromEntries(cut), { version: 2, extent: 4096 })))
    }
  }
  return { zoom, bounds, tiles }
}

const placeOf = (at: string, zoom: number): [z: number, x: number, y: number] => {
  const [y = 0, x = 0, z = zoom] = at.split('/').map(Number).reverse()
  return [z, x, y]
}

/** `tileType` 1 is vector, 2 PNG, 3 JPEG, 4 WebP; only vector tiles are gzipped. */
export async function writePmtiles(path: string, archive: ArchiveTiles, metadata: object, tileType = 1): Promise<void> {
  const tiles = [...archive.tiles]
    .map(([at, bytes]) => {
      return { id: zxyToTileId(...placeOf(at, archive.zoom)), bytes }
    })
    .sort((a, b) => a.id - b.id)
  const directory: number[] = [tiles.length]
  tiles.forEach(({ id }, i) => directory.push(i === 0 ? id : id - (tiles[i - 1]?.id ?? 0)))
  tiles.forEach(() => directory.push(1))
  tiles.forEach(({ bytes }) => directory.push(bytes.length))
  tiles.forEach((_, i) => directory.push(i === 0 ? 1 : 0))
  const root = gzipSync(Uint8Array.from(directory.flatMap(varint)))
  const about = gzipSync(JSON.stringify(metadata))
  const data = Buffer.concat(tiles.map(({ bytes }) => bytes))
  const header = Buffer.alloc(127)
  header.write('PMTiles', 0, 'latin1')
  header.writeUInt8(3, 7)
  const places = [127, root.length, 127 + root.length, about.length, 0, 0, 127 + root.length + about.length, data.length]
  places.forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + i * 8))
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(BigInt(tiles.length), at)
  // Clustered; directories and tiles gzipped; kind of tile; finest and coarsest zoom.
  const { zoom, minZoom = zoom } = archive
  ;[1, 2, tileType === 1 ? 2 : 1, tileType, minZoom, zoom].forEach((value, i) => header.writeUInt8(value, 96 + i))
  archive.bounds.forEach((degrees, i) => header.writeInt32LE(Math.round(degrees * 1e7), 102 + i * 4))
  await writeFile(path, Buffer.concat([header, root, about, data]))
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let left = value
  while (left > 0x7f) {
    bytes.push((left % 0x80) | 0x80)
    left = Math.floor(left / 0x80)
  }
  return [...bytes, left]
}

export function writeMbtiles(path: string, archive: ArchiveTiles, metadata: Readonly<Record<string, string>>): void {
  const db = new DatabaseSync(path)
  db.exec(`CREATE TABLE metadata (name TEXT, value TEXT);
    CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)`)
  const entry = db.prepare('INSERT INTO metadata VALUES (?, ?)')
  for (const [name, value] of Object.entries(metadata)) entry.run(name, value)
  const tile = db.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)')
  for (const [at, bytes] of archive.tiles) {
    const [z, x, y] = placeOf(at, archive.zoom)
    tile.run(z, x, 2 ** z - 1 - y, bytes)
  }
  db.close()
}
