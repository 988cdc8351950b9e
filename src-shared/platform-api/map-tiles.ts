// A base map of pictures as rows, kind `map-tile`: each tile as it stood in the archive.
import { z } from '#shared/kernel/zod.ts'

export const PictureType = z.enum(['png', 'jpeg', 'webp'])
export type PictureType = z.infer<typeof PictureType>

/** A tile of 512 pixels of dense town is a quarter of this. */
export const MAX_PICTURE_TILE_BYTES = 1024 * 1024

/** Web Mercator, rows counted from the north: zoom/column/row. */
export const MapTileId = z.string().regex(/^(\d|1\d|2[0-2])\/\d{1,7}\/\d{1,7}$/)

export const MapTile = z.object({
  id: MapTileId,
  type: PictureType,
  /** Base64. */
  data: z
    .string()
    .min(4)
    .max(4 * Math.ceil(MAX_PICTURE_TILE_BYTES / 3))
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
})
export type MapTile = z.infer<typeof MapTile>

export const mapTileId = (z: number, x: number, y: number): string => `${z}/${x}/${y}`
