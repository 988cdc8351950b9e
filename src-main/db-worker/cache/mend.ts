// A bucket whose digest differs from the platform's is set right from the platform's rows.
import type { BucketReply } from '#shared/platform-api/digests.ts'
import type { WriteDb } from '../driver.ts'
import { applyChange } from './arrive.ts'
import { bucketOf, heldRows } from './held-rows.ts'
import type { CacheParts, Touched } from './parts.ts'
import { readCursor } from './progress.ts'
import { ruleKinds } from './rules.ts'

/** `passedOver`: what the feed has brought since the bucket was read is newer and stays. */
export function mendBucket(
  parts: CacheParts,
  { epoch, seq, kind, bucket, rows }: BucketReply,
  passedOver: ReadonlySet<string>,
  touched: Touched,
): void {
  const { db } = parts
  if (kind === 'case') sweepLost(db)
  const cursor = readCursor(db)
  if (cursor?.epoch !== epoch || cursor.seq < seq) throw new Error(`a bucket of ${epoch} ${seq} is mended only after that`)
  const theirs = new Map(rows.map((row) => [row.id, row]))
  const held = [...heldRows(db, kind)].filter(({ id }) => bucketOf(kind, id) === bucket && !passedOver.has(id))
  for (const { id, ver } of held) {
    const row = theirs.get(id)
    if (row === undefined) applyChange(parts, { seq, kind, id, ver, op: 'delete', row: null }, touched)
    // A version that is too high would keep the right row out.
    else if (kind === 'case' && ver > row.ver) db.change<[string]>('UPDATE "case" SET feed_ver = 0 WHERE id = ?').run(id)
  }
  for (const row of rows) if (!passedOver.has(row.id)) applyChange(parts, row, touched)
  if (ruleKinds.has(kind)) parts.rules.forget()
}

/** Texts and places of cases whose rows are lost: their row ids are taken again, and nothing else would ever clear them. */
function sweepLost(db: WriteDb): void {
  db.change('DELETE FROM case_fts WHERE rowid NOT IN (SELECT rid FROM "case")').run()
  db.change('DELETE FROM case_at WHERE rid NOT IN (SELECT rid FROM "case")').run()
  db.change('DELETE FROM case_live_at WHERE rid NOT IN (SELECT rid FROM "case")').run()
}
