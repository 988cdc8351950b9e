// One effective row with everything that follows from it: columns, boxes on the map, text.
import { RID_SLOTS } from '#shared/cache-schema/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { foldText, gramsOf } from '../grams.ts'
import { firstRidOf } from '../rid.ts'
import { removeBox, writeBox } from './boxes.ts'
import { caseColumns, columnsOf } from './case-columns.ts'
import { docSum } from './doc-sum.ts'
import type { CacheParts } from './parts.ts'

/** What is written of a case besides its row. */
export interface CaseMeta {
  readonly feedVer: number
  readonly pending: number
}

interface Known {
  readonly rid: number
  readonly address: string
  readonly description: string
  readonly class_name: string
}

const names = ['rid', 'id', 'feed_ver', 'pending', ...caseColumns, 'doc', 'doc_sum']
const updated = names.filter((name) => name !== 'rid' && name !== 'id').map((name) => `${name} = excluded.${name}`)
const UPSERT = `
  INSERT INTO "case" (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})
  ON CONFLICT (rid) DO UPDATE SET ${updated.join(', ')}
`

export function writeCase(parts: CacheParts, row: CaseRow, meta: CaseMeta): void {
  const { db } = parts
  const known = findKnown(parts, row.id)
  const rid = known?.rid ?? freeRid(parts, row.reportedAt)
  const columns = columnsOf(row)
  const doc = JSON.stringify(row)
  db.change<[Record<string, string | number | null>]>(UPSERT).run({
    ...columns,
    ...{ rid, id: row.id, feed_ver: meta.feedVer, pending: meta.pending, doc, doc_sum: docSum(doc) },
  })
  const at = columns.lng === null || columns.lat === null ? null : pointBox(Number(columns.lng), Number(columns.lat))
  writeBox(db, 'case_at', rid, at)
  writeBox(db, 'case_live_at', rid, columns.live === 1 ? at : null)
  writeText(parts, rid, known, { address: row.place.address, description: row.description, class_name: row.className })
  parts.figures.write(rid, row, known === undefined)
}

export function deleteCase(parts: CacheParts, id: string): void {
  const known = findKnown(parts, id)
  if (known === undefined) return
  const { db } = parts
  removeBox(db, 'case_at', known.rid)
  removeBox(db, 'case_live_at', known.rid)
  db.change<[number]>('DELETE FROM case_fts WHERE rowid = ?').run(known.rid)
  parts.grams.remove(gramsOf(textOf(known)))
  db.change<[number]>('DELETE FROM "case" WHERE rid = ?').run(known.rid)
  parts.figures.remove(known.rid)
}

function findKnown({ db }: CacheParts, id: string): Known | undefined {
  return db.prepare<[string], Known>('SELECT rid, address, description, class_name FROM "case" WHERE id = ?').get(id)
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

function pointBox(lng: number, lat: number): readonly [number, number, number, number] {
  return [lng, lat, lng, lat]
}

type Text = Pick<Known, 'address' | 'description' | 'class_name'>

export function textOf({ address, description, class_name: className }: Text): string {
  return foldText(`${address}\n${description}\n${className}`)
}

function writeText({ db, grams }: CacheParts, rid: number, before: Text | undefined, after: Text): void {
  const text = textOf(after)
  const old = before === undefined ? undefined : textOf(before)
  if (text === old) return
  if (old !== undefined) {
    grams.remove(gramsOf(old))
    db.change<[number]>('DELETE FROM case_fts WHERE rowid = ?').run(rid)
  }
  const now = gramsOf(text)
  grams.add(now)
  db.change<[number, string]>('INSERT INTO case_fts (rowid, grams) VALUES (?, ?)').run(rid, [...now].join(' '))
}
