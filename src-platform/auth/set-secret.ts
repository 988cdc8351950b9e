import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Platform } from '../platform.ts'
import { auditIn } from '../store/audit.ts'
import { commitChanges } from '../store/commit-changes.ts'
import { findEntity } from '../store/entities.ts'
import { transact } from '../store/transact.ts'
import { currentHallKey } from '../keys/hall-keys.ts'
import { forgetFailures } from './lockout.ts'
import { hashSecret, sealVerifier } from './secrets.ts'

/**
 * Gives a person a new secret and puts its sealed verifier into the feed; online tokens of the person end. With `onlyIfNone`
 * whoever has one keeps it, and nothing changes. `by`: who does it, for the audit.
 */
export async function setSecret(
  platform: Platform,
  person: PersonRow['id'],
  { secret, onlyIfNone = false, by }: { readonly secret: string; readonly onlyIfNone?: boolean | undefined; readonly by: string },
): Promise<Result<{ person: PersonRow['id'] }>> {
  const { store, hall, clock } = platform
  const stored = await hashSecret(secret)
  return transact(store.db, async (tx) => {
    const found = await findEntity(tx, hall.id, 'person', person)
    if (found === undefined) return refuse('not-found', person)
    if (onlyIfNone && found.row['verifier'] != null) return ok({ person })
    const fresh = { secret: stored, changed_at: clock.now() }
    await tx
      .insertInto('person_secret')
      .values({ hall: hall.id, person, ...fresh })
      .onConflict((c) => c.columns(['hall', 'person']).doUpdateSet(fresh))
      .execute()
    await tx.deleteFrom('token').where('hall', '=', hall.id).where('person', '=', person).execute()
    // Guesses at the former one say nothing of this: a new secret is how an administrator unlocks a number.
    await forgetFailures(platform, person, tx)
    const row = { ...found.row, verifier: sealVerifier(await currentHallKey(tx, hall.id), person, stored) }
    await auditIn(tx, platform, { who: by, what: 'secret-set', detail: { person } })
    await commitChanges(tx, hall.id, [{ kind: 'person', id: person, ver: found.ver + 1, row }])
    return ok({ person })
  })
}
