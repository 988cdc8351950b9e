// All pages of the cache, slice by slice: SQLite's own check of each table with its indexes, then every document against its sum
// and every case against its columns, because a bit that flips inside a value breaks no page.
import { caseColumns, columnsOf } from '../cache/case-columns.ts'
import { docSum } from '../cache/doc-sum.ts'
import { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CheckPosition } from '../cache-api.ts'
import type { ReadDb } from '../driver.ts'
import { isDamaged } from '../storage-errors.ts'

/** Documents in a slice: some 20 ms. */
const DOCUMENTS = 2_000

interface Slice {
  readonly fault: string | null
  readonly next: CheckPosition
}

interface Documents {
  readonly table: string
  readonly key: string
}

const documents: readonly Documents[] = [
  { table: '"case"', key: 'rid' },
  { table: 'case_base', key: 'id' },
  { table: 'flow', key: 'id' },
  { table: 'entity_row', key: "kind || '/' || id" },
  { table: 'grid', key: 'rid' },
  { table: 'component', key: 'rid' },
  { table: 'named_place', key: 'rid' },
  { table: 'map_feature', key: 'rid' },
]

export function checkSlice(db: ReadDb, from: CheckPosition): Slice {
  try {
    const tables = tablesOf(db)
    const { part, after } = from ?? { part: 0, after: null }
    const table = tables[part]
    if (table !== undefined) return { fault: checkTable(db, table), next: { part: part + 1, after: null } }
    return checkDocuments(db, part - tables.length, after, tables.length)
  } catch (error) {
    if (!isDamaged(error)) throw error
    return { fault: error instanceof Error ? error.message : 'damaged', next: null }
  }
}

/** Tables as they were made; a virtual table's own tables are checked with it. */
function tablesOf(db: ReadDb): string[] {
  return db
    .pluck<[], string>("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') ORDER BY name")
    .all()
}

function checkTable(db: ReadDb, table: string): string | null {
  const said = db.pluck<[], string>(`PRAGMA integrity_check("${table}")`).get() ?? 'ok'
  return said === 'ok' ? null : `${table}: ${said}`
}

interface Line {
  readonly key: string | number
  readonly doc: string
  readonly doc_sum: number
}

function checkDocuments(db: ReadDb, index: number, after: string | number | null, offset: number): Slice {
  const kind = documents[index]
  if (kind === undefined) return { fault: null, next: null }
  const { table, key } = kind
  const columns = table === '"case"' ? `, ${caseColumns.join(', ')}` : ''
  const lines = db
    .prepare<[string | number | null, string | number | null], Line>(
      `SELECT ${key} AS key, doc, doc_sum${columns} FROM ${table} WHERE ? IS NULL OR ${key} > ? ORDER BY ${key} LIMIT ${DOCUMENTS}`,
    )
    .all(after, after)
  const wrong = lines.find((line) => docSum(line.doc) !== line.doc_sum || (columns !== '' && !followsFromDoc(line)))
  if (wrong !== undefined) return { fault: `${table} ${wrong.key}`, next: null }
  const last = lines.at(-1)
  const isOver = last === undefined || lines.length < DOCUMENTS
  return { fault: null, next: isOver ? { part: offset + index + 1, after: null } : { part: offset + index, after: last.key } }
}

function followsFromDoc(line: Line): boolean {
  const row = CaseRow.safeParse(JSON.parse(line.doc))
  if (!row.success) return false
  const columns = columnsOf(row.data)
  return caseColumns.every((name) => Reflect.get(line, name) === columns[name])
}
