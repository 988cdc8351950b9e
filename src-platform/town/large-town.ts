// A county or a city as rows of the feed.
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { calendarFromChineseDays } from '#shared/domain/limits/calendar-from-chinese-days.ts'
import { CURRENT_ID } from '#shared/platform-api/endpoints.ts'
import type { StreetRow } from '#shared/platform-api/rows.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import { makeAreas, polygonOf } from './areas.ts'
import { indexAreas } from './cell-index.ts'
import { cityDepartments, countyDepartments } from './department-table.ts'
import { dutyFinder } from './duty-finder.ts'
import { makeCameras, makeVehicles } from './equipment.ts'
import { basemapSettings, hallSettings } from './hall-rows.ts'
import { makeLand } from './land.ts'
import { makeLattice } from './lattice.ts'
import type { Lattice } from './lattice.ts'
import type { BorderFit } from './partition.ts'
import { makePeople } from './people.ts'
import { planComponents } from './place-components.ts'
import { METRES, boxOf } from './plan.ts'
import type { TownPreset } from './preset.ts'
import { streetOfRoad } from './roads.ts'
import { makeStreets } from './streets.ts'
import type { StreetNet } from './streets.ts'
import { areaNames, dutyGridRows, gridRow } from './town-areas.ts'
import { poiOf, townPlaces } from './town-places.ts'
import { areaLabels, parkLabels, sceneryFeatures } from './town-scenery.ts'
import type { Scene } from './town-scenery.ts'
import type { Town } from './town.ts'

/** The same seed gives the same town; components are made one by one while they are stored. */
export function makeLargeTown(preset: TownPreset, seed: number, hall: string, now: number): Town {
  const scene = makeScene(preset, seed)
  const { areas, land } = scene
  const { district } = preset
  const departments =
    preset.town === 'city' ? cityDepartments(district, areas.offices) : countyDepartments(district, areas.offices)
  const components = makeComponents(preset, scene, departments)
  const places = townPlaces(scene)
  const features = [...sceneryFeatures(scene), ...areaLabels(scene, preset), ...parkLabels(scene), ...places.map(poiOf)]
  const bounds = boxOf(areas.cells.flatMap(({ corners }) => corners))
  const facts = { hall, name: preset.hallName, district, center: preset.center, bounds }
  const ground = [
    ...first('settings', [hallSettings(facts)], () => 'hall'),
    ...first('settings', [basemapSettings(preset.place, bounds, features.length, now)], () => 'basemap'),
    ...first('catalogue', [defaultCatalogue], () => CURRENT_ID),
    ...first('calendar', [calendarFromChineseDays()], () => CURRENT_ID),
    ...first('department', departments, (row) => row.id),
    ...first('duty-grid', dutyGridRows(areas), (row) => row.code),
    ...first('camera', makeCameras(scene, preset), (row) => row.id),
    ...first('vehicle', makeVehicles(preset), (row) => row.id),
    ...first('street', [...roadNames(scene.net), ...areaNames(areas)], (row) => row.id),
    ...first('place', places, (row) => row.id),
    ...first('map-feature', features, (row) => row.id),
    ...first(
      'grid',
      areas.cells.map((cell) => gridRow(cell, land.density(cell.column, cell.row))),
      (row) => row.code,
    ),
  ]
  function* rows(): Generator<EntityChange> {
    for (let i = 0; i < components.total; i += 1) {
      const row = components.rowAt(i)
      yield { kind: 'component', id: row.code, ver: 1, row }
    }
  }
  const people = makePeople({
    dutyGrids: areas.duties.map(({ code }) => code),
    inspectors: preset.inspectors,
    departments: departments.map(({ id }) => id),
    seats: preset.seats,
  })
  return { people, ground, components: rows, count: people.length + ground.length + components.total }
}

function makeScene(preset: TownPreset, seed: number): Scene {
  const lattice = makeLattice(preset, seed)
  const land = makeLand(lattice, seed)
  const areas = makeAreas(preset, lattice, roadsAndWater(lattice))
  return { lattice, land, areas, net: makeStreets(lattice, land, seed), seed }
}

/** Through roads and the river divide best, lanes only when nothing else is near. */
function roadsAndWater({ columnRank, rowRank, riverRow }: Lattice): BorderFit {
  return (axis, line) => {
    if (axis === 'row' && (line === riverRow || line === riverRow + 1)) return 1
    const rank = axis === 'column' ? columnRank[line] : rowRank[line]
    return rank === 'main' ? 1 : rank === 'second' ? 0.6 : 0
  }
}

function makeComponents(
  preset: TownPreset,
  { land, areas, net, lattice, seed }: Scene,
  departments: Parameters<typeof dutyFinder>[0],
) {
  const ground = {
    district: preset.district,
    metres: METRES,
    cells: areas.cells,
    useOf: land.useOf,
    cellAt: indexAreas(areas.cells, polygonOf),
    roads: net.streets.map(({ rank, line, axis, on }) => ({
      rank,
      line,
      isBank: axis === 'row' && (on === lattice.riverRow || on === lattice.riverRow + 1),
    })),
  }
  const names = new Map(defaultCatalogue.classes.map(({ code, name }) => [code, name]))
  return planComponents(ground, preset.components, seed, names, dutyFinder(departments))
}

/** A name once for each drawn stretch, so that each is found where it is. */
function roadNames({ streets }: StreetNet): StreetRow[] {
  return streets.map(({ id, name, line }) => streetOfRoad({ id, name, line }))
}

function first<T extends object>(kind: EntityChange['kind'], rows: readonly T[], idOf: (row: T) => string): EntityChange[] {
  return rows.map((row) => ({ kind, id: idOf(row), ver: 1, row }))
}
