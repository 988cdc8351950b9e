import type { PictureType } from '#shared/platform-api/map-tiles.ts'
import type { Box } from '../../plane.ts'

/** One tile of an archive, decompressed. */
export interface ArchiveTile {
  readonly z: number
  readonly x: number
  readonly y: number
  readonly bytes: Uint8Array
}

/** An archive opened for reading. Of vector tiles an import reads the finest zoom, of pictures every zoom. */
export interface TileArchive {
  /** What the archive says its tiles are. */
  readonly content: 'vector' | PictureType
  readonly minZoom: number
  readonly maxZoom: number
  readonly bounds: Box | null
  readonly name: string | null
  /** Plain text; archives often carry HTML. */
  readonly attribution: string | null
  /** Tiles of the zooms from `from` to the finest. */
  tiles(from: number): AsyncIterable<ArchiveTile> | Iterable<ArchiveTile>
  close(): Promise<void>
}

/** An import covers a city, not a country. */
export const MAX_TILES = 20_000

/** A tile that unpacks to more is no map. */
export const MAX_TILE_BYTES = 64 * 1024 * 1024

/** The coarsest zoom an import reads of an archive. */
export function coarsestRead({ content, minZoom, maxZoom }: Pick<TileArchive, 'content' | 'minZoom' | 'maxZoom'>): number {
  return content === 'vector' ? maxZoom : minZoom
}

/** HTML of an attribution as the text a map shows. */
export function plainText(html: string | undefined): string | null {
  const text = (html ?? '')
    .replace(/<[^<>]*>/g, '')
    .replace(/&copy;/gi, '©')
    .replace(/&amp;/gi, '&')
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
  return text === '' ? null : text.slice(0, 300)
}

/** Columns and rows of Web Mercator tiles a box touches at a zoom. */
export function tileRange([west, south, east, north]: Box, zoom: number): { x: [number, number]; y: [number, number] } {
  const size = 2 ** zoom
  const within = (value: number): number => Math.min(size - 1, Math.max(0, Math.floor(value * size)))
  const column = (lng: number): number => within((lng + 180) / 360)
  const line = (lat: number): number => {
    const sin = Math.sin((Math.min(85.0511, Math.max(-85.0511, lat)) * Math.PI) / 180)
    return within(0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI))
  }
  return { x: [column(west), column(east)], y: [line(north), line(south)] }
}

/** How many tiles a box touches at the zooms from `from` to `to`. */
export function tilesWithin(box: Box, from: number, to: number): number {
  let count = 0
  for (let zoom = from; zoom <= to; zoom += 1) {
    const { x, y } = tileRange(box, zoom)
    count += (x[1] - x[0] + 1) * (y[1] - y[0] + 1)
  }
  return count
}

export const zoomWords = (from: number, to: number): string => (from === to ? `at zoom ${to}` : `at zooms ${from} to ${to}`)
