// An archive of pictures as rows: looked through once before anything is sent, so that a wrong tile stops all of it or none.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { MapPictures } from '#shared/domain/geometry/map-pictures.ts'
import { mapTileId, MAX_PICTURE_TILE_BYTES } from '#shared/platform-api/map-tiles.ts'
import type { MapTile } from '#shared/platform-api/map-tiles.ts'
import type { Box } from '../../plane.ts'
import { pictureOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { tileRange } from './tile-archive.ts'
import type { ArchiveTile, TileArchive } from './tile-archive.ts'

/** Every seat keeps all of them. */
const MAX_PICTURES_MIB = 256
const MiB = 1024 * 1024

export interface PictureMap {
  readonly pictures: MapPictures
  readonly tiles: number
  /** Tiles that touch no part of the town and are left out. */
  readonly outside: number
  /** The same tiles again, as rows. */
  rows(): AsyncGenerator<MapTile>
}

/**
 * `town` null: not known, every tile counts. Refused: `bad-tile` (unknown, broken off, not of the archive's kind or size),
 * `too-large`, `outside-hall` (none in the town).
 */
export async function readPictureMap(archive: TileArchive, town: Box | null): Promise<Result<PictureMap>> {
  const { minZoom, maxZoom } = archive
  const seen = await lookThrough(archive, town)
  if (!seen.ok) return seen
  const { bounds, tileSize, tiles, outside } = seen.value
  if (bounds === null) {
    if (outside > 0 && town !== null) return refuse('outside-hall', `no tile of zoom ${maxZoom} touches ${town.join(', ')}`)
    return refuse('bad-file', `it holds no tiles at zoom ${maxZoom}`)
  }
  return ok({ pictures: { minZoom, maxZoom, tileSize, bounds }, tiles, outside, rows: () => rowsOf(archive, town) })
}

interface Seen {
  tiles: number
  outside: number
  bytes: number
  tileSize: number
  /** Of the finest zoom, which alone covers no more than it shows. */
  bounds: Box | null
}

async function lookThrough(archive: TileArchive, town: Box | null): Promise<Result<Seen>> {
  const seen: Seen = { tiles: 0, outside: 0, bytes: 0, tileSize: 0, bounds: null }
  let last = 'the first tile'
  try {
    for await (const tile of archive.tiles(archive.minZoom)) {
      const at = mapTileId(tile.z, tile.x, tile.y)
      last = `the tile after ${at}`
      const picture = checkTile(tile, archive.content, seen.tileSize)
      if (!picture.ok) return picture
      seen.tileSize = picture.value.width
      if (!touches(tile, town)) seen.outside += 1
      else note(seen, tile, archive.maxZoom)
      if (seen.bytes > MAX_PICTURES_MIB * MiB)
        return refuse('too-large', `more than ${MAX_PICTURES_MIB} MiB at ${at}; leave out the finest zoom or cut it to the town`)
    }
  } catch (error) {
    return refuse('bad-tile', `${last} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return ok(seen)
}

function note(seen: Seen, tile: ArchiveTile, maxZoom: number): void {
  seen.tiles += 1
  seen.bytes += tile.bytes.length
  if (tile.z === maxZoom) seen.bounds = around(seen.bounds, boxOfTile(tile))
}

async function* rowsOf(archive: TileArchive, town: Box | null): AsyncGenerator<MapTile> {
  for await (const tile of archive.tiles(archive.minZoom)) {
    const type = pictureOf(tile.bytes)?.type
    if (type === undefined || !touches(tile, town)) continue
    yield { id: mapTileId(tile.z, tile.x, tile.y), type, data: Buffer.from(tile.bytes).toString('base64') }
  }
}

/** `side`: pixels of the tiles before; 0 for the first. */
function checkTile({ z, x, y, bytes }: ArchiveTile, content: TileArchive['content'], side: number): Result<Picture> {
  const at = `tile ${mapTileId(z, x, y)}`
  if (![x, y].every((place) => Number.isInteger(place) && place >= 0 && place < 2 ** z))
    return refuse('bad-tile', `${at}: zoom ${z} has no such tile`)
  if (bytes.length > MAX_PICTURE_TILE_BYTES) return refuse('bad-tile', `${at}: ${bytes.length} bytes, at most ${MAX_PICTURE_TILE_BYTES}`)
  const picture = pictureOf(bytes)
  if (picture === null) return refuse('bad-tile', `${at}: no whole PNG, JPEG or WebP (begins ${headOf(bytes)})`)
  const { type, width, height } = picture
  if (type !== content) return refuse('bad-tile', `${at} is ${type}, the archive says ${content}: mixed tiles are not taken`)
  if (width !== height || width < 64 || width > 2_048)
    return refuse('bad-tile', `${at}: ${width} × ${height} pixels; tiles are squares of 64 to 2048`)
  if (side !== 0 && width !== side) return refuse('bad-tile', `${at}: ${width} pixels wide, the tiles before ${side}`)
  return ok(picture)
}

const headOf = (bytes: Uint8Array): string => (bytes.length === 0 ? 'with nothing' : Buffer.from(bytes.subarray(0, 8)).toString('hex'))

function touches({ z, x, y }: ArchiveTile, town: Box | null): boolean {
  if (town === null) return true
  const range = tileRange(town, z)
  return x >= range.x[0] && x <= range.x[1] && y >= range.y[0] && y <= range.y[1]
}

function boxOfTile({ z, x, y }: ArchiveTile): Box {
  const size = 2 ** z
  const lng = (column: number): number => (column / size) * 360 - 180
  const lat = (row: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / size))) * 180) / Math.PI
  return [lng(x), lat(y + 1), lng(x + 1), lat(y)]
}

function around(box: Box | null, [west, south, east, north]: Box): Box {
  if (box === null) return [west, south, east, north]
  return [Math.min(box[0], west), Math.min(box[1], south), Math.max(box[2], east), Math.max(box[3], north)]
}
