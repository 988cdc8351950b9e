// Digests as a platform owes them, written from ADR 012: the oracle's word on what a seat should hold.
import { createHash } from 'node:crypto'
import type { Change } from '#shared/platform-api/changes.ts'
import type { BucketReply, DigestBucket, DigestsReply } from '#shared/platform-api/digests.ts'
import { splitKinds } from '#shared/platform-api/digests.ts'
import type { ReferenceStore } from './reference-store.ts'

/** XOR knows no order: the sum of no rows is zero. */
const NOTHING = Buffer.alloc(16)

export function digestsOf(store: ReferenceStore): DigestsReply {
  const sums = new Map<string, { readonly of: Change; count: number; sum: Buffer }>()
  for (const row of store.rows()) {
    const name = `${row.kind}/${bucketOf(row)}`
    const known = sums.get(name) ?? { of: row, count: 0, sum: NOTHING }
    sums.set(name, { of: known.of, count: known.count + 1, sum: xor(known.sum, sha256(`${row.id} ${row.ver}`).subarray(0, 16)) })
  }
  const buckets = [...sums.values()].map(({ of, count, sum }): DigestBucket => ({
    kind: of.kind,
    bucket: bucketOf(of),
    count,
    hash: sum.toString('hex'),
  }))
  return { epoch: store.epoch, seq: store.head, buckets }
}

/** Rows in the order of their seqs. */
export function rowsIn(store: ReferenceStore, kind: string, bucket: string): BucketReply {
  const rows = [...store.rows()].filter((row) => row.kind === kind && bucketOf(row) === bucket)
  return { epoch: store.epoch, seq: store.head, kind, bucket, rows }
}

export function bucketOf({ kind, id }: Pick<Change, 'kind' | 'id'>): string {
  return splitKinds.has(kind) ? sha256(id).toString('hex', 0, 1) : 'all'
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)))
}
