import { sql } from 'kysely'
import type { DeviceId } from '#shared/kernel/ids.ts'
import type { Platform } from '../platform.ts'
import type { Tx } from './migrations/migration.ts'

/** Name of the channel on which all platform processes hear that a machine was revoked; the payload is its id. */
export const REVOKED_CHANNEL = 'wanmi_revoked'

/** PostgreSQL delivers it after the commit, or never. */
export async function tellRevoked(tx: Tx, devices: readonly string[]): Promise<void> {
  for (const id of devices) await sql`SELECT pg_notify(${REVOKED_CHANNEL}, ${id})`.execute(tx)
}

export async function isRevoked({ store, hall }: Platform, device: DeviceId): Promise<boolean> {
  const row = await store.db
    .selectFrom('device')
    .select('revoked_at')
    .where('hall', '=', hall.id)
    .where('id', '=', device)
    .executeTakeFirst()
  return row === undefined || row.revoked_at !== null
}
