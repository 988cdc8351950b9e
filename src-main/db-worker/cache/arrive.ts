// What one change of the feed does to the tables; the effective rows of cases with pending commands follow at the end of the
// page.
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import { docSum } from './doc-sum.ts'
import { keeperOf } from './entities.ts'
import type { CacheParts, Touched } from './parts.ts'
import { dropArrived } from './pending.ts'
import { keepBase } from './refold.ts'
import { deleteCase, findKnown, writeCase } from './write-case.ts'

export function applyChange(parts: CacheParts, change: Change, touched: Touched): void {
  const { db } = parts
  if (change.kind === 'case') applyCase(parts, change, touched)
  else if (change.kind === 'flow') applyFlow(parts, change, touched)
  else {
    touched.kinds.add(change.kind)
    const keeper = keeperOf(change.kind)
    if (change.op === 'delete') keeper.remove(db, change.id)
    else flagIf(parts, change, keeper.put(db, { id: change.id, ver: change.ver, doc: JSON.stringify(change.row) }, change.row))
  }
}

function applyCase(parts: CacheParts, change: Change, touched: Touched): void {
  touched.cases.add(change.id)
  if (change.op === 'delete') removeCase(parts, change.id, touched)
  else {
    const parsed = CaseRow.safeParse(change.row)
    const fault = parsed.success
      ? parsed.data.id === change.id
        ? null
        : 'id'
      : (parsed.error.issues[0]?.path.join('.') ?? 'row')
    flagIf(parts, change, fault)
    // The schema has just passed; the row as it came keeps members that are not known here yet.
    if (fault === null) putCase(parts, change, change.row as unknown as CaseRow, touched)
  }
}

function putCase(parts: CacheParts, { id, ver }: Change, row: CaseRow, touched: Touched): void {
  const { db, seldom } = parts
  const known = findKnown(parts, id)
  if (ver < (known?.feed_ver ?? 0)) return
  // A version of the feed begins at 1; 0 stands for "no row of the platform yet".
  const feedVer = Math.max(1, ver)
  // A case whose last pending command has just left still has its base beneath until the end of the page.
  if (!seldom.waitingCases().has(id) && !touched.refold.has(id)) {
    writeCase(parts, row, { feedVer, pending: 0 }, known)
    return
  }
  keepBase(db, id, { row, feedVer })
  touched.refold.add(id)
}

/** Out of this hall's scope, or erased: gone with its story, own pending commands stay. */
function removeCase(parts: CacheParts, id: string, touched: Touched): void {
  const { db, seldom } = parts
  db.change<[string]>('DELETE FROM flow WHERE case_id = ?').run(id)
  db.change<[string]>('DELETE FROM case_base WHERE id = ?').run(id)
  deleteCase(parts, id)
  if (seldom.waitingCases().has(id)) touched.refold.add(id)
}

function applyFlow(parts: CacheParts, change: Change, touched: Touched): void {
  const { db, seldom } = parts
  if (change.op === 'delete') {
    db.change<[string]>('DELETE FROM flow WHERE id = ?').run(change.id)
    return
  }
  const parsed = FlowRecord.safeParse(change.row)
  flagIf(parts, change, parsed.success ? null : (parsed.error.issues[0]?.path.join('.') ?? 'row'))
  if (!parsed.success) return
  const { caseId, n } = parsed.data
  const doc = JSON.stringify(change.row)
  db.change<[string, number, string, number, string, number]>(
    `
    INSERT INTO flow (id, ver, case_id, n, doc, doc_sum) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET ver = excluded.ver, case_id = excluded.case_id, n = excluded.n, doc = excluded.doc,
      doc_sum = excluded.doc_sum
  `,
  ).run(change.id, change.ver, caseId, n, doc, docSum(doc))
  touched.cases.add(caseId)
  if (seldom.waitingActs().has(change.id)) dropArrived(db, change.id, touched)
  if (seldom.waitingCases().has(caseId)) touched.refold.add(caseId)
}

/** A row that cannot be understood is set aside, never a reason to stop; a good one later takes the mark away. */
function flagIf({ db, seldom }: CacheParts, { kind, id, ver, seq, row }: Change, fault: string | null): void {
  if (fault === null) {
    if (seldom.isAnyFlagged()) db.change<[string, string]>('DELETE FROM flagged WHERE kind = ? AND id = ?').run(kind, id)
  } else {
    seldom.noteFlagged()
    db.change<[string, string, number, number, string, string]>(
      `
      INSERT INTO flagged (kind, id, ver, seq, fault, doc) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (kind, id) DO UPDATE SET ver = excluded.ver, seq = excluded.seq, fault = excluded.fault, doc = excluded.doc
    `,
    ).run(kind, id, ver, seq, fault, JSON.stringify(row))
  }
}
