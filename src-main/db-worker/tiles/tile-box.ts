// Web mercator tiles.
/** Units across a tile, as the vector tile format counts. */
export const EXTENT = 4_096

export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
}

export function isTile({ z, x, y }: Tile): boolean {
  const across = 2 ** z
  return [z, x, y].every(Number.isInteger) && z >= 0 && z <= 24 && x >= 0 && y >= 0 && x < across && y < across
}
