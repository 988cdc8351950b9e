// MBTiles 1.3 (github.com/mapbox/mbtiles-spec): an SQLite file of tiles counted from the south.
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Box } from '../../plane.ts'
import { coarsestRead, MAX_TILE_BYTES, MAX_TILES, plainText, zoomWords } from './tile-archive.ts'
import type { ArchiveTile, TileArchive } from './tile-archive.ts'

const Entry = z.object({ name: z.string(), value: z.string() })
const Zoom = z.int().min(0).max(22)
const Extent = z.object({ minZoom: Zoom, maxZoom: Zoom })
const Counted = z.object({ count: z.int() })
const StoredTile = z.object({ z: z.int(), x: z.int(), y: z.int(), data: z.instanceof(Uint8Array) })

/** `jpg` is how the specification writes it. */
const contents = new Map<string, TileArchive['content']>([
  ['pbf', 'vector'],
  ['png', 'png'],
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['webp', 'webp'],
])

/**
 * Refused: `bad-file` (no archive, or tiles of a kind no map here draws), `too-large` (more than a city). Read
 * only; the file is not changed.
 */
export function openMbtiles(path: string): Result<TileArchive> {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { readOnly: true })
    const found = describe(path, db)
    if (!found.ok) db.close()
    return found
  } catch (error) {
    db?.close()
    return refuse(
      'bad-file',
      `${path}: not a readable MBTiles archive: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function describe(path: string, db: DatabaseSync): Result<TileArchive> {
  const entries = db.prepare('SELECT name, CAST(value AS TEXT) AS value FROM metadata').all()
  const metadata = new Map(entries.map((row) => Entry.parse(row)).map(({ name, value }) => [name, value]))
  const format = metadata.get('format') ?? 'unknown'
  const content = contents.get(format.toLowerCase())
  if (content === undefined)
    return refuse(
      'bad-file',
      `${path}: its tiles are of the format ${format.slice(0, 20)}; vector tiles (pbf), png, jpg or webp are needed`,
    )
  const found = Extent.safeParse(db.prepare('SELECT min(zoom_level) AS minZoom, max(zoom_level) AS maxZoom FROM tiles').get())
  if (!found.success) return refuse('bad-file', `${path}: it holds no tiles, or tiles of no zoom from 0 to 22`)
  const { minZoom, maxZoom } = found.data
  const from = coarsestRead({ content, minZoom, maxZoom })
  const { count } = Counted.parse(db.prepare('SELECT count(*) AS count FROM tiles WHERE zoom_level >= ?').get(from))
  if (count > MAX_TILES)
    return refuse('too-large', `${path}: ${count} tiles ${zoomWords(from, maxZoom)}, at most ${MAX_TILES}; cut it to the city`)
  return ok({
    content,
    minZoom,
    maxZoom,
    bounds: boundsOf(metadata.get('bounds')),
    name: metadata.get('name') ?? null,
    attribution: plainText(metadata.get('attribution')),
    tiles: (first) => tilesOf(db, first),
    close: () => {
      db.close()
      return Promise.resolve()
    },
  })
}

function* tilesOf(db: DatabaseSync, from: number): Generator<ArchiveTile> {
  const rows = db.prepare(`
    SELECT zoom_level AS z, tile_column AS x, tile_row AS y, tile_data AS data FROM tiles WHERE zoom_level >= ? ORDER BY 1, 2, 3
  `)
  for (const row of rows.iterate(from)) {
    const { z: zoom, x, y, data } = StoredTile.parse(row)
    const packed = data[0] === 0x1f && data[1] === 0x8b
    const bytes = packed ? gunzipSync(data, { maxOutputLength: MAX_TILE_BYTES }) : data
    yield { z: zoom, x, y: 2 ** zoom - 1 - y, bytes }
  }
}

function boundsOf(text: string | undefined): Box | null {
  const [west, south, east, north] = (text ?? '').split(',').map(Number)
  const box = [west, south, east, north].map((value) => value ?? Number.NaN)
  return box.every(Number.isFinite) ? [box[0] ?? 0, box[1] ?? 0, box[2] ?? 0, box[3] ?? 0] : null
}
