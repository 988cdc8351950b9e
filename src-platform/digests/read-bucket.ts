import { sql } from 'kysely'
import { changeJson } from '../store/change-json.ts'
import type { ChangeText } from '../store/change-json.ts'
import type { Db } from '../store/migrations/migration.ts'

export interface BucketQuery {
  readonly epoch: string
  readonly kind: string
  readonly bucket: string
}

interface Line extends ChangeText {
  readonly head: number
}

/** The rows of a bucket in the order of their seqs as a `BucketReply` in JSON, with the head of the same moment. */
export async function readBucket(db: Db, hall: string, { epoch, kind, bucket }: BucketQuery): Promise<string> {
  const { rows } = await sql<Line>`
    SELECT h.seq AS head, e.* FROM feed_head h LEFT JOIN LATERAL (
      SELECT e.seq, e.kind, e.id, e.ver, e.row::text AS row FROM entity e
      WHERE e.hall = h.hall AND e.kind = ${kind} AND entity_bucket(e.kind, e.id) = ${bucket} AND NOT e.deleted ORDER BY e.seq
    ) e ON true WHERE h.hall = ${hall} ORDER BY e.seq`.execute(db)
  const front = JSON.stringify({ epoch, seq: rows[0]?.head ?? 0, kind, bucket })
  const present = rows.filter(({ seq }) => seq !== null)
  return `${front.slice(0, -1)},"rows":[${present.map(changeJson).join(',')}]}`
}
