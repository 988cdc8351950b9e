import { positionsOf } from '#shared/platform-api/map-features.ts'
import type { GridRow } from '#shared/platform-api/rows.ts'
import type { Position } from './basemap/shape.ts'
import { boxOf, isInBox, isInPolygon } from './plane.ts'
import type { Box } from './plane.ts'

const CELLS = 64

/** Grids by the cells of a coarse raster they may touch, so that a point asks a handful of polygons and not all. */
export function gridFinder(rows: readonly GridRow[]): (point: Position) => GridRow | null {
  const boxed = rows.map((row) => ({ row, box: boxOf(positionsOf(row.geometry)) }))
  const all = boxOf(
    boxed.flatMap(({ box: [west, south, east, north] }): Position[] => [
      [west, south],
      [east, north],
    ]),
  )
  const cellOf = (value: number, from: number, to: number): number =>
    Math.min(CELLS - 1, Math.max(0, Math.floor(((value - from) / Math.max(1e-9, to - from)) * CELLS)))
  const column = (x: number): number => cellOf(x, all[0], all[2])
  const line = (y: number): number => cellOf(y, all[1], all[3])
  const cells: { row: GridRow; box: Box }[][] = Array.from({ length: CELLS * CELLS }, () => [])
  for (const entry of boxed) {
    const [west, south, east, north] = entry.box
    for (let y = line(south); y <= line(north); y += 1) {
      for (let x = column(west); x <= column(east); x += 1) cells[y * CELLS + x]?.push(entry)
    }
  }
  return (point) => {
    if (!isInBox(point, all)) return null
    const near = cells[line(point[1]) * CELLS + column(point[0])] ?? []
    return near.find(({ row, box }) => isInBox(point, box) && holds(row, point))?.row ?? null
  }
}

function holds({ geometry }: GridRow, point: Position): boolean {
  return geometry.type === 'Polygon'
    ? isInPolygon(point, geometry.coordinates)
    : geometry.coordinates.some((rings) => isInPolygon(point, rings))
}
