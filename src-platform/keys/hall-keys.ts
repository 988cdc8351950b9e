import type { HallKeys } from '#shared/platform-api/people.ts'
import type { HallKey } from '../store/hall.ts'
import type { Db, Tx } from '../store/migrations/migration.ts'

/** Every key of the hall, the newest and current one first. Read from the store each time: another process may have rotated. */
export async function readHallKeys(db: Db | Tx, hall: string): Promise<readonly HallKey[]> {
  const rows = await db.selectFrom('hall_key').select(['id', 'key']).where('hall', '=', hall).orderBy('n', 'desc').execute()
  return rows.map(({ id, key }) => ({ id, key }))
}

export async function currentHallKey(db: Db | Tx, hall: string): Promise<HallKey> {
  const [current] = await readHallKeys(db, hall)
  if (current === undefined) throw new Error(`hall ${hall} has no key`)
  return current
}

/** Which key is current, and since when. */
export async function currentKeyAge(db: Db, hall: string): Promise<{ id: string; madeAt: number }> {
  const keys = db.selectFrom('hall_key').select(['id', 'made_at']).where('hall', '=', hall)
  const { id, made_at } = await keys.orderBy('n', 'desc').limit(1).executeTakeFirstOrThrow()
  return { id, madeAt: made_at }
}

/** As a seat is told of them. */
export function keysOut(keys: readonly HallKey[]): HallKeys['keys'] {
  return keys.map(({ id, key }) => ({ id, key: key.toString('base64url') }))
}
