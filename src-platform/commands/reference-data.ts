import { sql } from 'kysely'
import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { WorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import { HallSettings } from '#shared/platform-api/rows.ts'
import type { Tx } from '../store/migrations/migration.ts'

/** What folding asks of the hall's data; `missing` names what nobody has brought in yet. */
export interface ReferenceData {
  readonly catalogue: CatalogueView | undefined
  readonly calendar: WorkCalendar | undefined
  readonly departments: { has(id: string): boolean }
  readonly settings: HallSettings | undefined
}

/** Reads reference data inside the caller's transaction; parsed again only when one of the rows has a newer seq. */
export type ReferenceReader = (tx: Tx, hall: string) => Promise<ReferenceData>

export function referenceReader(): ReferenceReader {
  let known: { readonly stamp: string; readonly data: ReferenceData } | undefined
  return async (tx, hall) => {
    const { rows } = await sql<{ count: number; newest: number }>`
      SELECT count(*)::int AS count, max(seq) AS newest FROM entity
      WHERE hall = ${hall} AND kind IN ('catalogue', 'calendar', 'department', 'settings')`.execute(tx)
    const stamp = `${rows[0]?.count ?? 0}:${rows[0]?.newest ?? 0}`
    if (known?.stamp !== stamp) known = { stamp, data: await readAll(tx, hall) }
    return known.data
  }
}

async function readAll(tx: Tx, hall: string): Promise<ReferenceData> {
  const { rows } = await sql<{ kind: string; id: string; row: unknown }>`
    SELECT kind, id, row FROM entity WHERE hall = ${hall} AND NOT deleted
    AND ((kind IN ('catalogue', 'calendar') AND id = 'current') OR kind = 'department' OR (kind = 'settings' AND id = 'hall'))`.execute(
    tx,
  )
  const one = (kind: string): unknown => rows.find((line) => line.kind === kind)?.row
  const catalogue = CatalogueData.safeParse(one('catalogue'))
  const calendar = CalendarData.safeParse(one('calendar'))
  const settings = HallSettings.safeParse(one('settings'))
  const departments = new Set(rows.filter((line) => line.kind === 'department').map((line) => line.id))
  return {
    catalogue: catalogue.success ? viewCatalogue(catalogue.data) : undefined,
    calendar: calendar.success ? createWorkCalendar(calendar.data) : undefined,
    settings: settings.success ? settings.data : undefined,
    departments,
  }
}
