// case = base + pending: the one place where an effective row with pending commands is made (invariant I4).
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { WriteDb } from '../driver.ts'
import { docSum } from './doc-sum.ts'
import type { CacheParts } from './parts.ts'
import { actOf, markFolded, pendingOf } from './pending.ts'
import type { PendingRow } from './pending.ts'
import { deleteCase, writeCase } from './write-case.ts'

interface Base {
  readonly row: CaseRow
  readonly feedVer: number
}

/**
 * Makes the effective row of a case from the platform's row and what is pending. An act that cannot be folded at present (another
 * seat was faster, the catalogue has not come) stays and is marked; the platform will decide about it.
 */
export function refoldCase(parts: CacheParts, caseId: string): void {
  const { db } = parts
  const base = readBase(db, caseId)
  const pending = pendingOf(db, caseId)
  if (pending.length === 0) {
    dropBase(db, caseId)
    if (base === undefined) deleteCase(parts, caseId)
    else writeCase(parts, base.row, { feedVer: base.feedVer, pending: 0 })
    return
  }
  if (base !== undefined) keepBase(db, caseId, base)
  const row = foldAll(parts, base?.row ?? null, pending)
  if (row === null) deleteCase(parts, caseId)
  else
    writeCase(parts, row, { feedVer: base?.feedVer ?? 0, pending: pending.filter(({ settle_seq: seq }) => seq === null).length })
}

function foldAll({ db, rules }: CacheParts, base: CaseRow | null, pending: readonly PendingRow[]): CaseRow | null {
  const hall = rules.current()
  let row = base
  let flowCount =
    db.pluck<[string], number | null>('SELECT max(n) FROM flow WHERE case_id = ?').get(pending[0]?.case_id ?? '') ?? 0
  for (const one of pending) {
    const folded = hall === undefined ? undefined : foldAct(row, actOf(one), { ...hall, flowCount })
    if (folded?.ok === true) {
      ;({ row } = folded.value)
      flowCount += 1
    }
    markFolded(db, one, folded?.ok === true ? JSON.stringify(folded.value.flow) : null, faultOf(folded))
  }
  return row
}

function faultOf(folded: ReturnType<typeof foldAct> | undefined): string | null {
  if (folded === undefined) return 'unknown-class'
  return folded.ok ? null : folded.error.code
}

/** The platform's row: beneath pending commands it stands apart, otherwise it is the effective one. */
function readBase(db: WriteDb, caseId: string): Base | undefined {
  const stored =
    db.prepare<[string], { feed_ver: number; doc: string }>('SELECT feed_ver, doc FROM case_base WHERE id = ?').get(caseId) ??
    db
      .prepare<[string], { feed_ver: number; doc: string }>('SELECT feed_ver, doc FROM "case" WHERE id = ? AND feed_ver > 0')
      .get(caseId)
  // Both were written after the row's schema had passed.
  return stored && { row: JSON.parse(stored.doc) as CaseRow, feedVer: stored.feed_ver }
}

/** Sets the platform's row apart, beneath what is pending. */
export function keepBase(db: WriteDb, caseId: string, { row, feedVer }: Base): void {
  const doc = JSON.stringify(row)
  db.change<[string, number, string, number]>(
    `
    INSERT INTO case_base (id, feed_ver, doc, doc_sum) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET feed_ver = excluded.feed_ver, doc = excluded.doc, doc_sum = excluded.doc_sum
  `,
  ).run(caseId, feedVer, doc, docSum(doc))
}

function dropBase(db: WriteDb, caseId: string): void {
  db.change<[string]>('DELETE FROM case_base WHERE id = ?').run(caseId)
}
