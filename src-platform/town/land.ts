// What stands on the ground: decided for a whole quarter between roads, so that a park or a works is one piece.
import type { UnitCell } from './areas.ts'
import { choices } from './choices.ts'
import type { Lattice, LineRank } from './lattice.ts'

export type LandUse = 'water' | 'park' | 'centre' | 'homes' | 'school' | 'works' | 'village' | 'fields'

export interface Land {
  readonly useOf: (cell: Pick<UnitCell, 'column' | 'row'>) => LandUse
  /** 1 in the middle of the old town, 0 at the corners. */
  readonly density: (column: number, row: number) => number
  /** Number of the quarter a cell belongs to. */
  readonly quarterOf: (column: number, row: number) => number
}

export function makeLand(lattice: Lattice, seed: number): Land {
  const dice = choices(seed, 'land')
  const { columns, rows, riverRow, brookColumn } = lattice
  const [midColumn, midRow] = [columns * dice.between(0.42, 0.5, 1), rows * dice.between(0.42, 0.5, 2)]
  const columnQuarter = quarters(lattice.columnRank)
  const rowQuarter = quarters(lattice.rowRank)
  const quarterOf = (column: number, row: number): number => (rowQuarter[row] ?? 0) * 1_000 + (columnQuarter[column] ?? 0)
  const density = (column: number, row: number): number => {
    const off = Math.hypot((column - midColumn) / columns, (row - midRow) / rows)
    return Math.min(1, Math.max(0, 1.05 - off * 1.75 + dice.between(-0.12, 0.12, 3, quarterOf(column, row))))
  }
  const useOf = ({ column, row }: Pick<UnitCell, 'column' | 'row'>): LandUse => {
    if (row === riverRow || (column === brookColumn && row < riverRow)) return 'water'
    const quarter = quarterOf(column, row)
    const chance = dice.at(4, quarter)
    const here = density(column, row)
    if (chance < 0.055) return 'park'
    if (here > 0.8) return chance < 0.5 ? 'centre' : 'homes'
    if (chance < 0.11) return 'school'
    if (here < 0.45 && column > columns * 0.6) return chance < 0.75 ? 'works' : 'fields'
    if (here < 0.14) return chance < 0.45 ? 'village' : 'fields'
    return chance < 0.2 && here > 0.5 ? 'centre' : 'homes'
  }
  return { useOf, density, quarterOf }
}

/** Cells between two lines that are more than lanes belong together. */
function quarters(ranks: readonly LineRank[]): number[] {
  let quarter = 0
  return ranks.slice(0, -1).map((rank, i) => (i > 0 && rank !== 'minor' ? (quarter += 1) : quarter))
}
