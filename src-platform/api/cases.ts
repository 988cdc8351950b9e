import { sql } from 'kysely'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseState } from '#shared/domain/case/terms.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import type { DepartmentList } from '#shared/platform-api/system.ts'
import { isWall } from '../auth/callers.ts'
import type { Caller } from '../auth/callers.ts'
import type { Platform } from '../platform.ts'
import { findEntity, listFlow } from '../store/entities.ts'
import { maySee } from './case-sight.ts'
import { caseShownTo } from './personal-sight.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

const MOST_TASKS = 500

/** What departments, inspectors and other online clients see of cases. */
export function serveCases(api: Api): void {
  const { platform } = api
  serve(api, endpoints.tasks, async ({ caller }) =>
    ok({ tasks: (await tasksOf(platform, caller)).map((row) => caseShownTo(caller, row)) }),
  )

  serve(api, endpoints.departmentCases, async ({ caller, query }) => {
    const department = caller.posts.includes('department') ? caller.person.department : null
    if (department === null) return ok({ rows: [], next: null })
    const { rows, next } = await pageOfDepartment(platform, department, query)
    return ok({ rows: rows.map((row) => caseShownTo(caller, row)), next })
  })

  serve(api, endpoints.case, async ({ caller, params }) => {
    const row = await findSeen(platform, caller, params.id)
    if (row === undefined) return refuse('not-found', params.id)
    const flow = await listFlow(platform.store.db, platform.hall.id, params.id)
    return ok({ row: caseShownTo(caller, row), flow: flow.map((line) => shownTo(caller, FlowRecord.parse(line))) })
  })
}

/** People online and walls read masked texts; what stands behind the masks is for seats. */
function shownTo(caller: Caller, { hidden, ...record }: FlowRecord): FlowRecord {
  return caller.kind === 'person' || isWall(caller) || hidden === undefined ? record : { ...record, hidden }
}

/** The case, if the caller may see it: one that is none of their business is like one that does not exist. */
export async function findSeen({ store, hall }: Platform, caller: Caller, id: string): Promise<CaseRow | undefined> {
  const found = await findEntity(store.db, hall.id, 'case', id)
  const row = found === undefined ? undefined : CaseRow.parse(found.row)
  return row !== undefined && maySee(caller, row) ? row : undefined
}

const statesOf: Readonly<Record<DepartmentList, readonly CaseState[]>> = {
  answered: ['answered', 'checking', 'checked', 'on-account'],
  closed: ['closed', 'voided'],
}

type DepartmentQuery = z.output<typeof endpoints.departmentCases.query>

/** By the latest movement, then by id, so that no page repeats or leaves out a case that stays where it is. */
async function pageOfDepartment({ store, hall }: Platform, department: string, query: DepartmentQuery) {
  const { list, search, after, limit } = query
  const [at = '', id = ''] = after.split('.')
  const onward = after === '' ? sql`` : sql`AND ((row->>'lastActAt')::bigint, id) < (${at}::bigint, ${id})`
  const words = search.trim()
  const found = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const matching =
    words === ''
      ? sql``
      : sql`AND (row->>'no' || ' ' || (row->>'className') || ' ' || (row->'place'->>'address') || ' ' || (row->>'description')) ILIKE ${found}`
  const { rows } = await sql<{ row: unknown }>`
    SELECT row FROM entity
    WHERE hall = ${hall.id} AND kind = 'case' AND row->>'department' = ${department}
      AND row->>'state' = ANY(${statesOf[list]}::text[]) ${onward} ${matching}
    ORDER BY (row->>'lastActAt')::bigint DESC, id DESC LIMIT ${limit}`.execute(store.db)
  const cases = rows.map((line) => CaseRow.parse(line.row))
  const last = cases.at(-1)
  return { rows: cases, next: last === undefined || cases.length < limit ? null : `${last.lastActAt}.${last.id}` }
}

async function tasksOf({ store, hall }: Platform, { person, posts }: Extract<Caller, { kind: 'person' }>): Promise<CaseRow[]> {
  const department = posts.includes('department') ? person.department : null
  const inspector = posts.includes('inspector') ? person.id : null
  const { rows } = await sql<{ row: unknown }>`
    SELECT row FROM (
      SELECT row FROM entity WHERE hall = ${hall.id} AND kind = 'case' AND row->>'state' = 'handling' AND row->>'department' = ${department}
      UNION ALL
      SELECT row FROM entity WHERE hall = ${hall.id} AND kind = 'case' AND row->>'state' IN ('verifying', 'checking') AND row->>'inspector' = ${inspector}
    ) AS waiting ORDER BY (row->>'dueAt')::bigint NULLS LAST LIMIT ${MOST_TASKS}`.execute(store.db)
  return rows.map((line) => CaseRow.parse(line.row))
}
