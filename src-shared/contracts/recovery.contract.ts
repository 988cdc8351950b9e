// What a seat says and can be asked while its ledger cannot be trusted (ADR 011). Nothing else is served then.
import { Instant } from '#shared/domain/case/case-row.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, command, topic } from './contract.ts'
import { Secret } from './session.contract.ts'

export const BackupFacts = z.object({
  name: z.string(),
  at: Instant,
  bytes: z.int(),
  /** Null: its marks do not hold. */
  commands: z.int().nullable(),
  lastS: z.int().nullable(),
  /** Records beyond it that the file in doubt still has. */
  addable: z.int(),
  /** Commands known to have been stored that neither has. */
  missing: z.int().nullable(),
})
export type BackupFacts = z.infer<typeof BackupFacts>

export const RecoveryStatus = z.object({
  seat: z.string(),
  /** Why the ledger is not trusted: a code of the error catalogue, and what exactly. */
  code: z.string(),
  detail: z.string(),
  file: z.object({ name: z.string(), bytes: z.int().nullable(), changedAt: Instant.nullable(), readable: z.int().nullable() }),
  /** Found page by page, with marks that hold; and rows that only look like records, which are never taken. */
  salvageable: z.object({ commands: z.int(), lastS: z.int(), audit: z.int(), suspects: z.int() }),
  /** Last command by the witness beside the ledger; null when there is none. */
  witnessS: z.int().nullable(),
  /** What the platform was last told; null when it was told nothing, 'unreachable' when it cannot be asked. */
  anchor: z.union([z.object({ s: z.int(), auditN: z.int(), at: Instant }), z.literal('unreachable')]).nullable(),
  backups: z.array(BackupFacts),
  /** Commands known to have been stored that going on with the file as it is, or making it anew of what is found, lacks. */
  missing: z.object({ current: z.int(), salvage: z.int() }),
  /** The file is whole in itself: one may go on with it. */
  canGoOn: z.boolean(),
  /** No backup can be used and the file cannot be gone on with: only what carries its mark is left. */
  canRebuild: z.boolean(),
  /**
   * Of looking again. Nothing: the file was never called suspect. Proof: it was, and all of it must hold first. Leader: the
   * platform contradicts it, so a person answers for it too.
   */
  retryNeeds: z.enum(['nothing', 'proof', 'leader']),
  /** Nobody is known on this machine: the platform must check the leader's PIN. */
  hasRoster: z.boolean(),
  busy: z.boolean(),
  zoneOffsetMinutes: z.int(),
})
export type RecoveryStatus = z.infer<typeof RecoveryStatus>

/**
 * This machine's own key is gone (`sealed-unreadable`), or what was sealed under it (`credential-missing`): it has neither its
 * credential nor the hall's keys, and so nobody's PIN can be checked. Or the platform has revoked its credential
 * (`device-revoked`).
 */
export const KeyTrouble = z.object({
  seat: z.string(),
  code: z.string(),
  detail: z.string(),
  /** A leader has made a recovery code here, and it would help. */
  hasCode: z.boolean(),
  /** Another enrolment leaves the machine its key; else it gets a new one. */
  keepsKey: z.boolean(),
  /** Commands in the ledger, which is readable without that key; null until they are counted, or when they cannot be. */
  readable: z.int().nullable(),
})
export type KeyTrouble = z.infer<typeof KeyTrouble>

/** Who answers for it: a shift leader or an administrator, by PIN. */
const leader = { person: PersonId, secret: Secret }

/** What walks gigabytes of ledger and backups, or waits for who does: its end is worth waiting for. */
const WALK_LIMIT_MS = 60 * 60_000

export const recoveryContract = {
  /** Why the ledger is not trusted, known at once: `status` takes as long as it takes to look at it. Null while it is trusted. */
  cause: topic({ in: z.object({}), out: z.object({ code: z.string(), detail: z.string() }).nullable(), access: access.desk }),
  /** Null while the ledger is trusted. */
  status: topic({ in: z.object({}), out: RecoveryStatus.nullable(), access: access.desk }),
  /** For walls: only that it is so. */
  brief: topic({ in: z.object({}), out: z.object({ isRecovering: z.boolean() }), access: access.shown }),
  /** Makes the ledger anew out of a backup, of the file as it is, or of what can be found in it; the host starts again. */
  restore: command({
    in: z.object({ ...leader, from: z.enum(['backup', 'current', 'salvage']), name: z.string().max(80).nullable() }),
    out: z.object({ commands: z.int(), salvaged: z.int(), missing: z.int(), quarantine: z.string() }),
    access: access.desk,
    limitMs: WALK_LIMIT_MS,
  }),
  /** One archive of the files in doubt for support; where it lies on this machine. */
  export: command({
    in: z.object(leader),
    out: z.object({ file: z.string(), bytes: z.int() }),
    access: access.desk,
    limitMs: WALK_LIMIT_MS,
  }),
  /** Null while this machine's key is as it should be. */
  key: topic({ in: z.object({}), out: KeyTrouble.nullable(), access: access.desk }),
  /** Brings the key back with the code a leader has written down; the host starts again. */
  unlock: command({ in: z.object({ code: z.string().max(80) }), out: z.null(), access: access.desk }),
  /**
   * Enrols this machine once more under its seat, with a one-time code of the administrator: it gets its credential, the hall's
   * keys and, where its own is gone, a new key. What it had stored stays and is sent. The host starts again.
   */
  enrol: command({ in: z.object({ code: z.string().trim().min(8).max(128) }), out: z.null(), access: access.desk }),
  /**
   * Looks again: the disk or the key may be back. The host starts again. Refuses with what is wrong where the ledger was called
   * suspect and does not hold, and while one is made anew. `leader`: only where `retryNeeds` says so.
   */
  retry: command({
    in: z.object({ leader: z.object(leader).nullable() }),
    out: z.null(),
    access: access.desk,
    limitMs: WALK_LIMIT_MS,
  }),
}
