import { BOX_UNITS_PER_DEGREE } from '#shared/cache-schema/index.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'

/** Rows of a spatial index that meet the box given by {@link boxParams}. */
export const meetsBox = (alias: string): string =>
  `${alias}.west <= @east AND ${alias}.east >= @west AND ${alias}.south <= @north AND ${alias}.north >= @south`

export interface BoxParams {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** Largest value the spatial index can hold is a little over 214 degrees. */
const LIMIT = 2_147_483_647

export function boxParams([west, south, east, north]: Bbox): BoxParams {
  const units = (degrees: number): number => Math.max(-LIMIT, Math.min(LIMIT, Math.round(degrees * BOX_UNITS_PER_DEGREE)))
  return { west: units(west), south: units(south), east: units(east), north: units(north) }
}
