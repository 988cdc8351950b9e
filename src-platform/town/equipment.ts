// Cameras at the crossings of large roads, and the vehicles that report where they are.
import { DepartmentId } from '#shared/kernel/ids.ts'
import type { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
import { choices } from './choices.ts'
import type { TownPreset } from './preset.ts'
import type { Scene } from './town-scenery.ts'

interface Corner {
  readonly column: number
  readonly row: number
  readonly name: string
  readonly weight: number
}

/** 摄像机, the first at the busiest crossings. Codes have the 20 digits of GB/T 28181: centre 8, industry 2, type 132, serial 7. */
export function makeCameras(scene: Scene, { cameras, district }: TownPreset): CameraRow[] {
  const dice = choices(scene.seed, 'cameras')
  const { areas, lattice } = scene
  return crossings(scene)
    .slice(0, cameras)
    .map(({ column, row, name }, i): CameraRow => {
      const [lng, lat] = lattice.crossing(column, row)
      const cell = areas.cellOf(Math.min(column, lattice.columns - 1), Math.min(row, lattice.rows - 1))
      return {
        id: `CAM${String(i + 1).padStart(3, '0')}`,
        code: `${district}0100132${String(i + 1).padStart(7, '0')}`,
        name: `${name}口`,
        group: cell?.community.office.name ?? null,
        lng,
        lat,
        headingDeg: dice.pick([0, 45, 90, 135, 180, 225, 270, 315], i, 1),
        viewDeg: dice.pick([60, 75, 90], i, 2),
        grid: cell?.code ?? null,
        owner: DepartmentId.parse(i % 3 === 0 ? 'D04' : 'D05'),
      }
    })
}

/** Crossings of roads that are more than lanes: those of two through roads first, in the densest quarters first. */
function crossings({ lattice, land, net }: Scene): Corner[] {
  const corners: Corner[] = []
  for (const [column, ofColumn] of lattice.columnRank.entries()) {
    for (const [row, ofRow] of lattice.rowRank.entries()) {
      if (ofColumn === 'minor' || ofRow === 'minor') continue
      const down = net.streetAt('column', column, row) ?? net.streetAt('column', column, row - 1)
      const along = net.streetAt('row', row, column) ?? net.streetAt('row', row, column - 1)
      if (down === undefined || along === undefined) continue
      const mains = (ofColumn === 'main' ? 1 : 0) + (ofRow === 'main' ? 1 : 0)
      corners.push({ column, row, name: `${along.name}${down.name}`, weight: land.density(column, row) + mains * 0.25 })
    }
  }
  return corners.sort((a, b) => b.weight - a.weight || a.row - b.row || a.column - b.column)
}

const fleet = [
  ['muck-truck', 'D11', 6],
  ['sweeper', 'D02', 4],
  ['sprinkler', 'D02', 2],
  ['patrol', 'D05', 2],
] as const

/** 车辆: of fourteen six are muck trucks, four sweepers, two sprinklers, two patrol cars; more in the same proportion. */
export function makeVehicles({ vehicles, district }: TownPreset): VehicleRow[] {
  const round = fleet.flatMap(([kind, department, count]) => Array.from({ length: count }, () => ({ kind, department })))
  return Array.from({ length: vehicles }, (_, i): VehicleRow => {
    const { kind, department } = round[i % round.length] ?? { kind: 'patrol', department: 'D05' }
    const number = String(10_000 + ((i * 7_919 + Number(district.slice(-3))) % 89_999))
    return { id: `V${String(i + 1).padStart(3, '0')}`, plate: `皖N${number}`, kind, department: DepartmentId.parse(department) }
  })
}
