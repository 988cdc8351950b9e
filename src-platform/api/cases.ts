import { sql } from 'kysely'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import type { Caller } from '../auth/callers.ts'
import type { Platform } from '../platform.ts'
import { findEntity, listFlow } from '../store/entities.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

const MOST_TASKS = 500
const deskPosts = ['acceptor', 'shift-leader', 'dispatcher', 'evaluator', 'administrator'] as const

/** What departments, inspectors and other online clients see of cases. */
export function serveCases(api: Api): void {
  const { platform } = api
  serve(api, endpoints.tasks, async ({ caller }) => ok({ tasks: await tasksOf(platform, caller) }))

  serve(api, endpoints.case, async ({ caller, params }) => {
    const found = await findEntity(platform.store.db, platform.hall.id, 'case', params.id)
    const row = found === undefined ? undefined : CaseRow.parse(found.row)
    // A case that is none of the caller's business is answered like one that does not exist.
    if (row === undefined || !maySee(caller, row)) return refuse('not-found', params.id)
    const flow = await listFlow(platform.store.db, platform.hall.id, params.id)
    return ok({ row, flow: flow.map((line) => FlowRecord.parse(line)) })
  })
}

function maySee(caller: Caller, row: CaseRow): boolean {
  if (caller.kind !== 'person') return caller.kind !== 'nobody'
  const { person, posts } = caller
  if (posts.some((post) => deskPosts.some((desk) => desk === post))) return true
  if (posts.includes('department') && row.department !== null && row.department === person.department) return true
  return posts.includes('inspector') && (row.inspector === person.id || row.reportedBy === person.id)
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
