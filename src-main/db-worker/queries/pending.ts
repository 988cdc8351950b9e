// Acts the platform does not know yet, own ones and neighbours', as windows show them.
import type { SeatId } from '#shared/kernel/ids.ts'
import type { ReadDb } from '../driver.ts'

const COUNT = ['case_pending', 'neighbour_pending'].map(
  (table) => `(SELECT count(*) FROM ${table} WHERE settle_seq IS NULL AND fault IS NULL)`,
)

export function countPending(db: ReadDb): number {
  return db.pluck<[], number>(`SELECT ${COUNT.join(' + ')}`).get() ?? 0
}

/** Columns beside a case `c`: which neighbours have acted on it, and the weaker word on who ordered what is pending. */
export const PENDING_COLUMNS = `
  (SELECT group_concat(DISTINCT n.seat) FROM neighbour_pending n WHERE n.case_id = c.id AND n.settle_seq IS NULL) AS neighbours,
  (SELECT max(m.word) FROM pending_claim m WHERE m.case_id = c.id) AS claim
`

export interface PendingMarks {
  readonly neighbours: string | null
  readonly claim: 'granted' | 'unordered' | null
}

/** Only what there is, so that a case without marks stays as small as it was. */
export function marksOf({ neighbours, claim }: PendingMarks): { neighbours?: SeatId[]; claim?: 'granted' | 'unordered' } {
  return {
    // Seats of commands whose schema had passed.
    ...(neighbours === null ? {} : { neighbours: neighbours.split(',').sort() as SeatId[] }),
    ...(claim === null ? {} : { claim }),
  }
}
