import { sql } from 'kysely'
import type { EntityKind } from '#shared/platform-api/changes.ts'
import type { Tx } from './migrations/migration.ts'

/** A new version of an entity; `row` null is a tombstone. */
export interface EntityChange {
  readonly kind: EntityKind
  readonly id: string
  readonly ver: number
  readonly row: object | null
  readonly externalId?: string | null
}

/** Name of the wake-up channel; the payload is the hall. */
export const FEED_CHANNEL = 'wanmi_feed'

/**
 * Writes new versions and stamps them with the next seqs of the hall, gapless and in commit order: the head row stays locked
 * until the transaction ends. MUST be the transaction's last statements, so that nobody waits on the head for other work.
 * Rows that exist are locked before the head, in one order, so that two writers cannot wait for each other.
 * The wake-up is delivered by PostgreSQL after the commit, or never. Answers the last seq given.
 */
export async function commitChanges(tx: Tx, hall: string, changes: readonly EntityChange[]): Promise<number> {
  if (changes.length === 0) throw new Error('commitChanges: nothing to commit')
  const kinds = changes.map((change) => change.kind)
  const ids = changes.map((change) => change.id)
  await sql`
    SELECT 1 FROM entity JOIN unnest(${kinds}::text[], ${ids}::text[]) AS wanted (kind, id) USING (kind, id)
    WHERE entity.hall = ${hall} ORDER BY entity.kind, entity.id FOR UPDATE OF entity`.execute(tx)
  const { rows } = await sql<{ last: number }>`
    WITH head AS (
      UPDATE feed_head SET seq = seq + ${changes.length} WHERE hall = ${hall} RETURNING seq
    ), put AS (
      INSERT INTO entity (hall, kind, id, ver, seq, deleted, row, external_id, unit_end)
      SELECT ${hall}, c.kind, c.id, c.ver, head.seq - ${changes.length} + c.place, c.row IS NULL, c.row, c.external_id, head.seq
      FROM head, unnest(
        ${kinds}::text[], ${ids}::text[], ${changes.map((change) => change.ver)}::int[],
        ${changes.map((change) => (change.row === null ? null : JSON.stringify(change.row)))}::jsonb[],
        ${changes.map((change) => change.externalId ?? null)}::text[]
      ) WITH ORDINALITY AS c (kind, id, ver, row, external_id, place)
      ON CONFLICT (hall, kind, id) DO UPDATE
      SET ver = excluded.ver, seq = excluded.seq, deleted = excluded.deleted, row = excluded.row, external_id = excluded.external_id,
        unit_end = excluded.unit_end
    )
    SELECT head.seq AS last, pg_notify(${FEED_CHANNEL}, ${hall}) FROM head`.execute(tx)
  const last = rows[0]?.last
  if (last === undefined) throw new Error(`commitChanges: hall ${hall} has no head row`)
  return last
}
