import { sql } from 'kysely'
import type { Platform } from '../platform.ts'

const DAY_MS = 24 * 3_600_000

/** What a command said, and what a loser was shown, is kept so long; what became of it stays for another year. */
export const KEEP_BODIES_MS = 120 * DAY_MS
/** A seat that comes back after so long has been enrolled anew. */
export const KEEP_OUTCOMES_MS = 400 * DAY_MS
/** Longer than anybody asks why a sign-in has ended. */
const KEEP_TOKENS_MS = 7 * DAY_MS

/** Rows of one statement: nobody waits for a lock of this job. */
const AT_ONCE = 5_000

/**
 * Lets go of what has been kept long enough. The contract promises outcomes for 90 days; the flow of a case is its own record
 * and stays. Answers how many rows were touched.
 */
export async function dropOld({ store, hall, clock }: Platform): Promise<number> {
  const now = clock.now()
  const bodies = sql`
    UPDATE command SET body = NULL, outcome = CASE WHEN outcome ? 'current' THEN outcome || '{"current": null}' ELSE outcome END
    WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM command WHERE hall = ${hall.id} AND body IS NOT NULL AND received_at < ${now - KEEP_BODIES_MS} LIMIT ${AT_ONCE}
    ))`
  const outcomes = sql`
    DELETE FROM command WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM command WHERE hall = ${hall.id} AND received_at < ${now - KEEP_OUTCOMES_MS} LIMIT ${AT_ONCE}
    ))`
  const tokens = sql`DELETE FROM token WHERE hall = ${hall.id} AND expires_at < ${now - KEEP_TOKENS_MS}`
  let touched = 0
  for (const drop of [bodies, outcomes, tokens]) {
    for (let count = AT_ONCE; count >= AT_ONCE; touched += count)
      count = Number((await drop.execute(store.db)).numAffectedRows ?? 0n)
  }
  return touched
}
