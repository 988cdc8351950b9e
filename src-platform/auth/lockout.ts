import { sql } from 'kysely'
import type { Platform } from '../platform.ts'
import type { Db, Tx } from '../store/migrations/migration.ts'

const MOST_FAILURES = 5
const LOCK_MS = 15 * 60_000
/** Failures older than this are forgotten. */
const FORGET_MS = 24 * 3_600_000

/** Is this number locked at present? Numbers of nobody lock as well. */
export async function isLocked({ store, hall, clock }: Platform, person: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('sign_in_failure')
    .select('locked_until')
    .where('hall', '=', hall.id)
    .where('person', '=', person)
    .executeTakeFirst()
  return row?.locked_until !== undefined && row.locked_until !== null && row.locked_until > clock.now()
}

/** Counts a failure; the fifth in a row locks. Counted in one statement, so that parallel guesses all count. */
export async function countFailure({ store, hall, clock }: Platform, person: string): Promise<void> {
  const now = clock.now()
  await sql`
    INSERT INTO sign_in_failure AS f (hall, person, failures, last_at) VALUES (${hall.id}, ${person}, 1, ${now})
    ON CONFLICT (hall, person) DO UPDATE SET
      failures = CASE WHEN f.last_at < ${now - FORGET_MS} OR f.locked_until <= ${now} THEN 1 ELSE f.failures + 1 END,
      locked_until = CASE WHEN f.failures + 1 >= ${MOST_FAILURES} AND f.last_at >= ${now - FORGET_MS} AND (f.locked_until IS NULL OR f.locked_until > ${now})
        THEN ${now + LOCK_MS}::bigint END,
      last_at = ${now}`.execute(store.db)
}

/** Within `tx` where it belongs to what is done there. */
export async function forgetFailures({ store, hall }: Platform, person: string, tx: Db | Tx = store.db): Promise<void> {
  await tx.deleteFrom('sign_in_failure').where('hall', '=', hall.id).where('person', '=', person).execute()
}

/** Drops what no longer counts, so that guessing at random numbers does not fill the table. */
export async function dropOldFailures({ store, hall, clock }: Platform): Promise<void> {
  await store.db
    .deleteFrom('sign_in_failure')
    .where('hall', '=', hall.id)
    .where('last_at', '<', clock.now() - FORGET_MS)
    .execute()
}
