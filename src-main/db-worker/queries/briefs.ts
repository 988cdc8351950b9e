import type { CaseBrief } from '#shared/contracts/cases.contract.ts'
import type { ReadDb } from '../driver.ts'
import { marksOf, PENDING_COLUMNS } from './pending.ts'
import type { PendingMarks } from './pending.ts'

/** A brief as SQLite gives it: no booleans. */
export type BriefLine = Omit<CaseBrief, 'urgent' | 'neighbours' | 'claim'> & PendingMarks & { readonly urgent: number }

export const BRIEF_COLUMNS = `
  c.id, c.no, c.state, c.class_name AS className, c.class_code AS classCode, c.address, c.source, c.reported_at AS reportedAt,
  p.name AS reportedByName, c.due_at AS dueAt, c.attention_at AS attentionAt, c.urgent, d.name AS departmentName, c.lng, c.lat, c.pending,
  ${PENDING_COLUMNS}
`

/** Names are looked up when read: a department that is renamed is renamed in every list. */
export const BRIEF_JOINS = `
  LEFT JOIN entity_row p ON p.kind = 'person' AND p.id = c.reported_by
  LEFT JOIN entity_row d ON d.kind = 'department' AND d.id = c.department
`

export const BRIEF_SELECT = `SELECT ${BRIEF_COLUMNS} FROM "case" c ${BRIEF_JOINS}`

export function toBrief({ urgent, neighbours, claim, ...line }: BriefLine): CaseBrief {
  return { ...line, urgent: urgent === 1, ...marksOf({ neighbours, claim }) }
}

export function briefByRid(db: ReadDb, rid: number): CaseBrief | undefined {
  const line = db.prepare<[number], BriefLine>(`${BRIEF_SELECT} WHERE c.rid = ?`).get(rid)
  return line && toBrief(line)
}
