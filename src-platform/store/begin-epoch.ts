import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '#shared/kernel/clock.ts'
import { HALL_ID } from './hall.ts'
import type { Db } from './migrations/migration.ts'

/** Holder of the numbers that may have been leased after the backup: whatever seat has them, they are its own. */
export const LOST_LEASES = 'lost-leases'

/**
 * More serials of one day than are leased between two backups. Seats lease a few days ahead; of days further off than that hardly
 * any are, and less is set aside: a new life every day must not use the numbers up.
 */
const SERIALS_LOST = 20_000
const SERIALS_FAR_LOST = 200
const FAR_DAYS = 7
/** Days of which numbers may have been leased since: as old as backups get, as far ahead as leases go. */
const DAYS_BACK = 100
const DAYS_AHEAD = 31

/**
 * Begins a new life of the store after a backup was restored: every seat reads the feed anew and asks again for its outcomes.
 * Numbers that may have been leased since the backup are never leased again; whoever reports with one of them keeps it.
 * `over` is the life that is over, which another process may have noticed first.
 */
export async function beginEpoch(db: Db, clock: Clock, over?: string): Promise<void> {
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    const hall = tx.updateTable('hall').set({ epoch: randomUUID() }).where('id', '=', HALL_ID)
    const { numUpdatedRows } = await (over === undefined ? hall : hall.where('epoch', '=', over)).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return
    await sql`
      INSERT INTO number_block (hall, day, from_serial, to_serial, holder, lessee, leased_at)
      SELECT hall, day, last + 1, least(last + CASE WHEN is_far THEN ${SERIALS_FAR_LOST}::int ELSE ${SERIALS_LOST}::int END, 99999),
        ${LOST_LEASES}, ${LOST_LEASES}, ${now} FROM (
        SELECT h.id AS hall, to_char(d, 'YYYYMMDD') AS day, COALESCE(max(b.to_serial), 0) AS last,
          d >= to_timestamp(${now / 1_000}) AT TIME ZONE 'UTC' + make_interval(days => ${FAR_DAYS}) AS is_far
        FROM hall h CROSS JOIN generate_series(
          to_timestamp(${now / 1_000}) AT TIME ZONE 'UTC' - make_interval(days => ${DAYS_BACK}),
          to_timestamp(${now / 1_000}) AT TIME ZONE 'UTC' + make_interval(days => ${DAYS_AHEAD}), '1 day') AS d
        LEFT JOIN number_block b ON b.hall = h.id AND b.day = to_char(d, 'YYYYMMDD') WHERE h.id = ${HALL_ID} GROUP BY h.id, d
      ) AS known WHERE last < 99999`.execute(tx)
  })
}
