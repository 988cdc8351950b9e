import type { Point } from './plan.ts'

/** How large a generated town is; the small one of the tests has a generator of its own. */
export interface TownPreset {
  readonly town: 'county' | 'city'
  readonly district: string
  readonly place: string
  readonly hallName: string
  readonly center: Point
  /** Unit grids west to east and north to south; each is about 100 m wide (万米单元网格). */
  readonly columns: number
  readonly rows: number
  readonly offices: number
  readonly dutyGridsPerOffice: number
  readonly communitiesPerDutyGrid: number
  readonly components: number
  readonly cameras: number
  readonly vehicles: number
  /** Two walk each duty grid, the others lead them. */
  readonly inspectors: number
  readonly seats: number
}

/** domain-facts 5: 25 km², 2,500 unit grids, 170,000 components, 8 duty grids, 18 inspectors, 21 cameras, 4 seats. */
export const county: TownPreset = {
  town: 'county',
  district: '341523',
  place: '舒河县城',
  hallName: '舒河县数字化城市管理监督指挥中心',
  center: [116.9445, 31.462],
  columns: 50,
  rows: 50,
  offices: 4,
  dutyGridsPerOffice: 2,
  communitiesPerDutyGrid: 5,
  components: 170_000,
  cameras: 21,
  vehicles: 14,
  inspectors: 18,
  seats: 4,
}

/** performance.md: 200,000 components, 6,400 unit grids, 640 communities, 60 departments, 300 cameras, 500 movers. */
export const city: TownPreset = {
  town: 'city',
  district: '341590',
  place: '龙舒市区',
  hallName: '龙舒市城市运行管理服务中心',
  center: [116.9445, 31.462],
  columns: 80,
  rows: 80,
  offices: 16,
  dutyGridsPerOffice: 10,
  communitiesPerDutyGrid: 4,
  components: 200_000,
  cameras: 300,
  vehicles: 140,
  inspectors: 360,
  seats: 40,
}
