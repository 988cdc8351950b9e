import { EARTH_RADIUS_M, polygonsOf, radians } from './geometry.ts'
import type { Area, Bbox, Position, Ring } from './geometry.ts'

/** The smallest box around the outer rings; undefined for an area without positions. */
export function bboxOf(area: Area): Bbox | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of polygonsOf(area).flatMap((rings) => rings[0] ?? [])) {
    west = Math.min(west, lng)
    south = Math.min(south, lat)
    east = Math.max(east, lng)
    north = Math.max(north, lat)
  }
  return west <= east && south <= north ? [west, south, east, north] : undefined
}

export function isInBbox([lng, lat]: Position, [west, south, east, north]: Bbox): boolean {
  return lng >= west && lng <= east && lat >= south && lat <= north
}

/**
 * Is the point in the area and not in a hole? A point on the border two areas share lies in exactly one of them, as long as both
 * write that border with the same positions: unit grids leave no gap and do not overlap (domain-facts 1.1).
 */
export function isInArea(point: Position, area: Area): boolean {
  return polygonsOf(area).some((rings) => rings.reduce((crossings, ring) => crossings + crossingsEast(point, ring), 0) % 2 === 1)
}

/**
 * How many edges a ray to the east crosses. Half-open in latitude, and each edge is taken from south to north whichever way it is
 * drawn.
 */
function crossingsEast([lng, lat]: Position, ring: Ring): number {
  let crossings = 0
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]]
    if (a === undefined || b === undefined || a[1] > lat === b[1] > lat) continue
    const [low, high] = a[1] < b[1] ? [a, b] : [b, a]
    const side = (high[0] - low[0]) * (lat - low[1]) - (lng - low[0]) * (high[1] - low[1])
    if (side > 0) crossings += 1
  }
  return crossings
}

/** Surface in square metres on the sphere, holes taken away. */
export function areaM2(area: Area): number {
  const surfaces = polygonsOf(area).flatMap((rings) => rings.map((ring, i) => (i === 0 ? ringM2(ring) : -ringM2(ring))))
  return surfaces.reduce((sum, surface) => sum + surface, 0)
}

function ringM2(ring: Ring): number {
  let sum = 0
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]]
    if (a !== undefined && b !== undefined) sum += radians(b[0] - a[0]) * (2 + Math.sin(radians(a[1])) + Math.sin(radians(b[1])))
  }
  return Math.abs((sum * EARTH_RADIUS_M * EARTH_RADIUS_M) / 2)
}

/** Centre of gravity of the outer rings, for labels and fly-to; undefined for an area without positions. */
export function centroidOf(area: Area): Position | undefined {
  const box = bboxOf(area)
  if (box === undefined) return undefined
  const [x0, y0] = box
  let [weight, x, y] = [0, 0, 0]
  for (const rings of polygonsOf(area)) {
    const moment = momentOf(rings[0] ?? [], x0, y0)
    weight += moment.weight
    x += moment.x
    y += moment.y
  }
  // A line or a point has no surface to balance: its box's middle must do.
  return weight > 0 ? [x0 + x / weight, y0 + y / weight] : [(x0 + box[2]) / 2, (y0 + box[3]) / 2]
}

/**
 * Twice the surface and its first moments, relative to a near origin so that small grids keep their digits; positive either way
 * round.
 */
function momentOf(ring: Ring, x0: number, y0: number): { weight: number; x: number; y: number } {
  let [weight, x, y] = [0, 0, 0]
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]]
    if (a === undefined || b === undefined) continue
    const cross = (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)
    weight += cross
    x += (cross * (a[0] + b[0] - 2 * x0)) / 3
    y += (cross * (a[1] + b[1] - 2 * y0)) / 3
  }
  return weight < 0 ? { weight: -weight, x: -x, y: -y } : { weight, x, y }
}
