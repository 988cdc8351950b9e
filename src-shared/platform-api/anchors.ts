// How far a seat's ledger has come, told to the platform, so that an older or another ledger in its place is noticed (ADR 011).
import { Instant } from '#shared/domain/case/case-row.ts'
import { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { LAST_LEDGER_NUMBER, Sha256 } from './commands.ts'

/** The ends of a ledger's two chains. Empty chains have number 0 and a hash of 64 zeros. */
export const Anchor = z.object({
  /** Raised by each recovery; within one generation nothing may go back. */
  generation: z.int().min(1).max(1_000_000),
  s: z.int().min(0).max(LAST_LEDGER_NUMBER),
  hash: Sha256,
  auditN: z.int().min(0).max(LAST_LEDGER_NUMBER),
  auditHash: Sha256,
})
export type Anchor = z.infer<typeof Anchor>

/** PUT /v1/anchor; 409 `anchor-contradicts` when it goes back behind what this machine has told before, or denies it. */
export const AnchorTaken = z.object({ time: Instant })

/** GET /v1/anchor */
export const AnchorReply = z.object({
  /** The last one this machine has told; null when it has told none. */
  anchor: Anchor.extend({ at: Instant }).nullable(),
  /** Highest number of a command that has arrived from this seat. */
  lastS: z.int().min(0),
})
export type AnchorReply = z.infer<typeof AnchorReply>

/** POST /v1/lost-acts: an act of this seat that was accepted in this life of the store, and that the store does not know. */
export const LostAct = z.object({ epoch: z.string().min(1).max(64), id: CmdId })
export type LostAct = z.infer<typeof LostAct>

/** Answers the life of the store that goes on: a new one where the seat was right. */
export const LostActTaken = z.object({ epoch: z.string() })

/** GET /v1/lanes: how far this seat has come in each case, by case id in pages; for a ledger that has lost some of it. */
export const LanesReply = z.object({
  lanes: z.array(z.object({ lane: CaseId, n: z.int().min(1) })),
  next: CaseId.nullable(),
})
export type LanesReply = z.infer<typeof LanesReply>
