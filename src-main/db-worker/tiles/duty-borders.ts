// 责任网格: their borders, out of the borders of the unit grids they are made of. A border between two of them is one line, not
// two on each other, so that it can be dashed.
import { BOX_UNITS_PER_DEGREE } from '#shared/cache-schema/index.ts'
import type { Position } from '#shared/domain/geometry/geometry.ts'
import type { GridRow } from '#shared/platform-api/rows.ts'

type GridArea = Pick<GridRow, 'dutyGrid' | 'geometry'>

/** In whole units of 1e-7 degrees, so that corners of neighbours are equal. */
type Corner = readonly [x: number, y: number]

interface Edge {
  readonly a: Corner
  readonly b: Corner
  /** Of the first side seen. */
  readonly duty: string | null
  isBorder: boolean
}

/** A corner this near to an edge lies on it: a neighbour's side may be longer than one's own. */
const ON_EDGE_UNITS = 3
/** Corners are looked up by squares of so many units, about 60 m. */
const SQUARE_UNITS = 6_000

/** Lines where one side belongs to another duty grid than the other, or to none. */
export function dutyBorders(grids: readonly GridArea[]): Position[][] {
  const sides = grids.flatMap(({ dutyGrid, geometry }) => sidesOf(geometry).map(([a, b]) => ({ dutyGrid, a, b })))
  const corners = cornersBySquare(sides.map(({ a }) => a))
  const edges = new Map<string, Edge>()
  for (const { dutyGrid, a, b } of sides) {
    const stops = [a, ...cornersBetween(corners, a, b), b]
    for (const [i, to] of stops.slice(1).entries()) noteEdge(edges, stops[i] ?? a, to, dutyGrid)
  }
  return chained([...edges.values()].filter(({ isBorder }) => isBorder))
}

function sidesOf(geometry: GridRow['geometry']): [Corner, Corner][] {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
  return rings.flatMap((ring) => {
    const corners = ring.map(([lng, lat]): Corner => [unitsOf(lng), unitsOf(lat)])
    return corners.slice(1).map((to, i): [Corner, Corner] => [corners[i] ?? to, to]).filter(([a, b]) => nameOf(a) !== nameOf(b))
  })
}

const unitsOf = (degrees: number): number => Math.round(degrees * BOX_UNITS_PER_DEGREE)
const nameOf = ([x, y]: Corner): string => `${x} ${y}`
const squareOf = (units: number): number => Math.floor(units / SQUARE_UNITS)

function cornersBySquare(corners: readonly Corner[]): Map<string, Corner[]> {
  const squares = new Map<string, Corner[]>()
  for (const corner of new Map(corners.map((one) => [nameOf(one), one])).values()) {
    const square = `${squareOf(corner[0])} ${squareOf(corner[1])}`
    squares.set(square, [...(squares.get(square) ?? []), corner])
  }
  return squares
}

/** Corners of others on the way from a to b, in that order. */
function cornersBetween(squares: ReadonlyMap<string, readonly Corner[]>, a: Corner, b: Corner): Corner[] {
  const found: { corner: Corner; share: number }[] = []
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = Math.hypot(dx, dy)
  const [west, east] = [Math.min(a[0], b[0]) - ON_EDGE_UNITS, Math.max(a[0], b[0]) + ON_EDGE_UNITS]
  const [south, north] = [Math.min(a[1], b[1]) - ON_EDGE_UNITS, Math.max(a[1], b[1]) + ON_EDGE_UNITS]
  for (let column = squareOf(west); column <= squareOf(east); column += 1) {
    for (let row = squareOf(south); row <= squareOf(north); row += 1) {
      for (const corner of squares.get(`${column} ${row}`) ?? []) {
        const [x, y] = [corner[0] - a[0], corner[1] - a[1]]
        const share = (x * dx + y * dy) / length ** 2
        const away = Math.abs(x * dy - y * dx) / length
        const isEnd = Math.min(share, 1 - share) * length <= ON_EDGE_UNITS
        if (away <= ON_EDGE_UNITS && !isEnd) found.push({ corner, share })
      }
    }
  }
  return found.sort((one, other) => one.share - other.share).map(({ corner }) => corner)
}

function noteEdge(edges: Map<string, Edge>, a: Corner, b: Corner, duty: string | null): void {
  const name = [nameOf(a), nameOf(b)].sort().join(' ')
  const known = edges.get(name)
  if (known === undefined) edges.set(name, { a, b, duty, isBorder: duty !== null })
  else known.isBorder = known.duty !== duty
}

/** Edges put end to end, from fork to fork, then what goes in a circle. */
function chained(edges: readonly Edge[]): Position[][] {
  const at = new Map<string, Edge[]>()
  for (const edge of edges) for (const end of [nameOf(edge.a), nameOf(edge.b)]) at.set(end, [...(at.get(end) ?? []), edge])
  const used = new Set<Edge>()
  const lineFrom = (start: Corner, first: Edge): Position[] => {
    const line = [start]
    let edge: Edge | undefined = first
    while (edge !== undefined) {
      used.add(edge)
      const here: Corner = line.at(-1) ?? start
      const next: Corner = nameOf(edge.a) === nameOf(here) ? edge.b : edge.a
      line.push(next)
      const onward: readonly Edge[] = at.get(nameOf(next)) ?? []
      edge = onward.length === 2 ? onward.find((one) => !used.has(one)) : undefined
    }
    return line.map(([x, y]): Position => [x / BOX_UNITS_PER_DEGREE, y / BOX_UNITS_PER_DEGREE])
  }
  const isFork = (corner: Corner): boolean => at.get(nameOf(corner))?.length !== 2
  const lines: Position[][] = []
  const begin = (start: Corner, edge: Edge): void => {
    if (!used.has(edge)) lines.push(lineFrom(start, edge))
  }
  for (const edge of edges) for (const end of [edge.a, edge.b]) if (isFork(end)) begin(end, edge)
  for (const edge of edges) begin(edge.a, edge)
  return lines
}
