// A cache of an older form cannot be asked this program's questions, but the rows in it are the platform's own words. What a
// seat needs to work is taken over as first rows: people can sign in and go on with open cases while the whole is made anew
// beside it.
import { CACHE_APPLICATION_ID, CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import { openForReading } from '../driver.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import { docSum } from './doc-sum.ts'
import { pointToShadow, removeCache, shadowFile } from './generations.ts'
import { CARRIED, raiseRevision, writeAppliedS } from './progress.ts'

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

/** What the next cache begins with. */
export interface Carried {
  readonly rows: readonly Change[]
  /** How far own acts were folded in: what lies before and is not `unsettled` stands in the platform's rows, carried or not. */
  readonly appliedS: number
  readonly unsettled: readonly number[]
  readonly refused: readonly string[]
}

/** Of a cache of an older form; null when it is something else, or cannot be read that way. */
function readOlder(file: string): Carried | null {
  let db: ReadDb | undefined
  try {
    db = openForReading(file)
    const version = db.pluck<[], number>('PRAGMA user_version').get() ?? 0
    if (db.pluck<[], number>('PRAGMA application_id').get() !== CACHE_APPLICATION_ID || version >= CACHE_SCHEMA) return null
    const cases = wholeRows(db.prepare<[], StoredRow>(CASES).all())
    const flows = db.prepare<[string], StoredRow>(FLOWS)
    const others = wholeRows(db.prepare<[], StoredRow>(OTHERS).all())
    return {
      rows: [...others, ...cases, ...cases.flatMap(({ id }) => wholeRows(flows.all(id)))],
      appliedS: db.pluck<[], number>('SELECT applied_s FROM progress').get() ?? 0,
      unsettled: db.pluck<[], number>('SELECT s FROM case_pending UNION SELECT s FROM overlay_gap').all(),
      refused: db.pluck<[], string>('SELECT id FROM refused_command').all(),
    }
  } catch {
    // No such file, no such table, a damaged page: then all of it comes from the platform, as for a new seat.
    return null
  } finally {
    db?.close()
  }
}

/** What the disk has changed is left out. */
function wholeRows(rows: readonly StoredRow[]): Change[] {
  const whole = rows.filter(({ doc, sum }) => docSum(doc) === sum)
  return whole.map(({ kind, id, ver, doc }) => ({ seq: 0, kind, id, ver, op: 'put', row: JSON.parse(doc) as Change['row'] }))
}

/** Makes the next cache of it in the older one's place; null where that could not be done, and nothing has changed. */
export function carryOver(dataDir: string, older: string, make: (file: string, carried: Carried) => WriteDb): WriteDb | null {
  const carried = readOlder(older)
  if (carried === null || carried.rows.length === 0) return null
  const file = shadowFile(dataDir)
  let db: WriteDb
  try {
    db = make(file, carried)
  } catch {
    // No room for both, above all: the older one makes way, and all comes from the platform.
    removeCache(file)
    return null
  }
  // From here on the new one counts; the older one is swept away now or at the next start.
  pointToShadow(dataDir)
  return db
}

/** Own acts are where they were; nothing of the feed has been read into this form yet. */
export function keepCarried(db: WriteDb, { appliedS, unsettled, refused }: Carried): void {
  db.transaction(() => {
    writeAppliedS(db, appliedS)
    const gap = db.change<[number]>('INSERT INTO overlay_gap (s) VALUES (?)')
    for (const s of unsettled) gap.run(s)
    const word = db.change<[string]>('INSERT INTO refused_command (id) VALUES (?)')
    for (const id of refused) word.run(id)
    raiseRevision(db, CARRIED)
  })
}
