import type { MapGeometry } from '#shared/platform-api/map-features.ts'
import type { Position } from './basemap/shape.ts'
import { ringArea } from './plane.ts'

/** Looking at every pair of edges; longer outlines are taken as they are. */
const MOST_EDGES = 4_000

/** Why an outline bounds no area: it is open, has no width, or crosses itself; null when it does. Touching is no fault. */
export function areaFault(area: Extract<MapGeometry, { type: 'Polygon' | 'MultiPolygon' }>): string | null {
  const rings = area.type === 'Polygon' ? area.coordinates : area.coordinates.flat()
  for (const ring of rings) {
    const fault = ringFault(ring)
    if (fault !== null) return fault
  }
  return null
}

function ringFault(ring: readonly Position[]): string | null {
  const [first] = ring
  const last = ring.at(-1)
  if (first === undefined || last === undefined || first[0] !== last[0] || first[1] !== last[1])
    return `the outline is not closed: it begins at ${String(first)} and ends at ${String(last)}`
  const crossing = ring.length > MOST_EDGES ? null : firstCrossing(ring)
  if (crossing !== null) return `the outline crosses itself near ${String(crossing)}`
  return ringArea(ring) === 0 ? `the outline at ${String(first)} encloses nothing` : null
}

function firstCrossing(ring: readonly Position[]): Position | null {
  const edges = ring.slice(1).map((to, i): [Position, Position] => [ring[i] ?? to, to])
  for (const [i, [a, b]] of edges.entries()) {
    for (const [c, d] of edges.slice(i + 2)) if (doCross(a, b, c, d)) return c
  }
  return null
}

/** Each edge has the other's ends on its two sides; ends that only touch the other edge do not count. */
function doCross(a: Position, b: Position, c: Position, d: Position): boolean {
  if (Math.max(a[0], b[0]) <= Math.min(c[0], d[0]) || Math.max(c[0], d[0]) <= Math.min(a[0], b[0])) return false
  if (Math.max(a[1], b[1]) <= Math.min(c[1], d[1]) || Math.max(c[1], d[1]) <= Math.min(a[1], b[1])) return false
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/** On which side of a line a point lies: -1, 0, 1. Nearer than a millimetre is on it. */
function side([ax, ay]: Position, [bx, by]: Position, [px, py]: Position): number {
  const across = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
  return Math.abs(across) < 1e-8 * Math.hypot(bx - ax, by - ay) ? 0 : Math.sign(across)
}
