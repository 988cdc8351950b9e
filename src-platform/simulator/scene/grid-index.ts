import { bboxOf, isInArea, isInBbox } from '#shared/domain/geometry/area.ts'
import type { Bbox, Position } from '#shared/domain/geometry/geometry.ts'
import type { GridRow } from '#shared/platform-api/rows.ts'

/** Degrees; about the size of a unit grid, so that few grids share a bucket. */
const BUCKET = 0.0015

interface Boxed {
  readonly grid: GridRow
  readonly box: Bbox
}

/** Finds the unit grid around a point. */
export function gridFinder(grids: readonly GridRow[]): (point: Position) => GridRow | undefined {
  const buckets = new Map<string, Boxed[]>()
  for (const grid of grids) {
    const box = bboxOf(grid.geometry)
    if (box === undefined) continue
    for (const key of bucketsOf(box)) {
      const bucket = buckets.get(key)
      if (bucket === undefined) buckets.set(key, [{ grid, box }])
      else bucket.push({ grid, box })
    }
  }
  return (point) => {
    const near = buckets.get(keyOf(index(point[0]), index(point[1]))) ?? []
    return near.find(({ grid, box }) => isInBbox(point, box) && isInArea(point, grid.geometry))?.grid
  }
}

const index = (degrees: number): number => Math.floor(degrees / BUCKET)
const keyOf = (x: number, y: number): string => `${String(x)}:${String(y)}`

function bucketsOf([west, south, east, north]: Bbox): string[] {
  const keys: string[] = []
  for (let x = index(west); x <= index(east); x += 1) for (let y = index(south); y <= index(north); y += 1) keys.push(keyOf(x, y))
  return keys
}
