// What hosts of one hall say to each other (ADR 013). Each host reads a stream of every other: what that one has done and the
// platform does not know yet.
import { CaseAction } from '#shared/domain/case/terms.ts'
import { Instant, storableText } from '#shared/domain/case/case-row.ts'
import { CaseId, CaseNo, CmdId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { Cursor } from '#shared/platform-api/changes.ts'
import { SeatCommand, Sha256 } from '#shared/platform-api/commands.ts'

/** POST here opens the stream, NDJSON. */
export const OFFER_PATH = '/v1/lan/offer'
/** POST here asks the relay. */
export const CLAIM_PATH = '/v1/lan/claims'

/** More ranges than this are left out; the commands in them come once more. */
export const MOST_RANGES = 20_000
export const MOST_COMMANDS = 50
export const MAX_REQUEST_BYTES = 1024 * 1024
/** A full line of commands, each with a full description and all attachments named. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024

/** What the asking host has of the other's commands: ranges of numbers, and the end of the chain it has seen. */
export const OfferRequest = z.object({
  held: z.array(z.tuple([z.int().min(1), z.int().min(1)])).max(MOST_RANGES),
  head: z.object({ s: z.int().min(1), hash: Sha256 }).nullable(),
})
export type OfferRequest = z.infer<typeof OfferRequest>

export const OfferedCommand = z.object({
  command: SeatCommand,
  personName: storableText.max(60),
  no: CaseNo.nullable(),
  claim: z.object({ word: z.enum(['granted', 'unordered']), relay: SeatId.nullable() }).nullable(),
})
export type OfferedCommand = z.infer<typeof OfferedCommand>

export const OfferLine = z.discriminatedUnion('type', [
  /** First of all. `fresh`: what was held is of another ledger, so it begins anew. */
  z.object({ type: z.literal('hello'), seat: SeatId, fresh: z.boolean() }),
  z.object({ type: z.literal('commands'), commands: z.array(OfferedCommand).min(1).max(MOST_COMMANDS) }),
  /** They do not wait any more; `accepted`: where the effect stands in the feed, null when there is none. */
  z.object({
    type: z.literal('gone'),
    gone: z
      .array(z.object({ id: CmdId, s: z.int().min(1), accepted: Cursor.nullable() }))
      .min(1)
      .max(1_000),
  }),
  z.object({ type: z.literal('beat') }),
])
export type OfferLine = z.infer<typeof OfferLine>

/**
 * May this act be the next one on the case? `ver` is the version of the row the person saw, pending acts included; `over` the
 * act that moved it last. Machines that have read different parts of the feed count different versions under the same act.
 */
export const ClaimRequest = z.object({
  cmdId: CmdId,
  caseId: CaseId,
  ver: z.int().min(1),
  over: CmdId.optional(),
  action: CaseAction,
  personName: storableText.max(60),
})
export type ClaimRequest = z.infer<typeof ClaimRequest>

export const ClaimReply = z.discriminatedUnion('word', [
  z.object({ word: z.literal('granted'), relay: SeatId }),
  /** Somebody was first. */
  z.object({
    word: z.literal('refused'),
    relay: SeatId,
    bySeat: SeatId.nullable(),
    byName: z.string().max(60),
    action: CaseAction,
    at: Instant,
  }),
])
export type ClaimReply = z.infer<typeof ClaimReply>
