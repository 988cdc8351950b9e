// Street offices, duty grids, communities and unit grids over a lattice. Borders follow roads and water where they can.
import type { Polygon } from '#shared/domain/geometry/geometry.ts'
import { officeNames, stemAt } from './names.ts'
import type { Lattice } from './lattice.ts'
import { partition } from './partition.ts'
import type { Block, BorderFit } from './partition.ts'
import type { Point } from './plan.ts'
import type { TownPreset } from './preset.ts'

export interface Office {
  /** Three digits. */
  readonly code: string
  readonly name: string
}

export interface DutyArea {
  readonly code: string
  readonly office: Office
}

export interface CommunityArea {
  /** Three digits inside its office. */
  readonly code: string
  readonly name: string
  readonly office: Office
  readonly duty: DutyArea
  readonly block: Block
}

/** A unit grid 单元网格. Corners: north-west, north-east, south-east, south-west; convex. */
export interface UnitCell {
  readonly index: number
  readonly column: number
  readonly row: number
  readonly code: string
  readonly community: CommunityArea
  readonly corners: readonly [Point, Point, Point, Point]
}

export interface Areas {
  readonly offices: readonly Office[]
  readonly duties: readonly DutyArea[]
  readonly communities: readonly CommunityArea[]
  /** In the order of their codes. */
  readonly cells: readonly UnitCell[]
  readonly cellOf: (column: number, row: number) => UnitCell | undefined
}

type Division = Pick<TownPreset, 'district' | 'offices' | 'dutyGridsPerOffice' | 'communitiesPerDutyGrid'>
type Grid = Pick<Lattice, 'columns' | 'rows' | 'crossing'>

export function makeAreas(division: Division, lattice: Grid, fit: BorderFit): Areas {
  const whole: Block = { west: 0, north: 0, east: lattice.columns, south: lattice.rows }
  const fromMiddle = ({ west, north, east, south }: Block): number =>
    Math.hypot((west + east - lattice.columns) / 2, (north + south - lattice.rows) / 2)
  // The old town has the first code.
  const officeBlocks = partition(whole, division.offices, fit).sort((a, b) => fromMiddle(a) - fromMiddle(b))
  const duties: DutyArea[] = []
  const communities: CommunityArea[] = []
  const offices = officeBlocks.map((block, i): Office => {
    const office = { code: digits(i + 1), name: officeNames[i] ?? `${stemAt(i)}街道` }
    let serial = 0
    for (const dutyBlock of partition(block, division.dutyGridsPerOffice, fit)) {
      const duty = { code: `${division.district}Z${digits(duties.length + 1)}`, office }
      duties.push(duty)
      for (const own of partition(dutyBlock, division.communitiesPerDutyGrid, fit)) {
        serial += 1
        const name = `${stemAt(communities.length)}社区`
        communities.push({ code: digits(serial), name, office, duty, block: own })
      }
    }
    return office
  })
  const cells = communities.flatMap((community) => cellsOf(division.district, community, lattice))
  const placed = cells.map((cell, index): UnitCell => ({ ...cell, index }))
  const byPlace = new Map(placed.map((cell) => [cell.row * lattice.columns + cell.column, cell]))
  const isInside = (column: number): boolean => column >= 0 && column < lattice.columns
  const cellOf = (column: number, row: number): UnitCell | undefined =>
    isInside(column) ? byPlace.get(row * lattice.columns + column) : undefined
  return { offices, duties, communities, cells: placed, cellOf }
}

/** Codes of 15 digits; the serial runs west to east, north to south inside the community (domain-facts 1.1). */
function cellsOf(district: string, community: CommunityArea, { crossing }: Grid): Omit<UnitCell, 'index'>[] {
  const { west, north, east, south } = community.block
  const width = east - west
  return Array.from({ length: width * (south - north) }, (_, i) => {
    const [column, row] = [west + (i % width), north + Math.floor(i / width)]
    const code = `${district}${community.office.code}${community.code}${digits(i + 1)}`
    const [nw, ne] = [crossing(column, row), crossing(column + 1, row)]
    const [sw, se] = [crossing(column, row + 1), crossing(column + 1, row + 1)]
    return { column, row, code, community, corners: [nw, ne, se, sw] }
  })
}

export function polygonOf({ corners: [nw, ne, se, sw] }: Pick<UnitCell, 'corners'>): Polygon {
  return { type: 'Polygon', coordinates: [[nw, sw, se, ne, nw]] }
}

const digits = (n: number): string => String(n).padStart(3, '0')
