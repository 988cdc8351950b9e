// Do seat and platform hold the same rows? Digests of buckets are compared, and a bucket that differs is read again.
import { z } from '#shared/kernel/zod.ts'
import { Change } from './changes.ts'

/** Kinds with many rows are split by the first two hex digits of SHA-256 of the id (UTF-8); all others are one bucket. */
export const splitKinds: ReadonlySet<string> = new Set([
  'case',
  'flow',
  'component',
  'grid',
  'map-feature',
  'map-tile',
  'place',
  'street',
])
/** The one bucket of a kind that is not split. */
export const WHOLE_KIND = 'all'

export const DigestBucketName = z.string().regex(/^(all|[0-9a-f]{2})$/)
export const DigestKind = z.string().regex(/^[a-z][a-z-]{0,39}$/)

/** XOR of the hashes of a bucket's rows: 32 lower-case hex digits. */
export const DigestHash = z.string().regex(/^[0-9a-f]{32}$/)

/**
 * Of the rows of a bucket that are not deleted: how many, and the XOR of the first 16 bytes of SHA-256 of the UTF-8 text
 * `<id> <ver>` of each. XOR knows no order, so either side may keep it while rows come and go. Buckets without rows are left out.
 */
export const DigestBucket = z.object({ kind: DigestKind, bucket: DigestBucketName, count: z.int().min(1), hash: DigestHash })
export type DigestBucket = z.infer<typeof DigestBucket>

/**
 * GET /v1/digests?epoch=E&seq=N → digests of every kind in the feed, all read at one moment; `seq` is the hall's head at that
 * moment and never before N. 410 `cursor-expired` when the epoch is another or N is still to come.
 */
export const DigestsReply = z.object({ epoch: z.string(), seq: z.int().min(0), buckets: z.array(DigestBucket).max(20_000) })
export type DigestsReply = z.infer<typeof DigestsReply>

/**
 * GET /v1/digests/:kind/:bucket?epoch=E → every row of that bucket that is not deleted, read at one moment with the head `seq`,
 * in ascending order of seq. `op` is always 'put'. 410 as above.
 */
export const DigestParams = z.object({ kind: DigestKind, bucket: DigestBucketName })
export const BucketReply = z.object({
  epoch: z.string(),
  seq: z.int().min(0),
  kind: DigestKind,
  bucket: DigestBucketName,
  rows: z.array(Change),
})
export type BucketReply = z.infer<typeof BucketReply>
