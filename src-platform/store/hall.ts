import { randomBytes, randomUUID } from 'node:crypto'
import type { Db } from './migrations/migration.ts'

export interface HallKey {
  /** Stands in every sealed value, so that a later key can live beside this one. */
  readonly id: string
  /** 32 bytes. */
  readonly key: Buffer
}

export interface Hall {
  readonly id: string
  /** One life of the store. A new one begins while the process runs only by `ToldBeyond`. */
  epoch: string
  /** Current when this process started; see keys/hall-keys.ts for the one that is now. */
  readonly key: HallKey
}

/** The one hall a platform process serves. */
export const HALL_ID = 'main'

/** Reads the hall or makes it with its key at the very first start; safe when several processes start at once. */
export async function ensureHall(db: Db, now: number): Promise<Hall> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('hall')
      .values({ id: HALL_ID, epoch: randomUUID(), hall_key_id: 'k1', hall_key: randomBytes(32), created_at: now })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    await tx
      .insertInto('hall_key')
      .columns(['hall', 'n', 'id', 'key', 'made_at'])
      .expression((from) =>
        from
          .selectFrom('hall')
          .select((e) => ['id as hall', e.lit(1).as('n'), 'hall_key_id as id', 'hall_key as key', 'created_at as made_at']),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await tx
      .insertInto('feed_head')
      .values({ hall: HALL_ID, seq: 0 })
      .onConflict((conflict) => conflict.column('hall').doNothing())
      .execute()
  })
  return readHall(db)
}

export async function readEpoch(db: Db): Promise<string> {
  return (await readHall(db)).epoch
}

async function readHall(db: Db): Promise<Hall> {
  const row = await db.selectFrom('hall').selectAll().where('id', '=', HALL_ID).executeTakeFirstOrThrow()
  return { id: row.id, epoch: row.epoch, key: { id: row.hall_key_id, key: row.hall_key } }
}
