import { hashSecret, sealVerifier } from '../auth/secrets.ts'
import { lockCases } from '../commands/lanes.ts'
import type { Platform } from '../platform.ts'
import { commitChanges } from '../store/commit-changes.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import { findEntity } from '../store/entities.ts'
import { transact } from '../store/transact.ts'
import { TOWN_PIN } from './people.ts'
import { makeSmallTown } from './small-town.ts'
import type { SmallTown } from './small-town.ts'

/** Puts the generated town into a hall that has no settings yet, whole or not at all. Answers whether it did. */
export async function seedSmallTown(platform: Pick<Platform, 'store' | 'hall' | 'clock'>, seed: number): Promise<boolean> {
  const { store, hall, clock } = platform
  return transact(store.db, async (tx) => {
    await lockCases(tx, [`town:${hall.id}`])
    if ((await findEntity(tx, hall.id, 'settings', 'hall')) !== undefined) return false
    const town = makeSmallTown(seed, hall.id, clock.now())
    const people = await withSecrets(platform, town)
    const changed_at = clock.now()
    await tx
      .insertInto('person_secret')
      .values(people.map(({ change, secret }) => ({ hall: hall.id, person: change.id, secret, changed_at })))
      .execute()
    await commitChanges(tx, hall.id, [...town.entities, ...people.map(({ change }) => change)])
    return true
  })
}

async function withSecrets(
  { hall }: Pick<Platform, 'hall'>,
  town: SmallTown,
): Promise<{ change: EntityChange; secret: string }[]> {
  return Promise.all(
    town.people.map(async (person) => {
      const secret = await hashSecret(TOWN_PIN)
      const row = { ...person, verifier: sealVerifier(hall.key, person.id, secret) }
      return { secret, change: { kind: 'person' as const, id: person.id, ver: 1, row } }
    }),
  )
}
