// Tiles of pictures, as an import brought them.
import { mapTileId } from '#shared/platform-api/map-tiles.ts'
import type { MapTile } from '#shared/platform-api/map-tiles.ts'
import type { ReadDb } from '../driver.ts'
import type { Tile } from './tile-box.ts'

export interface PictureTiles {
  /** The picture's bytes; empty where there is none. */
  tile(tile: Tile): Uint8Array
}

export function createPictureTiles(db: ReadDb): PictureTiles {
  return {
    tile({ z, x, y }) {
      const doc = db
        .pluck<[string], string>("SELECT doc FROM entity_row WHERE kind = 'map-tile' AND id = ?")
        .get(mapTileId(z, x, y))
      // Its schema had passed when it was stored; small buffers share memory that must not travel with them.
      return doc === undefined ? new Uint8Array() : Uint8Array.from(Buffer.from((JSON.parse(doc) as MapTile).data, 'base64'))
    },
  }
}
