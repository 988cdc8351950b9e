// Plane geometry for imports: degrees as a plane is exact enough to ask what lies in what; lengths use the sphere.
import type { MapGeometry } from '#shared/platform-api/map-features.ts'
import type { Position } from './basemap/shape.ts'

/** West, south, east, north. */
export type Box = [number, number, number, number]

const METRES_PER_DEGREE = 111_195

/** Even-odd rule; a point exactly on the edge may fall on either side. */
export function isInRing([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [qx, qy] of ring) {
    if (qy > y !== py > y && x < ((px - qx) * (y - qy)) / (py - qy) + qx) inside = !inside
    px = qx
    py = qy
  }
  return inside
}

/** Outer ring first, then holes. */
export function isInPolygon(point: Position, rings: readonly (readonly Position[])[]): boolean {
  const [outer, ...holes] = rings
  return outer !== undefined && isInRing(point, outer) && !holes.some((hole) => isInRing(point, hole))
}

/** Square degrees, without sign; only for comparing. */
export function ringArea(ring: readonly Position[]): number {
  let twice = 0
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [x, y] of ring) {
    twice += px * y - x * py
    px = x
    py = y
  }
  return Math.abs(twice) / 2
}

export function distanceM(a: Position, b: Position): number {
  const dy = (b[1] - a[1]) * METRES_PER_DEGREE
  const dx = (b[0] - a[0]) * METRES_PER_DEGREE * Math.cos(((a[1] + b[1]) * Math.PI) / 360)
  return Math.hypot(dx, dy)
}

export function lengthM(line: readonly Position[]): number {
  return line.slice(1).reduce((sum, point, i) => sum + distanceM(line[i] ?? point, point), 0)
}

/** The point half way along the line. */
export function middleOf(line: readonly Position[]): Position {
  let left = lengthM(line) / 2
  for (const [i, point] of line.entries()) {
    const next = line[i + 1]
    if (next === undefined) return point
    const step = distanceM(point, next)
    if (step >= left && step > 0) {
      const share = left / step
      return [point[0] + (next[0] - point[0]) * share, point[1] + (next[1] - point[1]) * share]
    }
    left -= step
  }
  return [0, 0]
}

export function boxOf(points: Iterable<Position>): Box {
  const box: Box = [180, 90, -180, -90]
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}

export const isInBox = ([x, y]: Position, [west, south, east, north]: Box): boolean =>
  x >= west && x <= east && y >= south && y <= north

/** Boxes that touch when each is widened by `metres`. */
export function boxesNear(a: Box, b: Box, metres: number): boolean {
  const dy = metres / METRES_PER_DEGREE
  const dx = dy / Math.max(0.01, Math.cos((a[1] * Math.PI) / 180))
  return a[0] - dx <= b[2] && b[0] - dx <= a[2] && a[1] - dy <= b[3] && b[1] - dy <= a[3]
}

/** A point to hang a label on: a line's middle; within an area, its middle or else the middle of its widest cut there. */
export function labelPoint(geometry: MapGeometry): Position {
  switch (geometry.type) {
    case 'Point':
      return geometry.coordinates
    case 'LineString':
      return middleOf(geometry.coordinates)
    case 'MultiLineString':
      return middleOf(longest(geometry.coordinates))
    case 'Polygon':
      return pointInside(geometry.coordinates)
    case 'MultiPolygon':
      return pointInside(largest(geometry.coordinates))
  }
}

export function longest(lines: readonly Position[][]): Position[] {
  return lines.reduce<Position[]>((best, line) => (lengthM(line) > lengthM(best) ? line : best), lines[0] ?? [])
}

function largest(areas: readonly Position[][][]): Position[][] {
  const sizeOf = ([outer = []]: Position[][]): number => ringArea(outer)
  return areas.reduce<Position[][]>((best, area) => (sizeOf(area) > sizeOf(best) ? area : best), areas[0] ?? [])
}

function pointInside(rings: readonly Position[][]): Position {
  const [west, south, east, north] = boxOf(rings.flat())
  const centre: Position = [(west + east) / 2, (south + north) / 2]
  if (isInPolygon(centre, rings)) return centre
  const cuts = rings.flatMap((ring) => crossings(ring, centre[1])).sort((a, b) => a - b)
  let best: Position = rings[0]?.[0] ?? centre
  let width = 0
  for (let i = 0; i + 1 < cuts.length; i += 2) {
    const from = cuts[i] ?? 0
    const to = cuts[i + 1] ?? from
    if (to - from > width) {
      width = to - from
      best = [(from + to) / 2, centre[1]]
    }
  }
  return best
}

/** Where the ring crosses the level y. */
function crossings(ring: readonly Position[], y: number): number[] {
  const found: number[] = []
  let [px, py] = ring.at(-1) ?? [0, 0]
  for (const [qx, qy] of ring) {
    if (qy > y !== py > y) found.push(((px - qx) * (y - qy)) / (py - qy) + qx)
    px = qx
    py = qy
  }
  return found
}
