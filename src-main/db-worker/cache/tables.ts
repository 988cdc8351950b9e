import { CACHE_APPLICATION_ID, CACHE_SCHEMA, cacheDdl } from '#shared/cache-schema/index.ts'
import type { WriteDb } from '../driver.ts'

export function makeTables(db: WriteDb): void {
  db.exec(cacheDdl)
  db.exec(`PRAGMA application_id = ${CACHE_APPLICATION_ID}; PRAGMA user_version = ${CACHE_SCHEMA}`)
}

/** Throws away every row by making every table anew; readers see the old ones until this is committed. */
export function remakeTables(db: WriteDb): void {
  // A virtual table takes its shadow tables with it, so what is left is asked for each time.
  for (const type of ['VIRTUAL', 'PLAIN']) {
    const virtual = type === 'VIRTUAL' ? "AND sql LIKE 'CREATE VIRTUAL %'" : "AND name NOT LIKE 'sqlite_%'"
    for (const name of db.pluck<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ${virtual}`).all())
      db.exec(`DROP TABLE "${name}"`)
  }
  makeTables(db)
}
