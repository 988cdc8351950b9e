// Three ways to a cache that can be searched: the snapshot, the feed, and a copy of a file that is there already.
import { copyFileSync, mkdirSync, openSync, closeSync, fsyncSync } from 'node:fs'
import { join } from 'node:path'
import type { CacheReaderApi } from '#main/db-worker/cache-api.ts'
import { cacheFile, openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { openShadowWriter } from '#main/db-worker/cache/open-shadow.ts'
import { openCacheReader } from '#main/db-worker/queries/open-reader.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { linesOf } from '#main/link/line-reader.ts'
import type { PlatformClient } from '#main/link/platform-client.ts'
import { SnapshotFetch } from '#main/link/snapshot-fetch.ts'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { StreamLine } from '#shared/platform-api/changes.ts'

export type Reader = SyncApi<CacheReaderApi>

export async function bySnapshot(folder: string, client: PlatformClient, epoch: string): Promise<Reader> {
  mkdirSync(folder, { mode: 0o700 })
  const ports = { clock: systemClock, timers: systemTimers, random: systemRandom }
  const faults: unknown[] = []
  const said = { progress: () => undefined, failed: (error: unknown) => void faults.push(error) }
  const prepared = await new SnapshotFetch({ client, folder, ...ports, ...said }).run(epoch)
  if (prepared === null) throw new Error(`no snapshot came: ${String(faults[0])}`)
  const shadow = unwrap(openShadowWriter(folder, prepared))
  shadow.takeOver({})
  shadow.close()
  return unwrap(openCacheReader(folder))
}

/** As a seat reads it: every line proved by its schema, every page one transaction with all its indexes. */
export async function byFeed(folder: string, client: PlatformClient, epoch: string): Promise<Reader> {
  mkdirSync(folder, { mode: 0o700 })
  const writer = unwrap(openCacheWriter(folder))
  const abort = new AbortController()
  const stream = unwrap(await client.stream({ epoch, seq: 0 }, abort.signal))
  for await (const text of linesOf(stream)) {
    const line = StreamLine.parse(JSON.parse(text))
    if (line.type !== 'page') continue
    if (!writer.applyPage(line.page).applied) throw new Error('a page was refused')
    if (line.page.next === line.page.head) break
  }
  abort.abort()
  writer.close()
  return unwrap(openCacheReader(folder))
}

/** The floor: the bytes are on this disk, and are on it a second time. */
export function byCopy(folder: string, from: string): Reader {
  mkdirSync(folder, { mode: 0o700 })
  const file = join(folder, 'cache.db')
  copyFileSync(from, file)
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  return unwrap(openCacheReader(folder))
}

/** Where a folder's cache is, for copying it. */
export const fileIn = (folder: string): string => cacheFile(folder)
