// Looks after the cache: digests against the platform's, pages and documents against themselves.
import { hash } from 'node:crypto'
import type { DigestBucket } from '#shared/platform-api/digests.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CacheInspectorApi } from '../cache-api.ts'
import { cacheFile } from '../cache/generations.ts'
import { bucketOf, heldKinds, heldRows } from '../cache/held-rows.ts'
import { readCursor } from '../cache/progress.ts'
import { openForReading } from '../driver.ts'
import type { ReadDb } from '../driver.ts'
import { storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { checkSlice } from './check-pages.ts'

export function openCacheInspector(dataDir: string): Result<SyncApi<CacheInspectorApi>> {
  return storing(() => {
    const db = openForReading(cacheFile(dataDir))
    return {
      digests: () =>
        db.snapshot(() => ({ cursor: readCursor(db), buckets: heldKinds(db).flatMap((kind) => digestsOf(db, kind)) })),
      bucketsOf: (rows) => rows.map(({ kind, id }) => `${kind}/${bucketOf(kind, id)}`),
      check: (from) => checkSlice(db, from),
      close: () => db.close(),
    }
  })
}

/** 128 bits of a row's hash, as two words: XOR over them knows no order. */
interface Sum {
  count: number
  high: bigint
  low: bigint
}

function digestsOf(db: ReadDb, kind: string): DigestBucket[] {
  const sums = new Map<string, Sum>()
  for (const { id, ver } of heldRows(db, kind)) {
    const name = bucketOf(kind, id)
    const sum = sums.get(name) ?? { count: 0, high: 0n, low: 0n }
    const row = hash('sha256', `${id} ${String(ver)}`, 'buffer')
    sum.count += 1
    sum.high ^= row.readBigUInt64BE(0)
    sum.low ^= row.readBigUInt64BE(8)
    sums.set(name, sum)
  }
  return [...sums].map(([bucket, { count, high, low }]) => ({ kind, bucket, count, hash: hex(high) + hex(low) }))
}

const hex = (word: bigint): string => word.toString(16).padStart(16, '0')
