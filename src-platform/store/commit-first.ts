import { sql } from 'kysely'
import { FEED_CHANNEL } from './commit-changes.ts'
import type { EntityChange } from './commit-changes.ts'
import type { Tx } from './migrations/migration.ts'

/**
 * Writes first versions of entities that are known not to be there, stamped like every other change, in half the time of
 * `commitChanges`, which looks for the former version of each. An entity that is there after all fails the transaction.
 */
export async function commitFirst(tx: Tx, hall: string, changes: readonly EntityChange[]): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    WITH head AS (
      UPDATE feed_head SET seq = seq + ${changes.length} WHERE hall = ${hall} RETURNING seq
    ), put AS (
      INSERT INTO entity (hall, kind, id, ver, seq, deleted, row, external_id, unit_end)
      SELECT ${hall}, c.kind, c.id, 1, head.seq - ${changes.length} + c.place, false, c.row, c.external_id, head.seq
      FROM head, unnest(
        ${changes.map((change) => change.kind)}::text[], ${changes.map((change) => change.id)}::text[],
        ${changes.map((change) => JSON.stringify(change.row))}::jsonb[],
        ${changes.map((change) => change.externalId ?? null)}::text[]
      ) WITH ORDINALITY AS c (kind, id, row, external_id, place)
    )
    SELECT head.seq AS last, pg_notify(${FEED_CHANNEL}, ${hall}) FROM head`.execute(tx)
  const last = rows[0]?.last
  if (last === undefined) throw new Error(`commitFirst: hall ${hall} has no head row`)
  return last
}
