// Looks after the cache: digests against the platform's, pages and documents against themselves.
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
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

function digestsOf(db: ReadDb, kind: string): DigestBucket[] {
  const open = new Map<string, { count: number; hash: Hash }>()
  for (const { id, ver } of heldRows(db, kind)) {
    const name = bucketOf(kind, id)
    const bucket = open.get(name) ?? { count: 0, hash: createHash('sha256') }
    bucket.hash.update(`${id} ${ver}\n`)
    bucket.count += 1
    open.set(name, bucket)
  }
  return [...open].map(([bucket, { count, hash }]) => ({ kind, bucket, count, hash: hash.digest('hex') }))
}
