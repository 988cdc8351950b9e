// Devices, people and what a seat needs to work when nobody can be asked.
import { Instant } from '#shared/domain/case/case-row.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { DepartmentId, DeviceId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'

/** What a machine is for. A wall shows nothing personal, so it gets no hall key and nobody signs in on it. */
export const DeviceRole = z.enum(['seat', 'wall'])
export type DeviceRole = z.infer<typeof DeviceRole>

/** A hall key, base64url of 32 bytes, with the id that stands in what is sealed under it (ADR 008). */
export const HallKeyOut = z.object({ id: z.string().regex(/^[0-9a-z]{1,16}$/), key: z.string().min(43).max(44) })

/** One a month for sixteen years; a further rotation is refused, because every seat reads them all. */
export const MOST_HALL_KEYS = 200

/** GET /v1/hall-keys (seats): every key of the hall; what is sealed from now on is under the current one. */
export const HallKeys = z.object({ current: HallKeyOut.shape.id, keys: z.array(HallKeyOut).min(1).max(MOST_HALL_KEYS) })
export type HallKeys = z.infer<typeof HallKeys>

/** POST /v1/hall-keys (administrator): the hall has a new current key; older ones stay, for what was sealed before. */
export const RotationReply = z.object({ current: HallKeyOut.shape.id, ids: z.array(HallKeyOut.shape.id), resealed: z.int() })
export type RotationReply = z.infer<typeof RotationReply>

/** Ed25519 public key, base64url of its SPKI form: what a seat's exports are signed with. */
export const SigningKey = z.string().regex(/^[A-Za-z0-9_-]{50,80}$/)

/** A machine that is, or was, a seat or a wall. */
export const DeviceOut = z.object({
  id: DeviceId,
  seat: SeatId,
  name: z.string(),
  role: DeviceRole,
  enrolledAt: Instant,
  revokedAt: Instant.nullable(),
  /** As the administrator gave it; null also where the seat was enrolled anew on another machine. */
  revokedReason: z.string().nullable(),
  signingKey: SigningKey.nullable(),
  /** The newest of the hall's keys that the machine has been handed, and since when; null for walls, and until it has asked. */
  key: z.object({ id: HallKeyOut.shape.id, at: Instant }).nullable(),
})
export type DeviceOut = z.infer<typeof DeviceOut>

/** GET /v1/devices (administrators, seats): by seat, the newest of a seat first; which of the hall's keys is the current one. */
export const DevicesReply = z.object({
  devices: z.array(DeviceOut),
  currentKey: z.object({ id: HallKeyOut.shape.id, madeAt: Instant }),
})
export type DevicesReply = z.infer<typeof DevicesReply>

/** DELETE /v1/devices/:id (administrators): why, for the trail and for whoever looks at the list later. */
export const RevocationRequest = z.object({ reason: z.string().trim().min(2).max(200) })
export const RevocationReply = z.object({ id: DeviceId, revokedAt: Instant })
export type RevocationReply = z.infer<typeof RevocationReply>

/** POST /v1/devices with a one-time enrolment code: the machine gets its own credential, its seat and the hall key. */
export const EnrolRequest = z.object({
  code: z.string().min(8).max(128),
  name: z.string().max(80),
  seat: SeatId,
  /**
   * A secret of the machine, base64url of 32 bytes. Who shows the same one with the same code within a day is the machine that
   * has used it and never heard the reply, or could not keep it: it is answered once more, with a new token.
   */
  claim: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
})
export type EnrolRequest = z.infer<typeof EnrolRequest>
export const EnrolReply = z.object({
  deviceId: DeviceId,
  /** Bearer token of the device; kept in a mode-600 file or safeStorage, never in a window. */
  token: z.string().min(32),
  seat: SeatId,
  hall: z.string(),
  role: DeviceRole.default('seat'),
  /** The current hall key; null for a wall. */
  hallKey: HallKeyOut.nullable(),
  /** Keys that older rows are sealed under. */
  olderKeys: z.array(HallKeyOut).max(MOST_HALL_KEYS).default([]),
  /** Where the seat's own numbering stands on the platform: its ledger must go on after it. */
  lastS: z.int().min(0),
})
export type EnrolReply = z.infer<typeof EnrolReply>

/** POST /v1/sign-ins: a person on a device (device token in Authorization), or an online client (no device, kind online). */
export const SignInRequest = z.object({
  person: PersonId,
  secret: z.string().min(4).max(128),
  posts: z.array(Post).max(8),
  shift: z.string().max(40).nullable(),
})
export type SignInRequest = z.infer<typeof SignInRequest>
export const SignInReply = z.object({
  signIn: z.string().max(64),
  person: PersonId,
  name: z.string(),
  posts: z.array(Post),
  department: DepartmentId.nullable(),
  /** Bearer token of an online client; null when a device signed the person in. */
  token: z.string().nullable(),
  time: Instant,
})
export type SignInReply = z.infer<typeof SignInReply>

/**
 * A person as the feed carries it (kind `person`). `verifier` is an Argon2id hash string sealed under the hall key,
 * so that everybody on the roster can sign in on any seat of the hall while the link is down.
 */
export const PersonRow = z.object({
  id: PersonId,
  name: z.string().max(60),
  posts: z.array(Post).max(8),
  department: DepartmentId.nullable(),
  dutyGrid: z.string().max(24).nullable(),
  active: z.boolean(),
  verifier: z.string().nullable(),
  /** Office telephone of staff, not a personal field of a citizen. */
  phone: z.string().max(24).nullable(),
})
export type PersonRow = z.infer<typeof PersonRow>

/** POST /v1/numbers: lease blocks of case numbers for days (local dates YYYYMMDD) to the seat of the device. */
export const LeaseRequest = z.object({
  days: z
    .array(z.string().regex(/^\d{8}$/))
    .min(1)
    .max(14),
  count: z.int().min(1).max(2_000),
  /** Per day the highest serial already held: only blocks beyond it count as an answer, else a further one is leased. */
  after: z.record(z.string().regex(/^\d{8}$/), z.int().min(0).max(99_999)).optional(),
})
export type LeaseRequest = z.infer<typeof LeaseRequest>
export const NumberBlock = z.object({
  day: z.string().regex(/^\d{8}$/),
  district: z.string().regex(/^\d{6}$/),
  from: z.int().min(1),
  to: z.int().max(99_999),
})
export type NumberBlock = z.infer<typeof NumberBlock>
/**
 * Repeating a lease for a day gives the blocks already held; a further one when none lies beyond `after`, or, without `after`,
 * when the platform has seen most of them used. Known blocks may come again. Whoever asks on without its cases arriving is
 * refused 'numbers-exhausted' in the end: the numbers of a day are the hall's.
 */
export const LeaseReply = z.object({ blocks: z.array(NumberBlock) })

/** POST /v1/enrolment-codes (administrator): a code for one enrolment; enrolling a seat anew revokes its former device. */
export const EnrolmentCodeRequest = z.object({
  seat: SeatId,
  /** Left out: a wall when the seat is named like one (W1), else a seat. */
  role: DeviceRole.optional(),
})
export const EnrolmentCodeReply = z.object({ seat: SeatId, code: z.string().min(8).max(128) })

/** PUT /v1/people/:id/secret (administrator): a new PIN or password; the feed carries its new verifier. */
export const SecretRequest = z.object({
  secret: z.string().min(6).max(128),
  /** Leaves a secret that is there already as it is: for whoever brings people in again. */
  onlyIfNone: z.boolean().default(false),
})
export const SecretReply = z.object({ person: PersonId })
