import { rmSync } from 'node:fs'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import { openForReading, openForWriting } from '../db-worker/driver.ts'
import type { ReadDb } from '../db-worker/driver.ts'
import { storing } from '../db-worker/storage-errors.ts'

/** What a seat keeps of itself in a cache; a snapshot holds nothing of it. */
const ownTables = ['case_base', 'case_pending', 'refused_command', 'overlay_gap', 'neighbour_pending', 'pending_claim', 'first_row']

/**
 * Writes a compact copy of a closed cache. Free pages, and with them whatever was erased, stay behind. Refuses
 * 'storage-failed' when the copy is damaged or holds anything of a seat, 'disk-full'.
 */
export function copyCache(from: string, to: string): Result<Cursor> {
  const copied = storing(() => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(to + end, { force: true })
    const db = openForWriting(from, { secureDelete: true })
    try {
      db.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`)
    } finally {
      db.close()
    }
    return checkCopy(to)
  })
  return copied.ok ? copied.value : copied
}

function checkCopy(file: string): Result<Cursor> {
  const db = openForReading(file)
  try {
    const fault = findFault(db)
    const at = db.prepare<[], { epoch: string | null; seq: number | null }>('SELECT epoch, seq FROM progress').get()
    if (fault !== undefined) return refuse('storage-failed', fault)
    if (at === undefined || at.epoch === null || at.seq === null) return refuse('storage-failed', 'cursor')
    return ok({ epoch: at.epoch, seq: at.seq })
  } finally {
    db.close()
  }
}

function findFault(db: ReadDb): string | undefined {
  if (db.pluck<[], string>('PRAGMA integrity_check(1)').get() !== 'ok') return 'integrity_check'
  if (db.pluck<[], number>('PRAGMA user_version').get() !== CACHE_SCHEMA) return 'user_version'
  if (db.pluck<[], number>('SELECT applied_s FROM progress').get() !== 0) return 'applied_s'
  return ownTables.find((table) => db.pluck<[], number>(`SELECT count(*) FROM ${table}`).get() !== 0)
}
