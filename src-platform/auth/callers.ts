import type { Post } from '#shared/domain/case/terms.ts'
import { Post as PostSchema } from '#shared/domain/case/terms.ts'
import type { DeviceRole } from '#shared/platform-api/people.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import type { DeviceId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { DeviceId as DeviceIdSchema, SeatId as SeatIdSchema } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Platform } from '../platform.ts'
import { findEntity } from '../store/entities.ts'
import { hashToken, sameHash } from './tokens.ts'

export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'administrator' }
  /** The program that builds this process's snapshots. */
  | { readonly kind: 'builder' }
  | { readonly kind: 'device'; readonly device: DeviceId; readonly seat: SeatId; readonly role: DeviceRole }
  | { readonly kind: 'person'; readonly person: PersonRow; readonly posts: readonly Post[] }

/** Hashes of the tokens that stand in no table. */
export interface OwnTokens {
  readonly adminTokenHash: string
  readonly builderTokenHash: string
}

/** `device:…`, `person:…`, `administrator` for audit lines. */
export function nameOf(caller: Caller): string {
  if (caller.kind === 'device') return `device:${caller.device}`
  if (caller.kind === 'person') return `person:${caller.person.id}`
  return caller.kind
}

/** Whoever has the platform's own token, and people signed in on the post. */
export function isAdministrator(caller: Caller): boolean {
  return caller.kind === 'administrator' || (caller.kind === 'person' && caller.posts.includes('administrator'))
}

/** A wall shows; nobody sits at it, so it says nothing and is handed nothing personal. */
export function isWall(caller: Caller): boolean {
  return caller.kind === 'device' && caller.role === 'wall'
}

/** Finds out who calls from `Authorization`; no header is nobody, a header that fits nothing is `unauthorised`. */
export async function identify(
  platform: Platform,
  { adminTokenHash, builderTokenHash }: OwnTokens,
  authorization: string | undefined,
): Promise<Result<Caller>> {
  if (authorization === undefined) return ok({ kind: 'nobody' })
  const token = /^Bearer ((?:device|person|admin|builder)_[A-Za-z0-9_-]{43})$/.exec(authorization)?.[1]
  if (token === undefined) return refuse('unauthorised')
  const hash = hashToken(token)
  if (token.startsWith('admin_')) return sameHash(hash, adminTokenHash) ? ok({ kind: 'administrator' }) : refuse('unauthorised')
  if (token.startsWith('builder_')) return sameHash(hash, builderTokenHash) ? ok({ kind: 'builder' }) : refuse('unauthorised')
  if (token.startsWith('device_')) return findDevice(platform, hash)
  const caller = await findOnlinePerson(platform, hash)
  return caller === undefined ? refuse('unauthorised') : ok(caller)
}

/** A machine whose enrolment was revoked is told so: it keeps what it has, and somebody must see to it. */
async function findDevice({ store, hall }: Platform, hash: string): Promise<Result<Caller>> {
  const row = await store.db
    .selectFrom('device')
    .select(['id', 'seat', 'role', 'revoked_at'])
    .where('hall', '=', hall.id)
    .where('token_hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return refuse('unauthorised')
  if (row.revoked_at !== null) return refuse('device-revoked')
  return ok({ kind: 'device', device: DeviceIdSchema.parse(row.id), seat: SeatIdSchema.parse(row.seat), role: row.role })
}

async function findOnlinePerson(platform: Platform, hash: string): Promise<Caller | undefined> {
  const row = await platform.store.db
    .selectFrom('token')
    .select(['person', 'posts'])
    .where('hall', '=', platform.hall.id)
    .where('token_hash', '=', hash)
    .where('expires_at', '>', platform.clock.now())
    .executeTakeFirst()
  const person = row === undefined ? undefined : await findPerson(platform, row.person)
  if (row === undefined || person?.active !== true) return undefined
  // Posts taken away since the sign-in do not count any more.
  const posts = row.posts.map((post) => PostSchema.parse(post)).filter((post) => person.posts.includes(post))
  return { kind: 'person', person, posts }
}

export async function findPerson({ store, hall }: Platform, id: PersonId | string): Promise<PersonRow | undefined> {
  const found = await findEntity(store.db, hall.id, 'person', id)
  return found === undefined ? undefined : PersonRow.parse(found.row)
}
