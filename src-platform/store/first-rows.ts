import { sql } from 'kysely'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import { FIRST_CASES } from '#shared/platform-api/snapshot.ts'
import { changeJson } from './change-json.ts'
import type { ChangeText } from './change-json.ts'
import type { Db } from './migrations/migration.ts'

/** What rules and lists need before anything else; whoever has more people than this reads them by the feed. */
const firstKinds = ['settings', 'catalogue', 'calendar', 'department', 'person']
const MOST_OTHERS = 4_000

interface Line extends ChangeText {
  readonly head: number
  readonly open: number
}

/** `FirstRows` in JSON, from one snapshot of the store. Open cases come by an index of their own, those due first. */
export async function readFirstRows(db: Db, hall: string, { epoch, time }: { epoch: string; time: number }): Promise<string> {
  const { rows } = await sql<Line>`
    WITH first AS (
      (SELECT 0 AS part, array_position(${firstKinds}::text[], kind)::bigint AS place, seq, kind, id, ver, row FROM entity
      WHERE hall = ${hall} AND kind = ANY (${firstKinds}::text[]) AND NOT deleted ORDER BY 2, id LIMIT ${MOST_OTHERS})
      UNION ALL
      (SELECT 1, COALESCE((row->>'dueAt')::bigint, 9e15::bigint), seq, kind, id, ver, row FROM entity
      WHERE hall = ${hall} AND kind = 'case' AND row->>'state' NOT IN ('closed', 'voided')
      ORDER BY (row->>'dueAt')::bigint LIMIT ${FIRST_CASES})
    )
    SELECT h.seq AS head, f.seq, f.kind, f.id, f.ver, f.row::text AS row, (
      SELECT count(*)::int FROM entity WHERE hall = ${hall} AND kind = 'case' AND row->>'state' NOT IN ('closed', 'voided')
    ) AS open
    FROM feed_head h LEFT JOIN first f ON true WHERE h.hall = ${hall} ORDER BY f.part, f.place, f.id`.execute(db)
  const front = JSON.stringify({ epoch, schema: FEED_SCHEMA, seq: rows[0]?.head ?? 0, time, openCases: rows[0]?.open ?? 0 })
  const present = rows.filter(({ seq }) => seq !== null)
  return `${front.slice(0, -1)},"changes":[${present.map(changeJson).join(',')}]}`
}
