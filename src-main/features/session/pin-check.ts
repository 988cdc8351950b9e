import { verify } from '@node-rs/argon2'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Sealer } from '../personal/index.ts'

/** Some Argon2id hash nobody's PIN fits: unknown numbers take as long to refuse as wrong PINs. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$3C1z2o1Yb7m8wqPpQv4f8lq0m2Qv3o5r7t9u1w3y5A4'

/** Checks a PIN against the roster's sealed verifier, which works with and without the link. */
export async function checkPin(person: PersonRow | null, secret: string, sealer: Sealer): Promise<Result<PersonRow>> {
  if (person === null || person.verifier === null || !person.active) {
    await verify(NOBODY, secret).catch(() => false)
    return refuse('bad-credentials')
  }
  const verifier = sealer.open(person.verifier, `person:${person.id}:verifier`)
  if (!verifier.ok) return verifier
  return (await verify(verifier.value, secret)) ? ok(person) : refuse('bad-credentials')
}
