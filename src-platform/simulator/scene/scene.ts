import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { WorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import { diceFor, weighted } from '../dice.ts'
import type { Weighted } from '../dice.ts'
import type { AlbumPage } from '../photograph/album.ts'
import { commonProblems } from '../report/common-problems.ts'
import type { ProblemMix } from '../report/common-problems.ts'
import { gatherDepartments } from './departments.ts'
import type { Departments } from './departments.ts'
import type { SceneRows } from './scene-rows.ts'
import { cameraSites, componentSites, roadSites } from './sites.ts'
import type { Site } from './sites.ts'
import { gatherStaff } from './staff.ts'
import type { Staff } from './staff.ts'

/** The town as the play needs it: where things may be wrong, what, and who sees to it. */
export interface Scene {
  readonly district: string
  readonly offsetMinutes: number
  readonly catalogue: CatalogueView
  readonly calendar: WorkCalendar
  readonly departments: Departments
  readonly staff: Staff
  readonly problems: ProblemMix
  readonly sites: readonly Site[]
  /** Anywhere in the town, busy parts more often. */
  readonly anywhere: Weighted<readonly Site[]>
  /** 热点: the same few corners again and again. */
  readonly hotSpots: Weighted<Site>
  readonly componentsOf: ReadonlyMap<string, readonly Site[]>
  readonly cameras: readonly Site[]
  readonly album: readonly AlbumPage[]
}

const gradeWeights = { A: 5, B: 3, C: 1 } as const
const FEWEST_HOT_SPOTS = 12
/** One hot spot for so many unit grids. */
const GRIDS_OF_HOT_SPOT = 25

export function buildScene(rows: SceneRows, seed: number): Scene {
  const sites = roadSites(rows)
  const catalogue = viewCatalogue(rows.catalogue)
  const componentsOf = componentSites(rows)
  const perGrid = [...Map.groupBy(sites, ({ grid }) => grid.code).values()]
  return {
    district: rows.settings.district,
    offsetMinutes: rows.settings.zoneOffsetMinutes,
    catalogue,
    calendar: createWorkCalendar(rows.calendar),
    departments: gatherDepartments(rows.departments),
    staff: gatherStaff(rows),
    problems: commonProblems(catalogue, new Set(componentsOf.keys())),
    sites,
    anywhere: weighted(perGrid.map((own) => [own, gradeWeights[own[0]?.grid.areaGrade ?? 'C']])),
    hotSpots: hotSpotsOf(sites, rows.grids.length, seed),
    componentsOf,
    cameras: cameraSites(rows),
    album: rows.album,
  }
}

/** The first is the worst, the tenth a tenth as bad. */
function hotSpotsOf(sites: readonly Site[], grids: number, seed: number): Weighted<Site> {
  const dice = diceFor('hot spots', seed)
  const count = Math.max(FEWEST_HOT_SPOTS, Math.round(grids / GRIDS_OF_HOT_SPOT))
  return weighted(Array.from({ length: count }, (_, i): [Site, number] => [dice.pick(sites), 1 / (i + 1)]))
}
