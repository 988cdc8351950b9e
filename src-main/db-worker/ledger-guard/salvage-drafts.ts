// Words somebody has typed and nobody has sent: found page by page like the chains, each with a mark of its own.
import type { WriteDb } from '../driver.ts'
import { OPEN_CALL, OPEN_STEP } from '../ledger/drafts.ts'
import { isAsWritten } from '../ledger/records.ts'
import type { Seal } from '../ledger/seal.ts'
import type { FoundRow } from './page-reader.ts'

/** As the file has them; a row of an earlier version has no mark and is not known for a draft. */
const COLUMNS = ['id', 'case_id', 'owner', 'no', 'sealed', 'title', 'rev', 'call_at', 'saved_at', 'state', 'mac'] as const
const NUMBERS: readonly string[] = ['rev', 'call_at', 'saved_at']
const STATES: readonly unknown[] = ['open', 'discarded', 'done']

export type DraftRow = Readonly<Record<string, unknown>>

export function looksLikeDraft({ values }: FoundRow): boolean {
  return values.length === COLUMNS.length && typeof values[0] === 'string' && STATES.includes(values[9])
}

/** Null when it is not as it was written. */
export function draftOf({ values }: FoundRow, seal: Seal): DraftRow | null {
  const row = Object.fromEntries(COLUMNS.map((column, i) => [column, values[i] ?? null]))
  const isWhole = COLUMNS.every((column) => {
    const value = row[column]
    return (column === 'no' && value === null) || typeof value === (NUMBERS.includes(column) ? 'number' : 'string')
  })
  return isWhole && isAsWritten(seal, 'draft', row) ? row : null
}

/** A number that a draft has got changes nothing else of it, and stays. */
export function isNewerDraft(row: DraftRow, known: DraftRow | undefined): boolean {
  if (known === undefined || Number(row['rev']) > Number(known['rev'])) return true
  return row['rev'] === known['rev'] && known['no'] === null && row['no'] !== null
}

/** Puts in what the new ledger lacks or has in an older form. Call it inside a transaction. */
export function addDrafts(to: WriteDb, drafts: Iterable<DraftRow>): void {
  const find = to.prepare<[unknown], DraftRow>('SELECT rev, no FROM draft WHERE id = ?')
  const insert = to.change<unknown[]>(
    `INSERT OR REPLACE INTO draft (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
  )
  for (const row of drafts) {
    if (isNewerDraft(row, find.get(row['id']))) insert.run(...COLUMNS.map((column) => row[column]))
  }
}

/**
 * The page that said that a draft was over may be lost, and an older one be found; where the case or the step it became stands,
 * it is not offered again, and of a step no words are kept.
 */
export function endMadeDrafts(db: WriteDb): void {
  db.exec(`
    UPDATE draft SET state = 'done', rev = rev + 1 WHERE ${OPEN_CALL} AND case_id IN (SELECT case_id FROM command)
  `)
  db.exec(`
    UPDATE draft SET state = 'done', sealed = '', rev = rev + 1 WHERE ${OPEN_STEP} AND EXISTS (
      SELECT 1 FROM command c WHERE c.case_id = draft.case_id AND c.body ->> 'person' = draft.owner
        AND c.body ->> 'at' >= draft.saved_at
        AND draft.id = 'act:' || c.case_id || ':' || draft.owner || ':' || (c.body ->> '$.body.action'))
  `)
}
