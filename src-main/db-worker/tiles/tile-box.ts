// Web mercator tiles: where they lie, and where a position lies in them.
import type { Bbox } from '#shared/domain/geometry/geometry.ts'

/** Units across a tile, as the vector tile format counts. */
export const EXTENT = 4_096
/** A point this far outside still shows its symbol inside. */
const MARGIN = 64

export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
}

export function isTile({ z, x, y }: Tile): boolean {
  const across = 2 ** z
  return [z, x, y].every(Number.isInteger) && z >= 0 && z <= 24 && x >= 0 && y >= 0 && x < across && y < across
}

/** The box of a tile with its margin, degrees. */
export function boxOfTile({ z, x, y }: Tile): Bbox {
  const across = 2 ** z
  const margin = MARGIN / EXTENT
  const lng = (column: number): number => (column / across) * 360 - 180
  const lat = (row: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / across))) * 180) / Math.PI
  return [lng(x - margin), lat(y + 1 + margin), lng(x + 1 + margin), lat(y - margin)]
}

/** Position in the units of a tile; may lie in its margin. */
export function toTileUnits({ z, x, y }: Tile): (lng: number, lat: number) => readonly [number, number] {
  const across = 2 ** z
  return (lng, lat) => {
    const sin = Math.sin((lat * Math.PI) / 180)
    const column = ((lng + 180) / 360) * across
    const row = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * across
    return [Math.round((column - x) * EXTENT), Math.round((row - y) * EXTENT)]
  }
}
