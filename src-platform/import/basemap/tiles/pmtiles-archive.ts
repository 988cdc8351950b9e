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
import { MAX_TILE_BYTES, MAX_TILES, plainText, tileRange } from './tile-archive.ts'
import type { ArchiveTile, TileArchive } from './tile-archive.ts'

const Metadata = z.looseObject({ name: z.string().optional(), attribution: z.string().optional() })

/** Refused: `bad-file` (no archive, or raster tiles), `too-large` (more than a city). */
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
  const { header, metadata } = read.value
  return ok({
    zoom: header.maxZoom,
    bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
    name: metadata.name ?? null,
    attribution: plainText(metadata.attribution),
    tiles: () => tilesOf(archive, header),
    close: () => file.close(),
  })
}

async function headerOf(path: string, archive: PMTiles): Promise<Result<{ header: Header; metadata: z.infer<typeof Metadata> }>> {
  try {
    const header = await archive.getHeader()
    if (header.tileType !== TileType.Mvt)
      return refuse('bad-file', `${path}: its tiles are pictures (type ${header.tileType}); vector tiles are needed`)
    const { x, y } = tileRange([header.minLon, header.minLat, header.maxLon, header.maxLat], header.maxZoom)
    const count = (x[1] - x[0] + 1) * (y[1] - y[0] + 1)
    if (count > MAX_TILES)
      return refuse(
        'too-large',
        `${path}: ${count} tiles at zoom ${header.maxZoom}, at most ${MAX_TILES}; cut it: pmtiles extract --bbox`,
      )
    return ok({ header, metadata: Metadata.catch({}).parse(await archive.getMetadata()) })
  } catch (error) {
    return refuse(
      'bad-file',
      `${path}: not a readable PMTiles archive: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

async function* tilesOf(archive: PMTiles, { minLon, minLat, maxLon, maxLat, maxZoom }: Header): AsyncGenerator<ArchiveTile> {
  const range = tileRange([minLon, minLat, maxLon, maxLat], maxZoom)
  for (let x = range.x[0]; x <= range.x[1]; x += 1) {
    for (let y = range.y[0]; y <= range.y[1]; y += 1) {
      const tile = await archive.getZxy(maxZoom, x, y)
      if (tile !== undefined) yield { z: maxZoom, x, y, bytes: new Uint8Array(tile.data) }
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
