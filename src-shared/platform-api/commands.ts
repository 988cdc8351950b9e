// POST /v1/commands: how acts reach the authority. A seat sends in lanes from its ledger; an online client
// (department page, inspector's handset) sends one act at a time without a ledger.
import { ActBody } from '#shared/domain/case/acts.ts'
import { CaseRow, Instant } from '#shared/domain/case/case-row.ts'
import { Post } from '#shared/domain/case/terms.ts'
import { CaseId, CmdId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'

/** SHA-256, lower-case hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** The highest number of a line in a ledger: a seat that wrote ten a second would come to it in seven years. */
export const LAST_LEDGER_NUMBER = 2_147_483_647

/** What the act builds on: a state version, an own command still on its way, or nothing (a new case, notes, evidence). */
export const Base = z.union([z.object({ ver: z.int().min(0) }), z.object({ after: CmdId }), z.null()])
export type Base = z.infer<typeof Base>

const common = {
  id: CmdId,
  caseId: CaseId,
  base: Base,
  body: ActBody,
  at: Instant,
  person: PersonId,
  post: Post,
  timeDoubt: z.boolean(),
  offline: z.boolean(),
}

/**
 * A command out of a seat's ledger. `s` is contiguous per seat from 1; `lanes` names every lane it stands in with its
 * contiguous number `n` there (lane = case id). `hash` = SHA-256 of the canonical JSON of all members but `hash`;
 * `prev` is the hash of command s - 1 (64 zeros for the first).
 */
export const SeatCommand = z.object({
  ...common,
  seat: SeatId,
  s: z.int().min(1).max(LAST_LEDGER_NUMBER),
  lanes: z
    .array(z.object({ lane: CaseId, n: z.int().min(1).max(LAST_LEDGER_NUMBER) }))
    .min(1)
    .max(4),
  /** Sign-in under which it was done; unattested ones happened offline. */
  signIn: z.string().max(64),
  prev: Sha256,
  hash: Sha256,
})
export type SeatCommand = z.infer<typeof SeatCommand>

/** An act of somebody who is online by definition; the platform orders it itself. */
export const OnlineCommand = z.object({ ...common, seat: z.null(), s: z.null() })
export type OnlineCommand = z.infer<typeof OnlineCommand>

export const CommandsRequest = z.object({
  commands: z
    .array(z.union([SeatCommand, OnlineCommand]))
    .min(1)
    .max(200),
})
export type CommandsRequest = z.infer<typeof CommandsRequest>

/** Who and what stands in the way, for base / mine / theirs. */
export const Current = z.object({ row: CaseRow.nullable(), byName: z.string(), bySeat: SeatId.nullable(), at: Instant })
export type Current = z.infer<typeof Current>

export const Outcome = z.discriminatedUnion('result', [
  z.object({ id: CmdId, result: z.literal('accepted'), epoch: z.string(), seq: z.int(), ver: z.int() }),
  z.object({
    id: CmdId,
    result: z.literal('rejected'),
    code: z.string(),
    detail: z.string().nullable(),
    current: Current.nullable(),
  }),
  /** Not settled: ask again later, the lane waits. */
  z.object({ id: CmdId, result: z.literal('retry'), code: z.string(), afterMs: z.int().min(0) }),
  /** Not settled: the lane's next number should be `expected` (HTTP 409). */
  z.object({ id: CmdId, result: z.literal('gap'), lane: CaseId, expected: z.int().min(1) }),
  /** Never settled: the same id came with another body (HTTP 422). */
  z.object({ id: CmdId, result: z.literal('mismatch'), code: z.literal('body-mismatch') }),
])
export type Outcome = z.infer<typeof Outcome>

/** 200 when all are accepted or rejected; 409 when one met a lane gap; 422 when one came with another body. */
export const CommandsReply = z.object({ outcomes: z.array(Outcome) })
export type CommandsReply = z.infer<typeof CommandsReply>

/** For so long a platform knows what became of a command, at least. */
export const OUTCOMES_KEPT_MS = 90 * 86_400_000

/** GET /v1/commands/outcomes?ids=a,b: what became of commands after an epoch change or a lost reply; without unknown ids. */
export const OutcomesReply = z.object({ outcomes: z.array(Outcome) })
