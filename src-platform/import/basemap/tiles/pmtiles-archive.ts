// PMTiles version 3 (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md) from a file.
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { Compression, PMTiles, TileType } from 'pmtiles'
import type { Header } from 'pmtiles'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { refuseIo } from '../../input-file.ts'
import { coarsestRead, MAX_TILE_BYTES, MAX_TILES, plainText, tileRange, tilesWithin, zoomWords } from './tile-archive.ts'
import type { ArchiveTile, TileArchive } from './tile-archive.ts'

const Metadata = z.looseObject({ name: z.string().optional(), attribution: z.string().optional() })

/** Refused: `bad-file` (no archive, or tiles of a kind no map here draws), `too-large` (more than a city). */
export async function openPmtiles(path: string): Promise<Result<TileArchive>> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch (error) {
    return refuseIo(path, error)
  }
  const archive = new PMTiles(
    { getKey: () => path, getBytes: (offset, length) => bytesAt(file, offset, length) },
    undefined,
    unpack,
  )
  const read = await headerOf(path, archive)
  if (!read.ok) {
    await file.close()
    return read
  }
  const { header, content, metadata } = read.value
  return ok({
    content,
    minZoom: header.minZoom,
    maxZoom: header.maxZoom,
    bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
    name: metadata.name ?? null,
    attribution: plainText(metadata.attribution),
    tiles: (from) => tilesOf(archive, header, from),
    close: () => file.close(),
  })
}

interface Described {
  readonly header: Header
  readonly content: TileArchive['content']
  readonly metadata: z.infer<typeof Metadata>
}

const contents: Partial<Record<TileType, TileArchive['content']>> = {
  [TileType.Mvt]: 'vector',
  [TileType.Png]: 'png',
  [TileType.Jpeg]: 'jpeg',
  [TileType.Webp]: 'webp',
}

async function headerOf(path: string, archive: PMTiles): Promise<Result<Described>> {
  try {
    const header = await archive.getHeader()
    const content = contents[header.tileType]
    if (content === undefined)
      return refuse('bad-file', `${path}: its tiles are of type ${header.tileType}; vector tiles, PNG, JPEG or WebP are needed`)
    const { minZoom, maxZoom } = header
    const from = coarsestRead({ content, minZoom, maxZoom })
    if (from > maxZoom) return refuse('bad-file', `${path}: its zooms run from ${minZoom} to ${maxZoom}`)
    const count = tilesWithin([header.minLon, header.minLat, header.maxLon, header.maxLat], from, maxZoom)
    if (count > MAX_TILES)
      return refuse(
        'too-large',
        `${path}: ${count} tiles ${zoomWords(from, maxZoom)}, at most ${MAX_TILES}; cut it: pmtiles extract --bbox`,
      )
    return ok({ header, content, metadata: Metadata.catch({}).parse(await archive.getMetadata()) })
  } catch (error) {
    return refuse(
      'bad-file',
      `${path}: not a readable PMTiles archive: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

type Extent = Pick<Header, 'minLon' | 'minLat' | 'maxLon' | 'maxLat' | 'maxZoom'>

async function* tilesOf(archive: PMTiles, extent: Extent, from: number): AsyncGenerator<ArchiveTile> {
  const { minLon, minLat, maxLon, maxLat, maxZoom } = extent
  for (let z = from; z <= maxZoom; z += 1) {
    const range = tileRange([minLon, minLat, maxLon, maxLat], z)
    for (let x = range.x[0]; x <= range.x[1]; x += 1) {
      for (let y = range.y[0]; y <= range.y[1]; y += 1) {
        const tile = await archive.getZxy(z, x, y)
        if (tile !== undefined) yield { z, x, y, bytes: new Uint8Array(tile.data) }
      }
    }
  }
}

async function bytesAt(file: FileHandle, offset: number, length: number): Promise<{ data: ArrayBuffer }> {
  const data = new ArrayBuffer(Math.min(length, MAX_TILE_BYTES))
  const { bytesRead } = await file.read(new Uint8Array(data), 0, data.byteLength, offset)
  return { data: data.slice(0, bytesRead) }
}

/** PMTiles' own unpacking has no bound. */
function unpack(packed: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  const bound = { maxOutputLength: MAX_TILE_BYTES }
  const ways: Partial<Record<Compression, (bytes: Uint8Array) => Uint8Array>> = {
    [Compression.Gzip]: (bytes) => gunzipSync(bytes, bound),
    [Compression.Brotli]: (bytes) => brotliDecompressSync(bytes, bound),
    [Compression.Zstd]: (bytes) => zstdDecompressSync(bytes, bound),
  }
  const way = ways[compression]
  return Promise.resolve(way === undefined ? packed : new Uint8Array(way(new Uint8Array(packed))).buffer)
}
