// The cache can be made again from the platform and the ledger: whatever is wrong with it, except being newer, it is thrown away.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CACHE_APPLICATION_ID, CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CacheWriterApi } from '../cache-api.ts'
import { openForWriting } from '../driver.ts'
import type { WriteDb } from '../driver.ts'
import { isDamaged, isOtherSchema, storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { carryOver, keepCarried } from './carry-over.ts'
import { cacheFile, isUnreadable, removeCache, sweepCaches } from './generations.ts'
import { makeTables } from './tables.ts'
import { createCacheWriter } from './writer.ts'

export { cacheFile } from './generations.ts'

const damageMark = (dataDir: string): string => join(dataDir, 'cache.damaged')

/**
 * Opens the cache for its writer, made anew when missing, damaged or older; of an older one it begins with what a seat needs to
 * work. Refuses 'schema-newer', 'disk-full', 'storage-failed'.
 */
export function openCacheWriter(dataDir: string): Result<SyncApi<CacheWriterApi>> {
  return storing(() => {
    sweepCaches(dataDir)
    const file = cacheFile(dataDir)
    if (isMarked(dataDir, file) || isUnreadable(file)) removeCache(file)
    rmSync(damageMark(dataDir), { force: true })
    return createCacheWriter(openUsable(file) ?? openCarried(dataDir, file) ?? openNew(file), dataDir)
  })
}

/** A new cache that begins with the rows of an older one. */
function openCarried(dataDir: string, older: string): WriteDb | null {
  return carryOver(dataDir, older, (file, carried) => {
    const db = openNew(file)
    try {
      createCacheWriter(db, dataDir).begin(carried.rows)
      keepCarried(db, carried)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

/** Called when a read or write has met a damaged page: if the host ends before it is rebuilt, the next start makes it anew. */
export function markDamaged(dataDir: string): void {
  writeFileSync(damageMark(dataDir), basename(cacheFile(dataDir)))
}

/** A mark counts for the file it names; since then another may have taken its place. */
function isMarked(dataDir: string, file: string): boolean {
  return existsSync(damageMark(dataDir)) && ['', basename(file)].includes(readFileSync(damageMark(dataDir), 'utf8'))
}

function openUsable(file: string): WriteDb | undefined {
  let db: WriteDb | undefined
  try {
    db = openForWriting(file, { secureDelete: true })
    const version = db.pluck<[], number>('PRAGMA user_version').get() ?? 0
    const isOurs = db.pluck<[], number>('PRAGMA application_id').get() === CACHE_APPLICATION_ID
    if (isOurs && version > CACHE_SCHEMA) throw new RefusalError({ code: 'schema-newer', detail: `cache ${version}` })
    if (isOurs && version === CACHE_SCHEMA && isReadable(db)) return db
    db.close()
    return undefined
  } catch (error) {
    db?.close()
    if (!isDamaged(error) && !isOtherSchema(error)) throw error
    return undefined
  }
}

function isReadable(db: WriteDb): boolean {
  return db.pluck<[], number>('SELECT count(*) FROM progress').get() === 1
}

/** An empty cache in a file that is not there or is thrown away. One that cannot be made leaves nothing behind. */
export function openNew(file: string): WriteDb {
  removeCache(file)
  let db: WriteDb | undefined
  try {
    const made = (db = openForWriting(file, { secureDelete: true }))
    made.transaction(() => makeTables(made))
    return made
  } catch (error) {
    db?.close()
    removeCache(file)
    throw error
  }
}
