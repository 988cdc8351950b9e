import type { DraftId, PersonId } from '#shared/kernel/ids.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { LedgerApi, StoredDraft } from '../ledger-api.ts'
import type { SyncApi } from '../sync-api.ts'
import type { LedgerParts } from './parts.ts'
import { markRow } from './records.ts'

type Db = Pick<LedgerParts, 'db'>
type Marked = Pick<LedgerParts, 'db' | 'seal'>

const SELECT = `
  SELECT id, case_id AS caseId, owner, no, sealed, title, rev, call_at AS callAt, saved_at AS savedAt, state FROM draft
`

/** Of calls that are being taken down; words kept for a step of a case are no such draft. */
export const OPEN_CALL = "state = 'open' AND id NOT GLOB 'act:*'"
export const OPEN_STEP = "state = 'open' AND id GLOB 'act:*'"

/**
 * Keeps the newer form. An older one, or another one under the same revision, is refused with 'stale-base'. A number that a draft
 * has got stays: it may have been told to a caller.
 */
export function saveDraft(parts: Marked, draft: StoredDraft): void {
  const { db } = parts
  const known = findDraft({ db }, draft.id)
  if (known !== null && (draft.rev < known.rev || (draft.rev === known.rev && draft.sealed !== known.sealed))) {
    throw new RefusalError({ code: 'stale-base', detail: `rev ${known.rev}` })
  }
  if (known !== null && isOverFor(known, draft)) throw new RefusalError({ code: 'not-found', detail: draft.id })
  const { id, caseId, owner, no, sealed, title, rev, callAt, savedAt, state } = draft
  db.change<[string, string, string, string | null, string, string, number, number, number, string]>(
    `
    INSERT INTO draft (id, case_id, owner, no, sealed, title, rev, call_at, saved_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, no = coalesce(draft.no, excluded.no), sealed = excluded.sealed, title = excluded.title,
      rev = excluded.rev, saved_at = excluded.saved_at, state = excluded.state
  `,
  ).run(id, caseId, owner, no, sealed, title, rev, callAt, savedAt, state)
  markRow(parts, 'draft', id)
}

/**
 * A call that is over stays over; only one that was thrown away can be taken back, as it was. Words for a step of a case may be
 * begun anew under the same id.
 */
function isOverFor(known: StoredDraft, draft: StoredDraft): boolean {
  if (known.state === 'open' || known.state === draft.state || known.id.startsWith('act:')) return false
  return known.state === 'done' || draft.state !== 'open' || draft.sealed !== known.sealed
}

/** A person's open drafts, the earliest call first. */
export function openDrafts({ db }: Db, owner: PersonId): StoredDraft[] {
  return db.prepare<[string], StoredDraft>(`${SELECT} WHERE owner = ? AND ${OPEN_CALL} ORDER BY call_at, id`).all(owner)
}

/** What a person has begun to write for steps of cases, the latest first. */
export function openSteps({ db }: Db, owner: PersonId): StoredDraft[] {
  return db.prepare<[string], StoredDraft>(`${SELECT} WHERE owner = ? AND ${OPEN_STEP} ORDER BY saved_at DESC, id`).all(owner)
}

/** The words have become an act, or are given up: nothing of them is kept. One that is over already, or never was, stays so. */
export function endStep(parts: Marked, id: DraftId): void {
  const { db } = parts
  const sql = `UPDATE draft SET state = 'done', sealed = '', rev = rev + 1 WHERE id = ? AND ${OPEN_STEP}`
  if (db.change<[string]>(sql).run(id) > 0) markRow(parts, 'draft', id)
}

/** The same of a call that an act was made of: its form stays sealed, as of every draft that is over. */
export function endWritten(parts: Marked, id: DraftId): void {
  endStep(parts, id)
  const sql = `UPDATE draft SET state = 'done', rev = rev + 1 WHERE id = ? AND ${OPEN_CALL}`
  if (parts.db.change<[string]>(sql).run(id) > 0) markRow(parts, 'draft', id)
}

export function findDraft({ db }: Db, id: string): StoredDraft | null {
  return db.prepare<[string], StoredDraft>(`${SELECT} WHERE id = ?`).get(id) ?? null
}

/** How many open drafts others have; whose, but not what. */
export function draftCountOfOthers({ db }: Db, person: PersonId | null): { owner: PersonId; drafts: number }[] {
  return db
    .prepare<[string], { owner: PersonId; drafts: number }>(
      `
      SELECT owner, count(*) AS drafts FROM draft WHERE ${OPEN_CALL} AND owner <> ? GROUP BY owner ORDER BY owner
    `,
    )
    .all(person ?? '')
}

/** What is asked about drafts. */
export function draftReads(parts: Db): SyncApi<Pick<LedgerApi, 'drafts' | 'steps' | 'draft' | 'draftCountOfOthers'>> {
  return {
    drafts: (owner) => openDrafts(parts, owner),
    steps: (owner) => openSteps(parts, owner),
    draft: (id) => findDraft(parts, id),
    draftCountOfOthers: (person) => draftCountOfOthers(parts, person),
  }
}
