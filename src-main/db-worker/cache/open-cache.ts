// cache.db can be made again from the platform and the ledger: whatever is wrong with it, except being newer, it is thrown away.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE_APPLICATION_ID, CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CacheWriterApi } from '../cache-api.ts'
import { openForWriting } from '../driver.ts'
import type { WriteDb } from '../driver.ts'
import { isDamaged, storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { makeTables } from './tables.ts'
import { createCacheWriter } from './writer.ts'

export const cacheFile = (dataDir: string): string => join(dataDir, 'cache.db')
const damageMark = (dataDir: string): string => join(dataDir, 'cache.damaged')

/**
 * Opens the cache for its writer, made anew when missing, damaged or older. Refuses 'schema-newer', 'disk-full',
 * 'storage-failed'.
 */
export function openCacheWriter(dataDir: string): Result<SyncApi<CacheWriterApi>> {
  return storing(() => {
    if (existsSync(damageMark(dataDir))) discard(dataDir)
    return createCacheWriter(openUsable(dataDir) ?? openNew(dataDir))
  })
}

/** Called when a read or write has met a damaged page: the next start makes the cache anew. */
export function markDamaged(dataDir: string): void {
  writeFileSync(damageMark(dataDir), '')
}

function openUsable(dataDir: string): WriteDb | undefined {
  let db: WriteDb | undefined
  try {
    db = openForWriting(cacheFile(dataDir), { secureDelete: true })
    const version = db.pluck<[], number>('PRAGMA user_version').get() ?? 0
    const isOurs = db.pluck<[], number>('PRAGMA application_id').get() === CACHE_APPLICATION_ID
    if (isOurs && version > CACHE_SCHEMA) throw new RefusalError({ code: 'schema-newer', detail: `cache ${version}` })
    if (isOurs && version === CACHE_SCHEMA && isReadable(db)) return db
    db.close()
    return undefined
  } catch (error) {
    db?.close()
    if (!isDamaged(error)) throw error
    return undefined
  }
}

function isReadable(db: WriteDb): boolean {
  return db.pluck<[], number>('SELECT count(*) FROM progress').get() === 1
}

function openNew(dataDir: string): WriteDb {
  discard(dataDir)
  const db = openForWriting(cacheFile(dataDir), { secureDelete: true })
  try {
    db.transaction(() => makeTables(db))
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function discard(dataDir: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(cacheFile(dataDir) + end, { force: true })
  rmSync(damageMark(dataDir), { force: true })
}
