// The district's ledger: 170,000 components and 6,400 unit grids. Row i depends on i alone.
import type { ComponentRow, GridRow } from '#shared/platform-api/rows.ts'
import { diceOf } from './dice.ts'
import { CENTER, somewhere, SPAN } from './places.ts'

export const COMPONENTS = 170_000
export const GRIDS = 6_400
type Sort = readonly [code: string, name: string]

/** So that a component's dice are not a case's. */
const ROW_OFFSET = 10_000_000

const sorts: readonly [Sort, ...Sort[]] = [
  ['0101', '上水井盖'], ['0102', '污水井盖'], ['0103', '雨水井盖'], ['0109', '电力井盖'], ['0118', '消火栓'], ['0120', '路灯'], ['0121', '变压器箱'],
  ['0201', '公交站亭'], ['0210', '交通信号灯'], ['0302', '果皮箱'], ['0401', '行道树'], ['0402', '护树设施'], ['0501', '报刊亭'],
]

export function componentAt(i: number): ComponentRow {
  const dice = diceOf(ROW_OFFSET + i)
  const [sort, name] = dice.pick(sorts)
  const { lng, lat, grid } = somewhere(dice)
  const who = { grid, department: null, owner: null, keeper: null, changedOn: null }
  const state = dice.chance(0.01) ? 'broken' : 'intact'
  return { ...who, code: `341523${sort}${String(i).padStart(6, '0')}`, classCode: `C${sort}`, name, lng, lat, state }
}

/** Cells of a grid of 80 by 80 over the district. */
const ACROSS = Math.sqrt(GRIDS)

export interface GridCell {
  readonly code: string
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

export function gridCellAt(i: number): GridCell {
  const [column, row] = [i % ACROSS, Math.floor(i / ACROSS)]
  const edge = (axis: 0 | 1, line: number): number => Math.round((CENTER[axis] + (line / ACROSS - 0.5) * SPAN[axis]) * 1e7) / 1e7
  const code = `341523${String(Math.floor(i / 1_000) + 1).padStart(3, '0')}${String(i % 1_000).padStart(6, '0')}`
  return { code, west: edge(0, column), south: edge(1, row), east: edge(0, column + 1), north: edge(1, row + 1) }
}

export function gridAt(i: number): GridRow {
  const { code, west, south, east, north } = gridCellAt(i)
  const ring: [number, number][] = [[west, south], [east, south], [east, north], [west, north], [west, south]]
  const where = { street: null, community: null, dutyGrid: `341523Z${String(Math.floor(i / 160)).padStart(3, '0')}`, areaGrade: 'A' as const }
  return { ...where, code, name: null, geometry: { type: 'Polygon', coordinates: [ring] } }
}
