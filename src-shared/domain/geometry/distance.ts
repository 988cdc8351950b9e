import { EARTH_RADIUS_M, radians } from './geometry.ts'
import type { Bbox, Position } from './geometry.ts'

/** Great-circle distance in metres (haversine); within 0.5 % of the ellipsoid. */
export function distanceM(a: Position, b: Position): number {
  const dLat = radians(b[1] - a[1])
  const dLng = radians(b[0] - a[0])
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a[1])) * Math.cos(radians(b[1])) * Math.sin(dLng / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Metres east and north of an origin on the tangent plane; good for a few tens of kilometres. */
export function localMetres(origin: Position, point: Position): readonly [number, number] {
  const east = radians(point[0] - origin[0]) * Math.cos(radians(origin[1])) * EARTH_RADIUS_M
  const north = radians(point[1] - origin[1]) * EARTH_RADIUS_M
  return [east, north]
}

/** Distance in metres from a point to the nearest place on a line; infinite for a line without positions. */
export function distanceToLineM(point: Position, line: readonly Position[]): number {
  const local = line.map((position) => localMetres(point, position))
  const [first] = local
  if (first === undefined) return Number.POSITIVE_INFINITY
  return local.slice(1).reduce((least, end, i) => Math.min(least, distanceToOrigin(local[i] ?? end, end)), Math.hypot(...first))
}

function distanceToOrigin(a: readonly [number, number], b: readonly [number, number]): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const squared = dx * dx + dy * dy
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / squared))
  return Math.hypot(a[0] + t * dx, a[1] + t * dy)
}

/** A box holding every position within `metres` of a point, to ask an index before measuring. */
export function bboxAround(point: Position, metres: number): Bbox {
  const dLat = (metres / EARTH_RADIUS_M) * (180 / Math.PI) * 1.001
  const dLng = dLat / Math.max(0.01, Math.cos(radians(Math.min(89, Math.abs(point[1]) + dLat))))
  return [point[0] - dLng, point[1] - dLat, point[0] + dLng, point[1] + dLat]
}
