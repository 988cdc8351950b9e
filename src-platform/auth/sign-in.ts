import { randomUUID } from 'node:crypto'
import type { Post } from '#shared/domain/case/terms.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonRow, SignInReply, SignInRequest } from '#shared/platform-api/people.ts'
import type { Platform } from '../platform.ts'
import { auditIn } from '../store/audit.ts'
import { transact } from '../store/transact.ts'
import { findPerson, nameOf } from './callers.ts'
import type { Caller } from './callers.ts'
import { countFailure, forgetFailures, isLocked } from './lockout.ts'
import { verifySecret } from './secrets.ts'
import { hashToken, mintToken } from './tokens.ts'

const ONLINE_TOKEN_MS = 12 * 3_600_000
/** Each check costs 19 MiB and a core for a while; more at once would only make all of them late. */
const MOST_CHECKS = 8
let checks = 0

/**
 * Signs a person in with all posts asked for, and says so in the audit, or refuses without telling whether the number or the
 * secret was wrong.
 */
export async function signIn(platform: Platform, caller: Caller, request: SignInRequest): Promise<Result<SignInReply>> {
  if (checks >= MOST_CHECKS) return refuse('too-many-calls')
  checks += 1
  try {
    const person = await checkSecret(platform, request.person, request.secret)
    if (!person.ok) return person
    const missing = request.posts.find((post) => !person.value.posts.includes(post))
    if (missing !== undefined) return refuse('wrong-post', missing)
    return ok(await record(platform, caller, person.value, request))
  } finally {
    checks -= 1
  }
}

async function checkSecret(platform: Platform, id: string, secret: string): Promise<Result<PersonRow>> {
  const { store, hall } = platform
  if (await isLocked(platform, id)) return refuse('account-locked')
  const [person, stored] = await Promise.all([
    findPerson(platform, id),
    store.db.selectFrom('person_secret').select('secret').where('hall', '=', hall.id).where('person', '=', id).executeTakeFirst(),
  ])
  const fits = await verifySecret(stored?.secret, secret)
  if (!fits || person?.active !== true) {
    await countFailure(platform, id)
    return refuse('bad-credentials')
  }
  await forgetFailures(platform, id)
  return ok(person)
}

async function record(platform: Platform, caller: Caller, person: PersonRow, request: SignInRequest): Promise<SignInReply> {
  const { store, hall, clock } = platform
  const now = clock.now()
  const id = randomUUID()
  const posts: Post[] = request.posts.length > 0 ? request.posts : person.posts
  const device = caller.kind === 'device' ? caller.device : null
  const online = device === null ? mintToken('person') : null
  await transact(store.db, async (tx) => {
    await tx
      .insertInto('sign_in')
      .values({ id, hall: hall.id, person: person.id, device, posts, shift: request.shift, at: now })
      .execute()
    if (online !== null) {
      await tx.deleteFrom('token').where('hall', '=', hall.id).where('expires_at', '<', now).execute()
      const token = { token_hash: online.hash, sign_in: id, person: person.id, posts, expires_at: now + ONLINE_TOKEN_MS }
      await tx
        .insertInto('token')
        .values({ hall: hall.id, ...token })
        .execute()
    }
    await auditIn(tx, platform, { who: `person:${person.id}`, what: 'signed-in', detail: { by: nameOf(caller) } })
  })
  const { name, department } = person
  return { signIn: id, person: person.id, name, posts, department, token: online?.token ?? null, time: now }
}

/** The token in `authorization`, which has been proved, opens nothing any more. */
export async function endSignIn(platform: Platform, caller: Caller, authorization: string | undefined): Promise<void> {
  const token = authorization?.slice('Bearer '.length) ?? ''
  await transact(platform.store.db, async (tx) => {
    const ended = tx.deleteFrom('token').where('hall', '=', platform.hall.id)
    await ended.where('token_hash', '=', hashToken(token)).execute()
    await auditIn(tx, platform, { who: nameOf(caller), what: 'signed-out', detail: {} })
  })
}
