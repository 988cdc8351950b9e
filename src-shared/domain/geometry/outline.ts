import { areaM2, isInArea } from './area.ts'
import type { Polygon, Position, Ring } from './geometry.ts'

type Writable = [number, number]
type Outline = { type: 'Polygon'; coordinates: Writable[][] } | { type: 'MultiPolygon'; coordinates: Writable[][][] }

/**
 * The outline of areas that tile: what remains of their borders when those that two of them share are taken away. Shared borders
 * must be written with the same positions, as those of unit grids are. Undefined for no areas.
 */
export function outlineOf(rings: readonly Ring[]): Outline | undefined {
  const loops = loopsOf(outerEdges(rings))
  const outer = loops.filter((loop, i) => depthOf(loop, i, loops) % 2 === 0)
  const holes = loops.filter((loop) => !outer.includes(loop))
  const polygons = outer.map((loop) => [loop, ...holes.filter((hole) => isHoleOf(hole, loop, outer))])
  const [only, ...others] = polygons
  if (only === undefined) return undefined
  return others.length === 0 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: polygons }
}

/** From each corner the corners its remaining border edges lead to, in the direction they were drawn. */
function outerEdges(rings: readonly Ring[]): Map<string, Position[]> {
  const edges = new Map<string, readonly [Position, Position]>()
  for (const ring of rings) {
    const isClockwise = signedArea(ring) < 0
    const drawn = isClockwise ? ring.toReversed() : ring
    for (let i = 1; i < drawn.length; i += 1) {
      const [from, to] = [drawn[i - 1], drawn[i]]
      if (from === undefined || to === undefined) continue
      // A neighbour, drawn the same way round, passes the shared border in the other direction.
      if (!edges.delete(edgeKey(to, from))) edges.set(edgeKey(from, to), [from, to])
    }
  }
  const next = new Map<string, Position[]>()
  for (const [from, to] of edges.values()) next.set(key(from), [...(next.get(key(from)) ?? []), to])
  return next
}

function loopsOf(next: Map<string, Position[]>): Writable[][] {
  const loops: Writable[][] = []
  for (const start of next.keys()) {
    for (let first = next.get(start)?.pop(); first !== undefined; first = next.get(start)?.pop()) {
      const loop: Writable[] = [[first[0], first[1]]]
      for (let at = first; key(at) !== start;) {
        const step = next.get(key(at))?.pop()
        if (step === undefined) break
        loop.push([step[0], step[1]])
        at = step
      }
      const [begin] = loop
      if (begin !== undefined) loops.push([...loop, begin])
    }
  }
  return loops
}

function depthOf(loop: Writable[], i: number, loops: readonly Writable[][]): number {
  return loops.filter((other, j) => j !== i && encloses(other, loop)).length
}

/** The smallest outer loop around a hole is the one it belongs to. */
function isHoleOf(hole: Writable[], loop: Writable[], outer: readonly Writable[][]): boolean {
  const around = outer.filter((one) => encloses(one, hole))
  const smallest = around.reduce((a, b) => (areaM2(polygon(b)) < areaM2(polygon(a)) ? b : a), around[0] ?? loop)
  return smallest === loop
}

/** Loops never cross, but may touch at a corner: any corner that is not shared decides. */
function encloses(outer: Writable[], inner: Writable[]): boolean {
  const corners = new Set(outer.map(key))
  const own = inner.find((corner) => !corners.has(key(corner)))
  return own !== undefined && isInArea(own, polygon(outer))
}

const polygon = (ring: Ring): Polygon => ({ type: 'Polygon', coordinates: [ring] })
const key = ([lng, lat]: Position): string => `${lng},${lat}`
const edgeKey = (from: Position, to: Position): string => `${key(from)};${key(to)}`

function signedArea(ring: Ring): number {
  let sum = 0
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1], ring[i]]
    if (a !== undefined && b !== undefined) sum += a[0] * b[1] - b[0] * a[1]
  }
  return sum
}
