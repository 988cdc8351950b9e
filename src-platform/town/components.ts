import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import { departmentFor } from './departments.ts'
import { DISTRICT, inside } from './plan.ts'
import type { Cell, Plan, Point } from './plan.ts'
import type { Seeded } from './seeded.ts'

export const COMPONENTS = 2_000

/** Commonest first; the share of each is its weight. */
const mixture: readonly (readonly [string, number])[] = [
  ['C0101', 9],
  ['C0102', 11],
  ['C0103', 12],
  ['C0104', 14],
  ['C0106', 4],
  ['C0111', 3],
  ['C0127', 3],
  ['C0130', 5],
  ['C0137', 16],
  ['C0150', 4],
  ['C0204', 2],
  ['C0212', 3],
  ['C0217', 4],
  ['C0220', 3],
  ['C0225', 3],
  ['C0305', 8],
  ['C0307', 2],
  ['C0308', 2],
  ['C0402', 18],
  ['C0407', 3],
  ['C0408', 3],
]

/** Managed components 部件 along the streets of every cell, coded with 16 digits, each with who answers for it. */
export function makeComponents(dice: Seeded, plan: Plan, catalogue: CatalogueData): ComponentRow[] {
  const names = new Map(catalogue.classes.map((one) => [one.code, one.name]))
  const kinds = mixture.filter(([code]) => names.has(code))
  const serials = new Map<string, number>()
  return Array.from({ length: COMPONENTS }, (_, i) => {
    const cell = plan.cells[i % plan.cells.length] as Cell // the plan has cells
    const classCode = choose(dice, kinds)
    const serial = (serials.get(classCode) ?? 0) + 1
    serials.set(classCode, serial)
    const [lng, lat] = besideTheStreet(dice, cell)
    const department = departmentFor(classCode)
    const state = dice.next() < 0.98 ? ('intact' as const) : ('broken' as const)
    return {
      ...{
        code: `${DISTRICT}${classCode.slice(1)}${String(serial).padStart(6, '0')}`,
        classCode,
        name: names.get(classCode) ?? classCode,
      },
      ...{ lng, lat, grid: cell.code, department, owner: department, keeper: department, state, changedOn: '2026-01-01' },
    }
  })
}

/** A few metres off one of the cell's four streets, inside the cell. */
function besideTheStreet(dice: Seeded, cell: Cell): Point {
  const along = dice.between(0.04, 0.96)
  const off = dice.between(0.035, 0.06)
  const places = [
    [along, off],
    [along, 1 - off],
    [off, along],
    [1 - off, along],
  ] as const
  const [u, v] = dice.pick(places)
  return inside(cell, u, v)
}

function choose(dice: Seeded, kinds: readonly (readonly [string, number])[]): string {
  let left = dice.next() * kinds.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [code, weight] of kinds) {
    left -= weight
    if (left < 0) return code
  }
  return kinds[0]?.[0] ?? 'C0101'
}
