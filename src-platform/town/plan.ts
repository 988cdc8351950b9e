// The town's plan: a lattice of crossings. Unit grids are its cells, roads run along its lines, so grids follow the streets,
// tile without gap or overlap, and meet exactly (their corners are the same numbers).
import type { Seeded } from './seeded.ts'

export type Point = [number, number]
export type Box = [number, number, number, number]

export const COLUMNS = 10
export const ROWS = 10
export const DISTRICT = '341523'
export const CENTER: Point = [116.9445, 31.462]
/** Degrees of 1.5 km west-east and 1.2 km north-south at this latitude. */
const WIDTH = 0.0158
const HEIGHT = 0.01082
const WEST = CENTER[0] - WIDTH / 2
const NORTH = CENTER[1] + HEIGHT / 2

/** West, south, east, north. */
export const BOUNDS: Box = [round(WEST), round(NORTH - HEIGHT), round(WEST + WIDTH), round(NORTH)]
/** Metres in a degree of longitude and of latitude here. */
export const METRES: Point = [94_960, 110_900]

export interface StreetOffice {
  readonly code: string
  readonly name: string
}

export interface Community {
  readonly code: string
  readonly name: string
  readonly office: StreetOffice
  readonly columns: readonly [number, number]
  readonly rows: readonly [number, number]
}

export interface Cell {
  readonly column: number
  readonly row: number
  /** 15 digits: district 6, street office 3, community 3, serial 3 (W→E, N→S inside the community). */
  readonly code: string
  readonly community: Community
  /** North-west, north-east, south-east, south-west. */
  readonly corners: readonly [Point, Point, Point, Point]
}

export interface Plan {
  readonly crossing: (column: number, row: number) => Point
  readonly cells: readonly Cell[]
}

const offices = [
  { code: '001', name: '城关街道' },
  { code: '002', name: '桃溪街道' },
  { code: '003', name: '梅河街道' },
] as const satisfies readonly StreetOffice[]

export const communities: readonly Community[] = [
  { code: '001', name: '鼓楼社区', office: offices[0], columns: [0, 3], rows: [0, 3] },
  { code: '002', name: '文昌社区', office: offices[0], columns: [0, 3], rows: [4, 6] },
  { code: '003', name: '龙津社区', office: offices[0], columns: [0, 3], rows: [7, 9] },
  { code: '001', name: '桃源社区', office: offices[1], columns: [4, 6], rows: [0, 3] },
  { code: '002', name: '春秋社区', office: offices[1], columns: [4, 6], rows: [4, 6] },
  { code: '003', name: '飞霞社区', office: offices[1], columns: [4, 6], rows: [7, 9] },
  { code: '001', name: '梅河社区', office: offices[2], columns: [7, 9], rows: [0, 4] },
  { code: '002', name: '三里河社区', office: offices[2], columns: [7, 9], rows: [5, 9] },
]

export const streetOffices: readonly StreetOffice[] = offices

/** Code of the duty grid 责任网格 that walks a community. */
export function dutyGridOf(community: Community): string {
  return `${DISTRICT}Z${String(communities.indexOf(community) + 1).padStart(2, '0')}`
}

export function makePlan(dice: Seeded): Plan {
  const line = (row: number): Point[] => Array.from({ length: COLUMNS + 1 }, (_, column) => crossingAt(dice, column, row))
  const lattice = Array.from({ length: ROWS + 1 }, (_, row) => line(row))
  const crossing = (column: number, row: number): Point => lattice[row]?.[column] ?? CENTER
  return { crossing, cells: communities.flatMap((community) => cellsOf(community, crossing)) }
}

function crossingAt(dice: Seeded, column: number, row: number): Point {
  const sway = (isEdge: boolean): number => (isEdge ? 0 : dice.between(-0.12, 0.12))
  const x = column + sway(column === 0 || column === COLUMNS)
  const y = row + sway(row === 0 || row === ROWS)
  return [round(WEST + (x / COLUMNS) * WIDTH), round(NORTH - (y / ROWS) * HEIGHT)]
}

function cellsOf(community: Community, crossing: Plan['crossing']): Cell[] {
  const cells: Cell[] = []
  for (let row = community.rows[0]; row <= community.rows[1]; row += 1) {
    for (let column = community.columns[0]; column <= community.columns[1]; column += 1) {
      const serial = String(cells.length + 1).padStart(3, '0')
      const [east, south] = [column + 1, row + 1]
      const corners = [crossing(column, row), crossing(east, row), crossing(east, south), crossing(column, south)] as const
      cells.push({ column, row, code: `${DISTRICT}${community.office.code}${community.code}${serial}`, community, corners })
    }
  }
  return cells
}

/** Seven decimals, about a centimetre. */
export function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7
}

/** Point inside a cell: u from west, v from north, both 0 to 1. */
export function inside({ corners: [nw, ne, se, sw] }: Pick<Cell, 'corners'>, u: number, v: number): Point {
  const mix = (axis: 0 | 1): number => (1 - v) * ((1 - u) * nw[axis] + u * ne[axis]) + v * ((1 - u) * sw[axis] + u * se[axis])
  return [round(mix(0)), round(mix(1))]
}

/** Closed ring of a rectangle in cell coordinates. */
export function ringInside(cell: Cell, u0: number, v0: number, u1: number, v1: number): Point[] {
  const start = inside(cell, u0, v0)
  return [start, inside(cell, u0, v1), inside(cell, u1, v1), inside(cell, u1, v0), start]
}

export function boxOf(points: readonly Point[]): Box {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
