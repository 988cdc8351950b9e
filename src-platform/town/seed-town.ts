import { setImmediate } from 'node:timers/promises'
import type { PersonRow } from '#shared/platform-api/people.ts'
import { hashSecret, sealVerifier } from '../auth/secrets.ts'
import { lockCases } from '../commands/lanes.ts'
import type { Platform } from '../platform.ts'
import { commitFirst } from '../store/commit-first.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import type { Tx } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'
import { TOWN_PIN } from './people.ts'
import { makeTown } from './town.ts'
import type { Town } from './town.ts'
import type { TownName } from './town-names.ts'

export interface TownProgress {
  readonly done: number
  readonly of: number
}

/** Rows of one statement: large enough to be fast, small enough that nobody's patience or memory ends. */
const ROWS_AT_ONCE = 2_000

type Seeded = Pick<Platform, 'store' | 'hall' | 'clock'>

/**
 * Puts a generated town into a hall that holds nothing yet, whole or not at all: it is one transaction, so a start that is killed
 * leaves nothing. A hall that is being imported into is left alone, also before it has settings. Answers whether it did.
 */
export async function seedTown(
  platform: Seeded,
  name: Exclude<TownName, 'none'>,
  seed: number,
  onProgress: (progress: TownProgress) => void = () => undefined,
): Promise<boolean> {
  const { store, hall, clock } = platform
  return transact(store.db, async (tx) => {
    await lockCases(tx, [`town:${hall.id}`])
    if (!(await isEmptyHall(tx, hall.id))) return false
    const town = makeTown(name, seed, hall.id, clock.now())
    // A secret is slow on purpose; another thread makes it while the first rows go in.
    const secrets = withSecrets(platform, town)
    let done = 0
    const put = async (changes: readonly EntityChange[]): Promise<void> => {
      await commitFirst(tx, hall.id, changes)
      done += changes.length
      onProgress({ done, of: town.count })
    }
    const [first = [], ...others] = chunksOf(town.ground, ROWS_AT_ONCE)
    await put(first)
    // As early as can be: a seat that fills its cache lets people sign in when it knows them.
    await put(await insertPeople(tx, platform, await secrets))
    await putAll(others, put)
    await putAll(chunksOf(town.components(), ROWS_AT_ONCE), put)
    return true
  })
}

/** Machines that were enrolled are no data. */
async function isEmptyHall(tx: Tx, hall: string): Promise<boolean> {
  const held = await tx.selectFrom('entity').select('id').where('hall', '=', hall).where('kind', '<>', 'device').limit(1).executeTakeFirst()
  return held === undefined
}

/** One after the other; the next ones are made while the store takes these. */
async function putAll(chunks: Iterable<readonly EntityChange[]>, put: (changes: readonly EntityChange[]) => Promise<void>) {
  const coming = chunks[Symbol.iterator]()
  // A turn later the ones before are on their way.
  const next = async () => {
    await setImmediate()
    return coming.next()
  }
  let chunk = coming.next()
  while (chunk.done !== true) [, chunk] = await Promise.all([put(chunk.value), next()])
}

async function insertPeople(tx: Tx, { hall, clock }: Seeded, people: readonly Secret[]): Promise<EntityChange[]> {
  const changed_at = clock.now()
  const rows = people.map(({ change, secret }) => ({ hall: hall.id, person: change.id, secret, changed_at }))
  await tx.insertInto('person_secret').values(rows).execute()
  return people.map(({ change }) => change)
}

function* chunksOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

interface Secret {
  readonly change: EntityChange
  readonly secret: string
}

/** They all have the PIN that everybody knows, so a salt for each would hide nothing and cost a city five seconds. */
async function withSecrets({ hall }: Pick<Platform, 'hall'>, { people }: Pick<Town, 'people'>): Promise<Secret[]> {
  const secret = await hashSecret(TOWN_PIN)
  return people.map((person: PersonRow) => {
    const row = { ...person, verifier: sealVerifier(hall.key, person.id, secret) }
    return { secret, change: { kind: 'person' as const, id: person.id, ver: 1, row } }
  })
}
