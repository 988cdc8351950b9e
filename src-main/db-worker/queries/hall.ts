// The hall's own data: who, what and by which rules.
import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import type { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { BasemapSettings, DepartmentRow, HallSettings } from '#shared/platform-api/rows.ts'
import { HallSettings as HallSettingsSchema, BasemapSettings as BasemapSettingsSchema } from '#shared/platform-api/rows.ts'
import type { ReadDb } from '../driver.ts'

const allOf = <Row>(db: ReadDb, kind: string): Row[] =>
  // Stored after their schema had passed.
  db
    .pluck<[string], string>('SELECT doc FROM entity_row WHERE kind = ? ORDER BY id')
    .all(kind)
    .map((doc) => JSON.parse(doc) as Row)

const oneOf = (db: ReadDb, kind: string, id: string): unknown => {
  const doc = db.pluck<[string, string], string>('SELECT doc FROM entity_row WHERE kind = ? AND id = ?').get(kind, id)
  return doc === undefined ? null : JSON.parse(doc)
}

export const departments = (db: ReadDb): DepartmentRow[] => allOf<DepartmentRow>(db, 'department')
export const devices = (db: ReadDb): DeviceRow[] => allOf<DeviceRow>(db, 'device')
export const cameras = (db: ReadDb): CameraRow[] => allOf<CameraRow>(db, 'camera')
export const vehicles = (db: ReadDb): VehicleRow[] => allOf<VehicleRow>(db, 'vehicle')
export const people = (db: ReadDb): PersonRow[] => allOf<PersonRow>(db, 'person')
export const person = (db: ReadDb, id: string): PersonRow | null => oneOf(db, 'person', id) as PersonRow | null
export const catalogue = (db: ReadDb): CatalogueData | null => oneOf(db, 'catalogue', 'current') as CatalogueData | null
export const calendar = (db: ReadDb): CalendarData | null => oneOf(db, 'calendar', 'current') as CalendarData | null

/** Two shapes share the kind `settings`, so each is checked when read. */
export const hallSettings = (db: ReadDb): HallSettings | null =>
  HallSettingsSchema.safeParse(oneOf(db, 'settings', 'hall')).data ?? null
export const basemapSettings = (db: ReadDb): BasemapSettings | null =>
  BasemapSettingsSchema.safeParse(oneOf(db, 'settings', 'basemap')).data ?? null
