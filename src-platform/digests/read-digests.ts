import { sql } from 'kysely'
import type { DigestBucket } from '#shared/platform-api/digests.ts'
import type { Db } from '../store/migrations/migration.ts'

export interface Digests {
  /** The hall's head they belong to. */
  readonly seq: number
  readonly buckets: readonly DigestBucket[]
}

interface Line {
  readonly seq: number
  readonly kind: string | null
  readonly bucket: string
  readonly count: number
  readonly hash: string
}

/** What the triggers of migration 0060 have kept, at one moment. One statement, so head and sums are of the same commit. */
export async function readDigests(db: Db, hall: string): Promise<Digests> {
  const { rows } = await sql<Line>`
    SELECT h.seq, d.kind, d.bucket, d.count, lpad(to_hex(d.high), 16, '0') || lpad(to_hex(d.low), 16, '0') AS hash
    FROM feed_head h LEFT JOIN digest d ON d.hall = h.hall AND d.count > 0 WHERE h.hall = ${hall} ORDER BY d.kind, d.bucket`.execute(
    db,
  )
  const buckets = rows.flatMap(({ kind, bucket, count, hash }) => (kind === null ? [] : [{ kind, bucket, count, hash }]))
  return { seq: rows[0]?.seq ?? 0, buckets }
}

/** How many rows a seat of the hall holds. */
export async function countRows(db: Db, hall: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT COALESCE(sum(count), 0)::bigint AS n FROM digest WHERE hall = ${hall}`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}
