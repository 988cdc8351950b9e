import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { calendarFromChineseDays } from '#shared/domain/limits/calendar-from-chinese-days.ts'
import { CURRENT_ID } from '#shared/platform-api/endpoints.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { DutyGridRow, GridRow, StreetRow } from '#shared/platform-api/rows.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import { makeComponents } from './components.ts'
import { makeDepartments } from './departments.ts'
import { basemapSettings, hallSettings } from './hall-rows.ts'
import { inspectorsOf, makePeople } from './people.ts'
import { BOUNDS, CENTER, DISTRICT, boxOf, communities, dutyGridOf, inside, makePlan, streetOffices } from './plan.ts'
import type { Plan } from './plan.ts'
import { makeRoads, streetOfRoad } from './roads.ts'
import { makeMapFeatures, makePlaces } from './scenery.ts'
import { seeded } from './seeded.ts'

export interface SmallTown {
  readonly people: readonly PersonRow[]
  /** Everything but the people, as first versions. */
  readonly entities: readonly EntityChange[]
}

/**
 * A generated county town: 3 street offices, 8 communities, 100 unit grids, 8 duty grids, 2,000 components, 6 departments,
 * people of every post, a base map, the default catalogue and the published holidays. The same seed gives the same town.
 */
export function makeSmallTown(seed: number, hall: string, now: number): SmallTown {
  const dice = seeded(seed)
  const plan = makePlan(dice)
  const roads = makeRoads(plan)
  const catalogue: CatalogueData = defaultCatalogue
  const features = makeMapFeatures(dice, plan, roads)
  const first = <T extends object>(kind: EntityChange['kind'], rows: readonly T[], idOf: (row: T) => string): EntityChange[] =>
    rows.map((row) => ({ kind, id: idOf(row), ver: 1, row }))
  const entities = [
    ...first('settings', [hallSettings({ hall, name: '舒河县数字化城市管理监督指挥中心', district: DISTRICT, center: CENTER, bounds: BOUNDS })], () => 'hall'),
    ...first('settings', [basemapSettings('舒河县城', BOUNDS, features.length, now)], () => 'basemap'),
    ...first('catalogue', [catalogue], () => CURRENT_ID),
    ...first('calendar', [calendarFromChineseDays()], () => CURRENT_ID),
    ...first('department', makeDepartments(), (row) => row.id),
    ...first('duty-grid', makeDutyGrids(), (row) => row.code),
    ...first('grid', makeGrids(plan), (row) => row.code),
    ...first('component', makeComponents(dice, plan, catalogue), (row) => row.code),
    ...first('street', [...roads.map(streetOfRoad), ...makeAreas(plan)], (row) => row.id),
    ...first('place', makePlaces(plan), (row) => row.id),
    ...first('map-feature', features, (row) => row.id),
  ]
  const dutyGrids = communities.map(dutyGridOf)
  const departments = makeDepartments().map(({ id }) => id)
  return { people: makePeople({ dutyGrids, inspectors: 2 * dutyGrids.length, departments, seats: 4 }), entities }
}

function makeGrids({ cells }: Plan): GridRow[] {
  return cells.map(({ code, community, corners, column, row }) => ({
    code,
    name: null,
    street: community.office.name,
    community: community.name,
    dutyGrid: dutyGridOf(community),
    // Core, general and outer area by distance from the middle.
    areaGrade: gradeAt(Math.max(Math.abs(column - 4.5), Math.abs(row - 4.5))),
    geometry: { type: 'Polygon', coordinates: [[corners[0], corners[3], corners[2], corners[1], corners[0]]] },
  }))
}

function gradeAt(distance: number): GridRow['areaGrade'] {
  if (distance < 2) return 'A'
  return distance < 4 ? 'B' : 'C'
}

function makeDutyGrids(): DutyGridRow[] {
  return communities.map((community, i) => {
    const code = dutyGridOf(community)
    return { code, name: `${community.name}责任网格`, inspectors: inspectorsOf(i), department: null }
  })
}

/** Street offices and communities as names to search for. */
function makeAreas({ cells }: Plan): StreetRow[] {
  const area = (id: string, name: string, kind: StreetRow['kind'], own: Plan['cells']): StreetRow => {
    const [lng, lat] = own.map((cell) => inside(cell, 0.5, 0.5))[Math.floor(own.length / 2)] ?? CENTER
    return {
      id: `town:area/${id}`,
      name,
      otherNames: [],
      kind,
      lng,
      lat,
      bbox: boxOf(own.flatMap((cell) => cell.corners)),
      lengthM: null,
    }
  }
  return [
    ...streetOffices.map((office) =>
      area(
        office.code,
        office.name,
        'street-office',
        cells.filter((cell) => cell.community.office === office),
      ),
    ),
    ...communities.map((community) =>
      area(
        `${community.office.code}${community.code}`,
        community.name,
        'community',
        cells.filter((cell) => cell.community === community),
      ),
    ),
  ]
}
