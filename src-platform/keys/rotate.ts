import { randomBytes } from 'node:crypto'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { MOST_HALL_KEYS } from '#shared/platform-api/people.ts'
import { sealVerifier } from '../auth/secrets.ts'
import type { Platform } from '../platform.ts'
import { auditIn } from '../store/audit.ts'
import { commitChanges } from '../store/commit-changes.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import type { HallKey } from '../store/hall.ts'
import type { Tx } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'
import { readHallKeys } from './hall-keys.ts'

const KEY_BYTES = 32

export interface Rotation {
  readonly current: string
  readonly ids: readonly string[]
  /** Verifiers sealed anew. */
  readonly resealed: number
}

/**
 * Gives the hall a new current key. The verifiers of its people are sealed anew in the same transaction: the feed brings them to
 * every seat at once, and a seat that meets an unknown key asks for the hall's keys. Older keys stay for what seats have sealed.
 * Refuses 'too-many-keys'. `by`: who says so, for the audit.
 */
export function rotateHallKey(platform: Platform, by: string): Promise<Result<Rotation>> {
  const { store, hall, clock } = platform
  return transact(store.db, async (tx) => {
    // Locks the hall's row: two rotations at once become two keys, one after the other.
    await tx.selectFrom('hall').select('id').where('id', '=', hall.id).forUpdate().executeTakeFirstOrThrow()
    const before = await readHallKeys(tx, hall.id)
    if (before.length >= MOST_HALL_KEYS) return refuse('too-many-keys', String(before.length))
    const n = before.length + 1
    // Never the name of a key that a restored backup has forgotten: seats still open with that one.
    const key: HallKey = { id: `k${String(n)}x${randomBytes(4).toString('hex')}`, key: randomBytes(KEY_BYTES) }
    await tx
      .insertInto('hall_key')
      .values({ hall: hall.id, n, ...key, made_at: clock.now() })
      .execute()
    await tx.updateTable('hall').set({ hall_key_id: key.id, hall_key: key.key }).where('id', '=', hall.id).execute()
    const changes = await verifiersUnder(tx, hall.id, key)
    const detail = { current: key.id, resealed: changes.length }
    await auditIn(tx, platform, { who: by, what: 'hall-key-rotated', detail })
    if (changes.length > 0) await commitChanges(tx, hall.id, changes)
    return ok({ current: key.id, ids: [key, ...before].map(({ id }) => id), resealed: changes.length })
  })
}

async function verifiersUnder(tx: Tx, hall: string, key: HallKey): Promise<EntityChange[]> {
  const people = await tx
    .selectFrom('entity')
    .innerJoin('person_secret', (on) =>
      on.onRef('person_secret.hall', '=', 'entity.hall').onRef('person_secret.person', '=', 'entity.id'),
    )
    .select(['entity.id', 'entity.ver', 'entity.row', 'person_secret.secret'])
    .where('entity.hall', '=', hall)
    .where('entity.kind', '=', 'person')
    .where('entity.deleted', '=', false)
    .orderBy('entity.id')
    .execute()
  return people.map(({ id, ver, row, secret }) => ({
    kind: 'person',
    id,
    ver: ver + 1,
    row: { ...row, verifier: sealVerifier(key, id, secret) },
  }))
}
