// A lattice of unit grids laid over a real map: its crossings are drawn onto the roads near them, so that borders follow streets.
import type { LineRank } from './lattice.ts'
import { CELL_M } from './lattice.ts'
import type { BorderFit } from './partition.ts'
import { round } from './plan.ts'
import type { Box, Point } from './plan.ts'

export interface RealRoad {
  readonly name: string | null
  readonly rank: LineRank
  readonly line: readonly Point[]
}

export interface RoadLattice {
  readonly columns: number
  readonly rows: number
  readonly metres: Point
  readonly crossing: (column: number, row: number) => Point
  /** Lines with the most crossings on large roads divide best. */
  readonly fit: BorderFit
}

/** A crossing moves by less than this share of a cell; up to 0.35 every cell stays convex. */
const REACH = 0.34
const LARGEST = 60

/** Metres in a degree of longitude and of latitude there. */
export function metresAt(latitude: number): Point {
  return [111_320 * Math.cos((latitude * Math.PI) / 180), 110_900]
}

export function latticeOver([west, south, east, north]: Box, roads: readonly RealRoad[]): RoadLattice {
  const metres = metresAt((south + north) / 2)
  const cellsAlong = (degrees: number, scale: number): number =>
    Math.min(LARGEST, Math.max(1, Math.floor((degrees * scale) / CELL_M)))
  const [columns, rows] = [cellsAlong(east - west, metres[0]), cellsAlong(north - south, metres[1])]
  const [x0, y0] = [(west + east) / 2 - (columns * CELL_M) / 2 / metres[0], (south + north) / 2 + (rows * CELL_M) / 2 / metres[1]]
  const nearest = nearestRoad(roads, metres)
  const crossings = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: columns + 1 }, (_, column) => {
      const at: Point = [x0 + (column * CELL_M) / metres[0], y0 - (row * CELL_M) / metres[1]]
      return nearest(at) ?? { point: [round(at[0]), round(at[1])] as Point, weight: 0 }
    }),
  )
  const fit: BorderFit = (axis, line, { west: w, east: e, north: n, south: s }) => {
    const [from, to] = axis === 'column' ? [n, s] : [w, e]
    let sum = 0
    for (let i = from; i <= to; i += 1) sum += (axis === 'column' ? crossings[i]?.[line] : crossings[line]?.[i])?.weight ?? 0
    return sum / (to - from + 1)
  }
  return { columns, rows, metres, fit, crossing: (column, row) => crossings[row]?.[column]?.point ?? [x0, y0] }
}

interface Snapped {
  readonly point: Point
  readonly weight: number
}

const weightOf: Readonly<Record<LineRank, number>> = { main: 1, second: 0.7, minor: 0.4 }

/** The nearest point of a road within reach of a crossing. */
function nearestRoad(roads: readonly RealRoad[], metres: Point): (at: Point) => Snapped | undefined {
  const reachM = REACH * CELL_M
  const keyOf = ([lng, lat]: Point): [number, number] => [
    Math.floor((lng * metres[0]) / CELL_M),
    Math.floor((lat * metres[1]) / CELL_M),
  ]
  const buckets = new Map<string, { readonly a: Point; readonly b: Point; readonly weight: number }[]>()
  for (const { line, rank } of roads) {
    for (const [i, b] of line.slice(1).entries()) {
      const a = line[i] ?? b
      const [[ax, ay], [bx, by]] = [keyOf(a), keyOf(b)]
      for (let x = Math.min(ax, bx) - 1; x <= Math.max(ax, bx) + 1; x += 1) {
        for (let y = Math.min(ay, by) - 1; y <= Math.max(ay, by) + 1; y += 1) {
          const key = `${x}/${y}`
          const segment = { a, b, weight: weightOf[rank] }
          const bucket = buckets.get(key)
          if (bucket === undefined) buckets.set(key, [segment])
          else bucket.push(segment)
        }
      }
    }
  }
  return (at) => {
    let best: (Snapped & { readonly farM: number }) | undefined
    for (const { a, b, weight } of buckets.get(keyOf(at).join('/')) ?? []) {
      const point = nearestOn(at, a, b, metres)
      const farM = distanceM(at, point, metres)
      if (farM < reachM && (best === undefined || farM < best.farM)) best = { point, weight, farM }
    }
    return best
  }
}

function nearestOn(at: Point, a: Point, b: Point, [mx, my]: Point): Point {
  const [dx, dy] = [(b[0] - a[0]) * mx, (b[1] - a[1]) * my]
  const squared = dx * dx + dy * dy
  const t = squared === 0 ? 0 : ((at[0] - a[0]) * mx * dx + (at[1] - a[1]) * my * dy) / squared
  const part = Math.min(1, Math.max(0, t))
  return [round(a[0] + part * (b[0] - a[0])), round(a[1] + part * (b[1] - a[1]))]
}

export function distanceM(a: Point, b: Point, [mx, my]: Point): number {
  return Math.hypot((a[0] - b[0]) * mx, (a[1] - b[1]) * my)
}
