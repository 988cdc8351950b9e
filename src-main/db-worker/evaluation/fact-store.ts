// Facts of every case as typed columns in memory, for questions that no sum is kept for. Filled when first asked, then only with
// what has changed since; 40 bytes a case.
import type { ReadDb } from '../driver.ts'
import { factFlags } from '../cache/fact-row.ts'
import { FIGURES_MADE, readRevision } from '../cache/progress.ts'

const LOAD_COLUMNS = `rid, n, coalesce(reported_day, -1) AS reported, coalesce(filed_day, -1) AS filed, settled, due_at AS due, flags,
  department, street, community, grid, class_code AS class, source`
export const LOAD_SQL = `SELECT ${LOAD_COLUMNS} FROM case_fact ORDER BY rid`
export const CHANGED_SQL = `SELECT ${LOAD_COLUMNS} FROM case_fact WHERE n > ? ORDER BY n`

interface FactLine {
  readonly rid: number
  readonly n: number
  readonly reported: number
  readonly filed: number
  readonly settled: number
  readonly due: number | null
  readonly flags: number
  readonly department: number
  readonly street: number
  readonly community: number
  readonly grid: number
  readonly class: number
  readonly source: number
}

/** Days are -1 where there is none; dimensions hold numbers of `term`. */
export interface FactColumns {
  readonly rid: Float64Array
  readonly reported: Int32Array
  readonly filed: Int32Array
  readonly settled: Uint8Array
  readonly flags: Uint16Array
  readonly department: Uint32Array
  readonly street: Uint32Array
  readonly community: Uint32Array
  readonly grid: Uint32Array
  readonly class: Uint32Array
  readonly source: Uint32Array
}

export interface FactStore {
  readonly size: number
  readonly columns: FactColumns
  /** Limits of open cases by position. */
  readonly due: ReadonlyMap<number, number>
  /** Numbers of all words. */
  readonly terms: readonly string[]
}

const SPARE = 1.25
const FIRST_ROOM = 1_024

/** A reader's store; each call brings it up to the snapshot it is called in. */
export function createFactStore(db: ReadDb): () => FactStore {
  let columns = columnsFor(FIRST_ROOM)
  let size = 0
  let last = 0
  let made = -1
  const due = new Map<number, number>()
  const terms: string[] = []
  const positions = createPositions(() => columns.rid)

  const room = (count: number): void => {
    if (count <= columns.rid.length) return
    const wider = columnsFor(Math.ceil(count * SPARE))
    for (const name of columnNames) wider[name].set(columns[name])
    columns = wider
  }
  const put = (line: FactLine): void => {
    const at = positions.find(line.rid) ?? positions.add(line.rid, size)
    if (at === size) size += 1
    room(size)
    for (const name of columnNames) columns[name][at] = line[name]
    if (line.due === null) due.delete(at)
    else due.set(at, line.due)
    last = Math.max(last, line.n)
  }
  return () => {
    const madeNow = readRevision(db, FIGURES_MADE)
    if (madeNow !== made) {
      ;[made, size, last] = [madeNow, 0, 0]
      due.clear()
      positions.clear()
      terms.length = 0
    }
    readTerms(db, terms)
    if (size === 0) room(db.pluck<[], number>('SELECT count(*) FROM case_fact').get() ?? 0)
    const lines = size === 0 ? db.prepare<[], FactLine>(LOAD_SQL).iterate() : changed(db, last)
    for (const line of lines) put(line)
    return { size, columns, due, terms }
  }
}

/** Is the case still waiting for somebody? */
export function isOpen(flags: number): boolean {
  return (flags & factFlags.ended) === 0
}

function changed(db: ReadDb, last: number): Iterable<FactLine> {
  return lastKnown(db) === last ? [] : db.prepare<[number], FactLine>(CHANGED_SQL).iterate(last)
}

function lastKnown(db: ReadDb): number {
  return db.pluck<[], number | null>('SELECT max(n) FROM case_fact').get() ?? 0
}

function readTerms(db: ReadDb, terms: string[]): void {
  for (const { id, text } of db
    .prepare<[number], { id: number; text: string }>('SELECT id, text FROM term WHERE id >= ? ORDER BY id')
    .iterate(terms.length))
    terms[id] = text
}

const columnNames = [
  ...(['rid', 'reported', 'filed', 'settled', 'flags'] as const),
  ...(['department', 'street', 'community', 'grid', 'class', 'source'] as const),
]

function columnsFor(room: number): FactColumns {
  const word = (): Uint32Array => new Uint32Array(room)
  return {
    ...{ rid: new Float64Array(room), reported: new Int32Array(room), filed: new Int32Array(room) },
    ...{ settled: new Uint8Array(room), flags: new Uint16Array(room) },
    ...{ department: word(), street: word(), community: word(), grid: word(), class: word(), source: word() },
  }
}

interface Positions {
  find(rid: number): number | undefined
  /** Notes a new row id at a position behind all others. */
  add(rid: number, at: number): number
  clear(): void
}

/** Where a row id stands: rising ones by halving, those that came out of order (imports of old cases) by a map. */
function createPositions(rids: () => Float64Array): Positions {
  let sorted = 0
  const late = new Map<number, number>()
  return {
    find(rid) {
      const all = rids()
      let [low, high] = [0, sorted]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((all[middle] ?? 0) < rid) low = middle + 1
        else high = middle
      }
      return low < sorted && all[low] === rid ? low : late.get(rid)
    },
    add(rid, at) {
      if (late.size === 0 && (sorted === 0 || (rids()[sorted - 1] ?? 0) < rid)) sorted = at + 1
      else late.set(rid, at)
      return at
    },
    clear() {
      sorted = 0
      late.clear()
    },
  }
}
