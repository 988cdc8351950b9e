// One effective row with everything that follows from it: columns, boxes on the map, text.
import { RID_SLOTS } from '#shared/cache-schema/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { foldText, gramsOf } from '../grams.ts'
import { firstRidOf } from '../rid.ts'
import { removeBox, writeBox } from './boxes.ts'
import { caseColumns, changedColumns, columnsOf } from './case-columns.ts'
import type { ColumnValues } from './case-columns.ts'
import { docSum } from './doc-sum.ts'
import type { CacheParts } from './parts.ts'

/** What is written of a case besides its row. */
export interface CaseMeta {
  readonly feedVer: number
  readonly pending: number
}

export type Known = Readonly<Record<(typeof caseColumns)[number], string | number | null>> & {
  readonly rid: number
  readonly feed_ver: number
}

const KNOWN = `SELECT rid, feed_ver, ${caseColumns.join(', ')} FROM "case" WHERE id = ?`
const names = ['rid', 'id', 'feed_ver', 'pending', 'doc', 'doc_sum', ...caseColumns]
const INSERT = `INSERT INTO "case" (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`

/** `known`: what {@link findKnown} has found of it. */
export function writeCase(parts: CacheParts, row: CaseRow, meta: CaseMeta, known = findKnown(parts, row.id)): void {
  const { db } = parts
  const rid = known?.rid ?? freeRid(parts, row.reportedAt)
  const columns = columnsOf(row)
  const doc = JSON.stringify(row)
  const always = [meta.feedVer, meta.pending, doc, docSum(doc)]
  if (known === undefined) db.change(INSERT).run(rid, row.id, ...always, ...caseColumns.map((name) => columns[name]))
  else {
    const changed = changedColumns(known, columns)
    db.change(changed.update).run(...always, ...changed.columns.map((name) => columns[name]), rid)
  }
  writePlace(parts, rid, known, columns)
  writeText(parts, rid, known, columns)
  parts.figures.write(rid, row, known === undefined)
}

export function deleteCase(parts: CacheParts, id: string): void {
  const known = findKnown(parts, id)
  if (known === undefined) return
  const { db, texts } = parts
  removeBox(db, 'case_at', known.rid)
  removeBox(db, 'case_live_at', known.rid)
  texts.remove(known.rid)
  parts.grams.change(gramsOf(textOf(known)), null)
  db.change<[number]>('DELETE FROM "case" WHERE rid = ?').run(known.rid)
  parts.figures.remove(known.rid)
}

export function findKnown({ db }: CacheParts, id: string): Known | undefined {
  return db.prepare<[string], Known>(KNOWN).get(id)
}

/** The next free row id of the second in which the case was reported, or of the next second that has one. */
function freeRid({ db }: CacheParts, reportedAt: number): number {
  const last = db.pluck<[number, number], number | null>('SELECT max(rid) FROM "case" WHERE rid >= ? AND rid < ?')
  for (let first = firstRidOf(reportedAt); ; first += RID_SLOTS) {
    const used = last.get(first, first + RID_SLOTS) ?? null
    if (used === null) return first
    if (used + 1 < first + RID_SLOTS) return used + 1
  }
}

function writePlace({ db }: CacheParts, rid: number, known: Known | undefined, { lng, lat, live }: ColumnValues): void {
  if (known !== undefined && known.lng === lng && known.lat === lat && known.live === live) return
  const at = lng === null || lat === null ? null : pointBox(Number(lng), Number(lat))
  writeBox(db, 'case_at', rid, at)
  writeBox(db, 'case_live_at', rid, live === 1 ? at : null)
}

function pointBox(lng: number, lat: number): readonly [number, number, number, number] {
  return [lng, lat, lng, lat]
}

type Text = Pick<ColumnValues, 'address' | 'description' | 'class_name'>

export function textOf({ address, description, class_name: className }: Text): string {
  return foldText(`${String(address)}\n${String(description)}\n${String(className)}`)
}

function writeText({ grams, texts }: CacheParts, rid: number, before: Text | undefined, after: Text): void {
  const text = textOf(after)
  const old = before === undefined ? undefined : textOf(before)
  if (text === old) return
  const now = gramsOf(text)
  grams.change(old === undefined ? null : gramsOf(old), now)
  texts.put(rid, now, old !== undefined)
}
