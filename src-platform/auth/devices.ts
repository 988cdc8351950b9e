import { createPublicKey } from 'node:crypto'
import { DeviceOut } from '#shared/platform-api/people.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'
import { tombstoneOf } from '../devices/announce.ts'
import type { Platform } from '../platform.ts'
import { auditIn } from '../store/audit.ts'
import { commitChanges } from '../store/commit-changes.ts'
import { transact } from '../store/transact.ts'
import { tellRevoked } from '../store/revocations.ts'

/** Every machine that was ever enrolled, by seat, the newest of a seat first. */
export async function listDevices({ store, hall }: Platform): Promise<DeviceOut[]> {
  const rows = await store.db
    .selectFrom('device')
    .select(['id', 'seat', 'name', 'role', 'enrolled_at', 'revoked_at', 'revoked_reason'])
    .select(['signing_key', 'key_id', 'key_at'])
    .where('hall', '=', hall.id)
    .orderBy('seat')
    .orderBy('enrolled_at', 'desc')
    .execute()
  return rows.map(({ id, seat, name, role, ...row }) => {
    const key = row.key_id === null ? null : { id: row.key_id, at: row.key_at }
    const ended = { revokedAt: row.revoked_at, revokedReason: row.revoked_reason }
    return DeviceOut.parse({ id, seat, name, role, enrolledAt: row.enrolled_at, ...ended, signingKey: row.signing_key, key })
  })
}

/** The machine has just been handed the hall's keys, of which this one is current. */
export async function noteKey({ store, hall, clock }: Platform, id: DeviceId, current: string): Promise<void> {
  await store.db
    .updateTable('device')
    .set({ key_id: current, key_at: clock.now() })
    .where('hall', '=', hall.id)
    .where('id', '=', id)
    .where((e) => e.or([e('key_id', 'is', null), e('key_id', '<>', current)]))
    .execute()
}

/**
 * Ends an enrolment; open streams of the machine are closed. Saying it again tells when it was first said, and changes no
 * reason. `by`: who says so, for the audit.
 */
export async function revokeDevice(
  platform: Platform,
  id: DeviceId,
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<Result<{ id: DeviceId; revokedAt: number }>> {
  const { store, hall, clock } = platform
  return transact(store.db, async (tx) => {
    const end = { revoked_at: clock.now(), revoked_reason: reason }
    const mine = tx.updateTable('device').set(end).where('hall', '=', hall.id).where('id', '=', id)
    const ended = await mine.where('revoked_at', 'is', null).returning('seat').executeTakeFirst()
    const row = await tx
      .selectFrom('device')
      .select('revoked_at')
      .where('hall', '=', hall.id)
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined || row.revoked_at === null) return refuse('not-found', id)
    await auditIn(tx, platform, { who: by, what: 'device-revoked', detail: { device: id, reason } })
    if (ended !== undefined) await tellRevoked(tx, [id])
    // The other machines of the hall refuse it from now on too.
    const gone = ended === undefined ? [] : await tombstoneOf(tx, hall.id, ended.seat)
    if (gone.length > 0) await commitChanges(tx, hall.id, gone)
    return ok({ id, revokedAt: row.revoked_at })
  })
}

/** A device's key is registered once: another one later would let old exports be signed again. */
export async function registerSigningKey(
  platform: Platform,
  id: DeviceId,
  { publicKey, by }: { readonly publicKey: string; readonly by: string },
): Promise<Result<{ publicKey: string }>> {
  if (!isEd25519(publicKey)) return refuse('bad-request', 'body.publicKey')
  const { store, hall } = platform
  return transact(store.db, async (tx) => {
    const mine = tx.updateTable('device').set({ signing_key: publicKey }).where('hall', '=', hall.id).where('id', '=', id)
    await mine.where('signing_key', 'is', null).execute()
    const row = await tx
      .selectFrom('device')
      .select('signing_key')
      .where('hall', '=', hall.id)
      .where('id', '=', id)
      .executeTakeFirst()
    if (row?.signing_key !== publicKey) return refuse('bad-request', 'body.publicKey: another one is registered')
    await auditIn(tx, platform, { who: by, what: 'signing-key-registered', detail: { key: publicKey } })
    return ok({ publicKey })
  })
}

function isEd25519(publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519'
  } catch (error) {
    // What node:crypto cannot read is no key.
    if (error instanceof Error) return false
    throw error
  }
}
