import { Instant } from '#shared/domain/case/case-row.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, command, query } from './contract.ts'
import type { Access } from './contract.ts'
import { Secret } from './session.contract.ts'

/** Those who answer for a shift or the hall. */
const leaders = { ...access.seat, posts: ['shift-leader', 'administrator'] } as const satisfies Access

/** One line of 操作记录: who, when, on which post, what, to what, with what result. */
export const AuditRow = z.object({
  n: z.int().min(1),
  at: Instant,
  person: PersonId.nullable(),
  personName: z.string(),
  post: z.string().nullable(),
  /** Dotted word: session.sign-in, case.reveal-phone ... */
  what: z.string(),
  subject: z.string().nullable(),
  result: z.enum(['ok', 'refused']),
  detail: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

/** What an export says of itself; `signature` is Ed25519 over the canonical JSON of all other members. */
export const AuditManifest = z.object({
  format: z.literal('wanmi-audit-1'),
  hall: z.string(),
  seat: z.string(),
  device: z.string(),
  /** The period asked for; entries between the first and the last in it are all there, whatever their clock said. */
  from: Instant,
  to: Instant,
  exportedAt: Instant,
  exportedBy: PersonId,
  entries: z.int().min(1),
  first: z.object({ n: z.int().min(1), prev: z.string() }),
  last: z.object({ n: z.int().min(1), hash: z.string() }),
  /** Of the file beside it, lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Ed25519, base64url of SPKI; the platform's list of devices has it too. */
  publicKey: z.string(),
  signature: z.string(),
})
export type AuditManifest = z.infer<typeof AuditManifest>

/** 数据保护: how what lies on this machine is kept from others. */
export const Protection = z.object({
  /** Does the data folder lie on an encrypted volume? */
  disk: z.object({ encrypted: z.enum(['yes', 'no', 'unknown']), how: z.string() }),
  /** Keys personal fields are sealed under, the current one first; none on a wall. */
  hallKeys: z.array(z.string()),
  /** A code was made here and said to be noted. */
  hasRecoveryCode: z.boolean(),
  trail: z.object({ first: z.int(), last: z.int(), exportedTo: z.int(), cutAt: Instant.nullable() }),
})
export type Protection = z.infer<typeof Protection>

export const auditContract = {
  /** Newest first, in pages: go on with `next` as `before`; a page may be empty while there is more to look through. */
  entries: query({
    in: z.object({
      before: z.int().min(1).nullable(),
      limit: z.int().min(1).max(200),
      /** In person, subject, detail. */
      text: z.string().max(80),
      /** Beginning of the dotted word; empty: all. */
      what: z.string().max(40),
      from: Instant.nullable(),
      to: Instant.nullable(),
    }),
    out: z.object({ rows: z.array(AuditRow), next: z.int().nullable(), last: z.int() }),
    access: leaders,
  }),
  /** A period as two files; the export itself is an entry too. */
  exportPeriod: command({
    in: z.object({ from: Instant, to: Instant }),
    out: z.object({ name: z.string(), lines: z.string(), manifest: z.string() }),
    access: leaders,
  }),
  /** A window is about to hand out or print what it shows; it does so only when this was written down. */
  record: command({
    in: z.object({ what: z.enum(['export', 'print']), subject: z.string().trim().min(1).max(200) }),
    out: z.null(),
    access: access.seat,
  }),
  protection: query({ in: z.object({}), out: Protection, access: leaders }),
  /**
   * A new recovery code for this machine's key; told once, never stored. One's own PIN again: whoever finds an unlocked seat gets
   * none. The former code is good until this one is said to be noted.
   */
  makeRecoveryCode: command({ in: z.object({ secret: Secret }), out: z.object({ code: z.string() }), access: leaders }),
  /** The code that was just told is noted: the former one is worth nothing any more. */
  confirmRecoveryCode: command({ in: z.object({ code: z.string().max(80) }), out: z.null(), access: leaders }),
}
