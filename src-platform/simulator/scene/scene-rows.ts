import { sql } from 'kysely'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
import { MapFeature } from '#shared/platform-api/map-features.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import { ComponentRow, DepartmentRow, DutyGridRow, GridRow, HallSettings, PlaceRow } from '#shared/platform-api/rows.ts'
import type { AlbumPage } from '../photograph/album.ts'
import { readAlbum } from '../photograph/hang-album.ts'
import type { Db } from '../../store/migrations/migration.ts'

/** What the simulated town is made of: rows of the hall, whoever brought them in. Plain data, fit to be sent to a worker. */
export interface SceneRows {
  readonly settings: HallSettings
  readonly catalogue: CatalogueData
  readonly calendar: CalendarData
  readonly departments: readonly DepartmentRow[]
  readonly people: readonly PersonRow[]
  readonly grids: readonly GridRow[]
  readonly dutyGrids: readonly DutyGridRow[]
  readonly roads: readonly MapFeature[]
  readonly places: readonly PlaceRow[]
  /** Every so-manieth, at most {@link MOST_COMPONENTS}. */
  readonly components: readonly ComponentRow[]
  readonly cameras: readonly CameraRow[]
  readonly vehicles: readonly VehicleRow[]
  /** Photographs people take; none where nobody has hung any. */
  readonly album: readonly AlbumPage[]
}

const MOST_COMPONENTS = 8_000
const roadLayers = ['road-main', 'road-second', 'road-minor']

/** Refuses `guard-failed` with the kinds of rows that nobody has brought in yet. */
export async function readSceneRows(db: Db, hall: string): Promise<Result<SceneRows>> {
  const list = <T>(kind: string, schema: z.ZodType<T>): Promise<T[]> => rowsOf(db, hall, kind, schema)
  const one = async <T>(kind: string, id: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const found = await sql<{ row: unknown }>`
      SELECT row FROM entity WHERE hall = ${hall} AND kind = ${kind} AND id = ${id} AND NOT deleted`.execute(db)
    const parsed = schema.safeParse(found.rows[0]?.row)
    return parsed.success ? parsed.data : undefined
  }
  const settings = await one('settings', 'hall', HallSettings)
  const catalogue = await one('catalogue', 'current', CatalogueData)
  const calendar = await one('calendar', 'current', CalendarData)
  const [departments, people, grids, dutyGrids] = [
    await list('department', DepartmentRow),
    await list('person', PersonRow),
    await list('grid', GridRow),
    await list('duty-grid', DutyGridRow),
  ]
  if (settings === undefined) return refuse('guard-failed', 'settings')
  if (catalogue === undefined) return refuse('guard-failed', 'catalogue')
  if (calendar === undefined) return refuse('guard-failed', 'calendar')
  if (departments.length === 0) return refuse('guard-failed', 'department')
  if (grids.length === 0) return refuse('guard-failed', 'grid')
  const places = await list('place', PlaceRow)
  return ok({
    ...{ settings, catalogue, calendar, departments, grids, dutyGrids, places },
    people: people.map((person) => ({ ...person, verifier: null })),
    roads: await readRoads(db, hall),
    components: await readComponents(db, hall),
    cameras: await list('camera', CameraRow),
    vehicles: await list('vehicle', VehicleRow),
    album: await readAlbum(db, hall),
  })
}

async function rowsOf<T>(db: Db, hall: string, kind: string, schema: z.ZodType<T>): Promise<T[]> {
  const { rows } = await sql<{ row: unknown }>`
    SELECT row FROM entity WHERE hall = ${hall} AND kind = ${kind} AND NOT deleted ORDER BY id`.execute(db)
  return parsed(rows, schema)
}

/** A row of a newer or an older shape than ours has no place in the play; the others have. */
function parsed<T>(rows: readonly { readonly row: unknown }[], schema: z.ZodType<T>): T[] {
  return rows.flatMap(({ row }) => {
    const read = schema.safeParse(row)
    return read.success ? [read.data] : []
  })
}

async function readRoads(db: Db, hall: string): Promise<MapFeature[]> {
  const { rows } = await sql<{ row: unknown }>`
    SELECT row FROM entity WHERE hall = ${hall} AND kind = 'map-feature' AND NOT deleted
    AND row->>'layer' = ANY (${roadLayers}::text[]) ORDER BY id`.execute(db)
  return parsed(rows, MapFeature)
}

async function readComponents(db: Db, hall: string): Promise<ComponentRow[]> {
  const { rows } = await sql<{ row: unknown }>`
    SELECT row FROM (
      SELECT row, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS many
      FROM entity WHERE hall = ${hall} AND kind = 'component' AND NOT deleted
    ) AS numbered WHERE n % greatest(1, many / ${MOST_COMPONENTS}) = 0 LIMIT ${MOST_COMPONENTS}`.execute(db)
  return parsed(rows, ComponentRow)
}
