import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import { BUILT_FILE } from '#shared/platform-api/snapshot-builder.ts'
import type { BuildOrder, BuilderLine, BuiltSnapshot } from '#shared/platform-api/snapshot-builder.ts'
import { cacheFile, openCacheWriter } from '../db-worker/cache/open-cache.ts'
import { removeCache } from '../db-worker/cache/generations.ts'
import { lockFile } from '../db-worker/driver.ts'
import { storing } from '../db-worker/storage-errors.ts'
import { copyCache } from './copy-cache.ts'
import { followFeed } from './follow-feed.ts'
import { pack } from './pack.ts'

type Say = (line: BuilderLine) => void

/**
 * Brings the folder's own cache up to the feed and leaves a packed copy of it there. Only what has changed since the last run is
 * read. One run per folder at a time; a damaged cache is thrown away, so that the next run begins anew.
 */
export async function buildSnapshot(order: BuildOrder, say: Say): Promise<Result<BuiltSnapshot>> {
  const { folder } = order
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = storing(() => lockFile(join(folder, 'builder.lock')))
  if (!lock.ok) return lock
  try {
    const first = await readUp(order, say)
    const isOfAnotherLife = !first.ok && first.error.code === 'cursor-expired'
    if (isOfAnotherLife) removeCache(cacheFile(folder))
    const read = isOfAnotherLife ? await readUp(order, say) : first
    return read.ok ? await makeFile(folder, read.value, say) : read
  } finally {
    lock.value()
  }
}

async function readUp({ folder, url, token }: BuildOrder, say: Say): Promise<Result<Cursor>> {
  const writer = openCacheWriter(folder)
  if (!writer.ok) return writer
  try {
    const onPage = (seq: number, head: number): void => {
      say({ type: 'working', step: 'reading', seq, head })
    }
    return await followFeed(writer.value, { url, token, onPage })
  } finally {
    writer.value.close()
  }
}

async function makeFile(folder: string, { seq }: Cursor, say: Say): Promise<Result<BuiltSnapshot>> {
  const copy = join(folder, 'copy.db')
  try {
    say({ type: 'working', step: 'copying', seq, head: seq })
    const copied = copyCache(cacheFile(folder), copy)
    if (!copied.ok) {
      if (copied.error.code === 'storage-failed') removeCache(cacheFile(folder))
      return copied
    }
    say({ type: 'working', step: 'packing', seq, head: seq })
    const packed = await pack(copy, join(folder, BUILT_FILE))
    return ok({ ...copied.value, schema: CACHE_SCHEMA, ...packed })
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(copy + end, { force: true })
  }
}
