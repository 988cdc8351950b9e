// A second cache beside the running one: empty, or a file the platform has made. It counts only once it has taken over.
import { renameSync } from 'node:fs'
import { CACHE_APPLICATION_ID, CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import type { ShadowWriterApi } from '../cache-api.ts'
import { openForWriting } from '../driver.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import { isDamaged, storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { pointToShadow, removeCache, shadowFile } from './generations.ts'
import { openNew } from './open-cache.ts'
import { readAppliedS, readCursor, setRevisions } from './progress.ts'
import { makeTables } from './tables.ts'
import { createCacheWriter } from './writer.ts'

/** A file somebody else has made, whole and decompressed; it is moved, and is gone whatever becomes of it. */
export interface PreparedCache {
  readonly file: string
  readonly cursor: Cursor
}

/** Opens the shadow. Refuses 'bad-reply' when the prepared file is not what it should be, 'disk-full', 'storage-failed'. */
export function openShadowWriter(dataDir: string, prepared: PreparedCache | null): Result<SyncApi<ShadowWriterApi>> {
  return storing(() => {
    const file = shadowFile(dataDir)
    const db = prepared === null ? openNew(file) : openPrepared(file, prepared)
    return {
      ...createCacheWriter(db, dataDir),
      takeOver(revisions) {
        db.transaction(() => setRevisions(db, revisions))
        pointToShadow(dataDir)
      },
      discard() {
        db.close()
        removeCache(file)
      },
    }
  })
}

function openPrepared(file: string, { file: from, cursor }: PreparedCache): WriteDb {
  removeCache(file)
  renameSync(from, file)
  let db: WriteDb | undefined
  try {
    db = openForWriting(file, { secureDelete: true })
    const fault = faultOf(db, cursor)
    if (fault === null) return db
    throw new RefusalError({ code: 'bad-reply', detail: `snapshot: ${fault}` })
  } catch (error) {
    db?.close()
    removeCache(file)
    if (isDamaged(error)) throw new RefusalError({ code: 'bad-reply', detail: 'snapshot: damaged' })
    throw error
  }
}

/** Nothing in a foreign file is believed: not its tables (a trigger would run here), not its pages, not where it stands. */
function faultOf(db: WriteDb, cursor: Cursor): string | null {
  if (db.pluck<[], number>('PRAGMA application_id').get() !== CACHE_APPLICATION_ID) return 'application id'
  if (db.pluck<[], number>('PRAGMA user_version').get() !== CACHE_SCHEMA) return 'schema'
  if (shapeOf(db) !== expectedShape()) return 'tables'
  if (db.pluck<[], string>('PRAGMA quick_check(1)').get() !== 'ok') return 'pages'
  const stands = readCursor(db)
  if (stands?.epoch !== cursor.epoch || stands.seq !== cursor.seq) return 'cursor'
  const own = ['case_base', 'case_pending', 'refused_command', 'overlay_gap', 'neighbour_pending', 'pending_claim', 'first_row']
  const hasOwn = own.some((table) => db.pluck<[], number>(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined)
  return hasOwn || readAppliedS(db) !== 0 ? 'own commands' : null
}

function shapeOf(db: ReadDb): string {
  const parts = db.prepare<[], { type: string; name: string; sql: string | null }>(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
  )
  return JSON.stringify(parts.all())
}

function expectedShape(): string {
  const db = openForWriting(':memory:', { secureDelete: false })
  try {
    makeTables(db)
    return shapeOf(db)
  } finally {
    db.close()
  }
}
