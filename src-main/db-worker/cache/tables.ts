import { CACHE_APPLICATION_ID, CACHE_SCHEMA, cacheDdl } from '#shared/cache-schema/index.ts'
import type { WriteDb } from '../driver.ts'

export function makeTables(db: WriteDb): void {
  db.exec(cacheDdl)
  db.exec(`PRAGMA application_id = ${CACHE_APPLICATION_ID}; PRAGMA user_version = ${CACHE_SCHEMA}`)
}
