import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { BulkKind } from '#shared/platform-api/bulk.ts'
import { CURRENT_ID } from '#shared/platform-api/endpoints.ts'
import { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
import { MapFeature } from '#shared/platform-api/map-features.ts'
import { MapTile } from '#shared/platform-api/map-tiles.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import {
  BasemapSettings,
  ComponentRow,
  DepartmentRow,
  DutyGridRow,
  GridRow,
  HallSettings,
  PlaceRow,
  StreetRow,
} from '#shared/platform-api/rows.ts'
import { findPlaceFault } from './place-fault.ts'

export interface NamedRow {
  readonly id: string
  readonly row: Record<string, unknown>
}

type RowReader = (raw: unknown) => Result<NamedRow>

/** Letters, digits and signs that can be seen: what a person compares and types. */
const Id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{C}]+$/u)

/** Reads a row and tells the id it stands under. */
function reader<T extends Record<string, unknown>>(schema: z.ZodType<T>, idOf: (row: T) => string): RowReader {
  return (raw) => {
    const parsed = schema.safeParse(raw)
    if (!parsed.success)
      return refuse('bad-request', `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`)
    const id = Id.safeParse(idOf(parsed.data))
    if (!id.success) return refuse('bad-request', 'id')
    const fault = findPlaceFault(parsed.data)
    return fault === null ? ok({ id: id.data, row: parsed.data }) : refuse('bad-coordinate', fault)
  }
}

const readHallSettings = reader(HallSettings, () => 'hall')
const readBasemapSettings = reader(BasemapSettings, () => 'basemap')

/** How the rows of each kind are read; cases have a reader of their own. */
export const rowReaders: Readonly<Record<Exclude<BulkKind, 'case'>, RowReader>> = {
  'grid': reader(GridRow, (row) => row.code),
  'duty-grid': reader(DutyGridRow, (row) => row.code),
  'component': reader(ComponentRow, (row) => row.code),
  'department': reader(DepartmentRow, (row) => row.id),
  'person': reader(PersonRow, (row) => row.id),
  'street': reader(StreetRow, (row) => row.id),
  'place': reader(PlaceRow, (row) => row.id),
  'map-feature': reader(MapFeature, (row) => row.id),
  'map-tile': reader(MapTile, (row) => row.id),
  // The two settings rows are told apart by what only one of them has.
  'settings': (raw) =>
    typeof raw === 'object' && raw !== null && 'attribution' in raw ? readBasemapSettings(raw) : readHallSettings(raw),
  'camera': reader(CameraRow, (row) => row.id),
  'vehicle': reader(VehicleRow, (row) => row.id),
  'catalogue': reader(CatalogueData, () => CURRENT_ID),
  'calendar': reader(CalendarData, () => CURRENT_ID),
}
