// A cache of an older form cannot be asked this program's questions, but the rows in it are the platform's own words. What a
// seat needs to work is taken over as first rows: people can sign in and go on with open cases before the platform is heard;
// the rest comes from there.
import { CACHE_APPLICATION_ID, CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import { openForReading } from '../driver.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import { docSum } from './doc-sum.ts'
import { pointToShadow, removeCache, shadowFile, sweepCaches } from './generations.ts'

/** Open cases taken over, those due first; more are not open in any hall. */
const MOST_CASES = 20_000

interface StoredRow {
  readonly kind: string
  readonly id: string
  readonly ver: number
  readonly doc: string
  readonly sum: number
}

/** People, departments, rules: what is read whole, but for the pictures of maps. */
const OTHERS = `
  SELECT kind, id, ver, doc, doc_sum AS sum FROM entity_row WHERE kind <> 'map-tile'
  UNION ALL SELECT 'grid', id, ver, doc, doc_sum FROM grid
`
/** The platform's rows of them: own acts stand in the ledger and are folded in again. */
const CASES = `
  SELECT 'case' AS kind, c.id, coalesce(b.feed_ver, c.feed_ver) AS ver, coalesce(b.doc, c.doc) AS doc, coalesce(b.doc_sum, c.doc_sum) AS sum
  FROM "case" c LEFT JOIN case_base b ON b.id = c.id
  WHERE (c.live = 1 OR c.pending > 0) AND coalesce(b.feed_ver, c.feed_ver) > 0 ORDER BY c.sort_at LIMIT ${MOST_CASES}
`
/** By them own acts are known that the platform's rows hold already. */
const FLOWS = "SELECT 'flow' AS kind, id, ver, doc, doc_sum AS sum FROM flow WHERE case_id = ?"

/** Rows of a cache of an older form; none when it is something else, or cannot be read that way. */
export function rowsOfOlder(file: string): readonly Change[] {
  let db: ReadDb | undefined
  try {
    db = openForReading(file)
    const version = db.pluck<[], number>('PRAGMA user_version').get() ?? 0
    if (db.pluck<[], number>('PRAGMA application_id').get() !== CACHE_APPLICATION_ID || version >= CACHE_SCHEMA) return []
    const cases = wholeRows(db.prepare<[], StoredRow>(CASES).all())
    const flows = db.prepare<[string], StoredRow>(FLOWS)
    const others = wholeRows(db.prepare<[], StoredRow>(OTHERS).all())
    return [...others, ...cases, ...cases.flatMap(({ id }) => wholeRows(flows.all(id)))]
  } catch {
    // No such file, no such table, a damaged page: then all of it comes from the platform, as for a new seat.
    return []
  } finally {
    db?.close()
  }
}

/** What the disk has changed is left out. */
function wholeRows(rows: readonly StoredRow[]): Change[] {
  const whole = rows.filter(({ doc, sum }) => docSum(doc) === sum)
  return whole.map(({ kind, id, ver, doc }) => ({ seq: 0, kind, id, ver, op: 'put', row: JSON.parse(doc) as Change['row'] }))
}

/** Makes the next cache of these rows in the older one's place; null where that could not be done, and nothing has changed. */
export function carryOver(
  dataDir: string,
  rows: readonly Change[],
  make: (file: string, rows: readonly Change[]) => WriteDb,
): WriteDb | null {
  if (rows.length === 0) return null
  const file = shadowFile(dataDir)
  try {
    const db = make(file, rows)
    pointToShadow(dataDir)
    sweepCaches(dataDir)
    return db
  } catch {
    // No room for both, above all: the older one makes way, and all comes from the platform.
    removeCache(file)
    return null
  }
}
