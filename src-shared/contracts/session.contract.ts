import { Post } from '#shared/domain/case/terms.ts'
import { Instant } from '#shared/domain/case/case-row.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, command, query, topic } from './contract.ts'

export const Secret = z.string().min(4).max(128)

/** Who sits here. `attested` is false while only this machine has checked the PIN. */
export const SignedIn = z.object({
  signIn: z.string(),
  person: PersonId,
  name: z.string(),
  posts: z.array(Post),
  shift: z.object({ id: z.string(), name: z.string(), from: z.string(), to: z.string() }).nullable(),
  since: Instant,
  locked: z.boolean(),
  attested: z.boolean(),
})
export type SignedIn = z.infer<typeof SignedIn>

export const SessionStatus = z.object({
  hallName: z.string(),
  seat: z.string(),
  version: z.string(),
  zoneOffsetMinutes: z.int(),
  signedIn: SignedIn.nullable(),
  shifts: z.array(z.object({ id: z.string(), name: z.string(), from: z.string(), to: z.string() })),
  /** The roster has arrived, so people can sign in with or without the link. */
  rosterSize: z.int(),
  /** Offline sign-in works until then (null: in contact). */
  offlineUntil: Instant.nullable(),
  /** From when on two persons may add a day to that (null: in contact). */
  extendFrom: Instant.nullable(),
  idleLockMinutes: z.int(),
  cache: z.object({ cases: z.int(), components: z.int(), syncedAt: Instant.nullable() }),
  /** What awaits the one who takes over. */
  handover: z.object({ overdue: z.int(), dueWithinHour: z.int() }),
  /** Somebody else's locked session with drafts that stay invisible to others. */
  left: z.object({ name: z.string(), at: Instant, drafts: z.int() }).nullable(),
})
export type SessionStatus = z.infer<typeof SessionStatus>

export const sessionContract = {
  status: topic({ in: z.object({}), out: SessionStatus, access: access.open }),
  /** Name and posts behind a number typed on the sign-in page; null when unknown. */
  lookUp: query({
    in: z.object({ person: PersonId }),
    out: z.object({ name: z.string(), posts: z.array(Post) }).nullable(),
    access: access.desk,
  }),
  signIn: command({
    in: z.object({ person: PersonId, secret: Secret, posts: z.array(Post).min(1).max(8), shift: z.string().max(40).nullable() }),
    out: SignedIn,
    access: access.desk,
  }),
  lock: command({ in: z.object({}), out: z.null(), access: access.seat }),
  unlock: command({ in: z.object({ secret: Secret }), out: SignedIn, access: access.desk }),
  /** A shift leader and a second person add 24 hours to signing in without the platform, while it is out of reach; audited. */
  extendOffline: command({
    in: z.object({ leader: PersonId, leaderSecret: Secret, second: PersonId, secondSecret: Secret }),
    out: z.object({ offlineUntil: Instant }),
    access: access.desk,
  }),
  signOut: command({ in: z.object({}), out: z.null(), access: access.desk }),
}
