import type { EntityKind } from '#shared/platform-api/changes.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { CURRENT_ID, endpoints } from '#shared/platform-api/endpoints.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import { ComponentRow, DepartmentRow, DutyGridRow, GridRow } from '#shared/platform-api/rows.ts'
import { findEntity, listEntities } from '../store/entities.ts'
import { peopleShownTo } from './personal-sight.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** Plain reads of what the hall's data are, for clients that do not follow the feed. */
export function serveLists(api: Api): void {
  const { store, hall } = api.platform
  const page = async <T>(kind: EntityKind, schema: { parse(row: unknown): T }, query: { after: string; limit: number }) => {
    const found = await listEntities(store.db, hall.id, kind, query)
    const next = found.length === query.limit ? (found.at(-1)?.id ?? null) : null
    return { rows: found.map(({ row }) => schema.parse(row)), next }
  }
  const current = async <T>(kind: EntityKind, schema: { parse(row: unknown): T }) => {
    const found = await findEntity(store.db, hall.id, kind, CURRENT_ID)
    return found === undefined ? refuse('not-found', kind) : ok(schema.parse(found.row))
  }
  serve(api, endpoints.grids, async ({ query }) => ok(await page('grid', GridRow, query)))
  serve(api, endpoints.dutyGrids, async ({ query }) => ok(await page('duty-grid', DutyGridRow, query)))
  serve(api, endpoints.components, async ({ query }) => ok(await page('component', ComponentRow, query)))
  serve(api, endpoints.departments, async ({ query }) => ok(await page('department', DepartmentRow, query)))
  serve(api, endpoints.people, async ({ query, caller }) => {
    const people = await page('person', PersonRow, query)
    return ok({ ...people, rows: peopleShownTo(caller, people.rows) })
  })
  serve(api, endpoints.catalogue, () => current('catalogue', CatalogueData))
  serve(api, endpoints.calendar, () => current('calendar', CalendarData))
}
