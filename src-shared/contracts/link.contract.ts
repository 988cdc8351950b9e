import { Instant } from '#shared/domain/case/case-row.ts'
import { CaseAction, CaseState } from '#shared/domain/case/terms.ts'
import { CaseId, CaseNo, CmdId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { ClaimWord } from './cases.contract.ts'
import { access, command, query, topic } from './contract.ts'
import { RebuildStatus } from './rebuild.contract.ts'

/** 链路阶梯: normal 正常 · jitter 抖动 · offline 离线 · catching-up 追平. */
export const Rung = z.enum(['normal', 'jitter', 'offline', 'catching-up'])
export type Rung = z.infer<typeof Rung>

export const LinkStatus = z.object({
  rung: Rung,
  /** Since when on this rung. */
  since: Instant,
  /** Why, when not normal: a code of the error catalogue. */
  reason: z.string().nullable(),
  /** Commands not yet settled, and rejected ones waiting for a person. */
  waiting: z.int(),
  rejected: z.int(),
  /** Last word from the platform. Stands still while old data waits for its rebuild. */
  lastContactAt: Instant.nullable(),
  /** 截至: what is shown holds everything the platform had said until then; null where nobody knows. Stands still during 追平. */
  freshAt: Instant.nullable(),
  /** While catching up: changes still to come, per second. */
  behind: z.int(),
  ratePerSecond: z.number(),
  /** The machine's copy is being made, for the first time or anew; what is shown meanwhile is as of `freshAt`. */
  rebuild: RebuildStatus.nullable(),
  /** Platform clock minus this machine's, ms; null when unknown. */
  clockOffsetMs: z.number().nullable(),
  /** 时间存疑: this machine may have slept, or its clock was set, and the platform has not been heard since. */
  timeDoubt: z.boolean(),
  /** The epoch the machine believes in: host time of this message, so that windows show one clock. */
  hostTime: Instant,
})
export type LinkStatus = z.infer<typeof LinkStatus>

/** One field that differs, for 原来 / 我的 / 对方. Values are words ready to show, times ISO; null = nothing. */
export const FieldDifference = z.object({
  field: z.string(),
  base: z.string().nullable(),
  mine: z.string().nullable(),
  theirs: z.string().nullable(),
  /** A side can be chosen: the act itself decides this field. */
  open: z.boolean(),
})
export type FieldDifference = z.infer<typeof FieldDifference>

/** One line of the tray; those that wait for a person come first, held ones beneath their cause. */
export const OutboxEntry = z.object({
  id: CmdId,
  s: z.int(),
  caseId: CaseId,
  no: CaseNo.nullable(),
  className: z.string(),
  action: CaseAction,
  at: Instant,
  personName: z.string(),
  state: z.enum(['waiting', 'sending', 'rejected', 'held']),
  /** Position in the outbox from 1, null when rejected or held. */
  position: z.int().nullable(),
  /** Position of the one of the same case that goes first. */
  after: z.int().nullable(),
  /** Of a held one: the rejected one it hangs on. */
  causeId: CmdId.nullable(),
  /** Code of the platform's refusal. */
  code: z.string().nullable(),
  /** Who ordered it while the platform was away; absent where the platform orders. */
  claim: ClaimWord.optional(),
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

/** One that is held, with what was written for it: whoever gives it up sees what that is. */
export const HeldEntry = OutboxEntry.extend({ words: z.string() })
export type HeldEntry = z.infer<typeof HeldEntry>

const RefusalOut = z.object({ code: z.string(), detail: z.string().nullable() })

/** Everything about one entry that a person decides with. */
export const OutboxDetail = z.object({
  entry: OutboxEntry,
  /** 原来: the row the act was based on; null where none is kept. */
  ground: z.object({ ver: z.int(), at: Instant }).nullable(),
  /** 对方: how the case stands now and who brought it there; null when there is no such case. */
  theirs: z
    .object({
      ver: z.int(),
      state: CaseState,
      byName: z.string().nullable(),
      bySeat: z.string().nullable(),
      at: Instant.nullable(),
    })
    .nullable(),
  refusal: RefusalOut.nullable(),
  differences: z.array(FieldDifference),
  /** Further fields that are alike on all sides. */
  same: z.int(),
  /** The act that doing it again would make now, and why it cannot be made; 'reason-required' asks for words first. */
  again: z.object({ action: CaseAction, words: z.string(), refusal: RefusalOut.nullable() }),
  /** Why no side can be chosen field by field; null where one can. */
  mergeRefusal: z.string().nullable(),
  /** Held because of it, in order. */
  dependents: z.array(HeldEntry),
  offline: z.boolean(),
  /** 时间存疑. */
  timeDoubt: z.boolean(),
})
export type OutboxDetail = z.infer<typeof OutboxDetail>

const trayAsk = z.object({
  /** person: what waits for a decision; waiting: what goes by itself. */
  show: z.enum(['all', 'person', 'waiting']).default('all'),
  /** In number, class, person and act. */
  text: z.string().max(60).default(''),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(100),
})
const trayPage = z.object({
  /** Of the first entry, as asked. */
  offset: z.int(),
  entries: z.array(OutboxEntry).max(200),
  /** Entries that fit the question. */
  total: z.int(),
  /** All there are. */
  counts: z.object({ waiting: z.int(), rejected: z.int(), held: z.int() }),
  oldestAt: Instant.nullable(),
})
export type OutboxPage = z.infer<typeof trayPage>

/** What is to become of the entries that are held because of the one decided on. */
export const DependentsChoice = z.enum(['again', 'withdraw', 'leave'])
export type DependentsChoice = z.infer<typeof DependentsChoice>

const Decision = z.object({
  id: CmdId,
  /**
   * again: the same act on the case as it is now; merge: the act with the sides chosen, as 改派 or 派遣 where the case needs that;
   * withdraw: given up, kept on record. New commands go to the end.
   */
  choice: z.enum(['again', 'merge', 'withdraw']),
  /** Of merge: side by field; what is not named is mine. */
  sides: z.record(z.string().max(40), z.enum(['mine', 'theirs'])).default({}),
  /** Why it is withdrawn (required), or the reason of the new act where it needs one. */
  words: z.string().max(2000).default(''),
  dependents: DependentsChoice.default('withdraw'),
  /** State version of the case the person decided on; a case that moved on meanwhile is shown first. */
  seenVer: z.int().nullable().default(null),
})

export const linkContract = {
  status: topic({ in: z.object({}), out: LinkStatus, access: access.shown }),
}

export const outboxContract = {
  tray: topic({ in: trayAsk, out: trayPage, access: access.seat }),
  /** The same as a question, for a list to hand over. */
  page: query({ in: trayAsk, out: trayPage, access: access.seat }),
  /** Null when it is not in the ledger. */
  entry: topic({ in: z.object({ id: CmdId }), out: OutboxDetail.nullable(), access: access.seat }),
  settle: command({
    in: Decision,
    /** `undoUntil`: until when a withdrawal can be taken back, host time; null when something was sent. */
    out: z.object({ settled: z.array(CmdId), again: z.array(CmdId), undoUntil: Instant.nullable() }),
    access: access.seat,
  }),
  /** Takes a withdrawal back, with the entries that were withdrawn along; asked again when that is done, it is done. */
  takeBack: command({ in: z.object({ id: CmdId }), out: z.null(), access: access.seat }),
}
