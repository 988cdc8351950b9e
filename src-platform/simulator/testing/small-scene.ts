// For specs: the generated town as the simulator reads it, without a store.
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { z } from '#shared/kernel/zod.ts'
import { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
import { MapFeature } from '#shared/platform-api/map-features.ts'
import { ComponentRow, DepartmentRow, DutyGridRow, GridRow, HallSettings, PlaceRow } from '#shared/platform-api/rows.ts'
import { makeSmallTown } from '../../town/small-town.ts'
import type { SceneRows } from '../scene/scene-rows.ts'

export function smallSceneRows(seed = 1): SceneRows {
  const town = makeSmallTown(seed, 'main', 0)
  const rowsOf = <T>(kind: string, schema: z.ZodType<T>): T[] =>
    z.array(schema).parse(town.entities.filter((entity) => entity.kind === kind).map(({ row }) => row))
  const one = <T>(kind: string, id: string, schema: z.ZodType<T>): T =>
    schema.parse(town.entities.find((entity) => entity.kind === kind && entity.id === id)?.row)
  return {
    settings: one('settings', 'hall', HallSettings),
    catalogue: one('catalogue', 'current', CatalogueData),
    calendar: one('calendar', 'current', CalendarData),
    departments: rowsOf('department', DepartmentRow),
    people: town.people,
    grids: rowsOf('grid', GridRow),
    dutyGrids: rowsOf('duty-grid', DutyGridRow),
    roads: rowsOf('map-feature', MapFeature).filter(({ layer }) => layer.startsWith('road-')),
    places: rowsOf('place', PlaceRow),
    components: rowsOf('component', ComponentRow),
    cameras: rowsOf('camera', CameraRow),
    vehicles: rowsOf('vehicle', VehicleRow),
    album: [],
  }
}
