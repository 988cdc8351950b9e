// I13: a case that has left the hall's scope has left the seat too: no table, index or text of the cache still holds it.
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { cacheFile } from '#main/db-worker/cache/generations.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import type { ReadDb } from '#main/db-worker/driver.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'

/** Asked at rest, of the file itself. `gone`: told by a tombstone and not come back since. */
export function checkGone(seat: Seat, gone: readonly CaseId[], complain: Complain): void {
  if (seat.process === null) return
  checkCaches(seat, complain)
  if (gone.length === 0) return
  const db = openForReading(cacheFile(seat.folder))
  try {
    for (const { table, column } of columnsOfCases(db)) {
      for (const id of gone) {
        const rows = db.pluck<[string], number>(`SELECT count(*) FROM "${table}" WHERE ${column} = ?`).get(id) ?? 0
        if (rows > 0) complain('I13', `seat ${seat.id}: ${table} still has ${rows} rows of case ${id.slice(-4)}, which has left`)
      }
    }
    const orphans = db.pluck<[], number>('SELECT count(*) FROM case_fts WHERE rowid NOT IN (SELECT rid FROM "case")').get() ?? 0
    if (orphans > seat.told.textsLost) complain('I13', `seat ${seat.id}: ${orphans} texts without a case can still be found`)
  } finally {
    db.close()
  }
}

/** A cache that another has taken the place of holds what was, and nobody would ever take a case out of it. */
function checkCaches({ id, folder }: Seat, complain: Complain): void {
  const current = basename(cacheFile(folder))
  const others = readdirSync(folder).filter((name) => /^cache.*\.db$/.test(name) && name !== current)
  if (others.length > 0) complain('I13', `seat ${id} still has ${others.join(', ')} beside ${current}`)
}

/** Where a case's id may stand: in tables of cases by their own id, elsewhere by reference. */
function columnsOfCases(db: ReadDb): { table: string; column: string }[] {
  const tables = db
    .pluck<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
    .all()
  return tables.flatMap((table) =>
    db
      .pluck<[string], string>("SELECT name FROM pragma_table_info(?) WHERE name IN ('id', 'case_id')")
      .all(table)
      .map((column) => ({ table, column })),
  )
}
