import { Instant } from '#shared/domain/case/case-row.ts'
import { CaseAction, CaseState } from '#shared/domain/case/terms.ts'
import { CaseId, CaseNo, CmdId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, command, topic } from './contract.ts'

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
  /** Last word from the platform; what is shown is as of then. */
  lastContactAt: Instant.nullable(),
  /** While catching up: changes still to come, per second. */
  behind: z.int(),
  ratePerSecond: z.number(),
  /** Platform clock minus this machine's, ms; null when unknown. */
  clockOffsetMs: z.number().nullable(),
  /** The epoch the machine believes in: host time of this message, so that windows show one clock. */
  hostTime: Instant,
})
export type LinkStatus = z.infer<typeof LinkStatus>

/** One field that differs, for 原来 / 我的 / 对方. Values are words ready to show; null = nothing. */
export const FieldDifference = z.object({
  field: z.string(),
  base: z.string().nullable(),
  mine: z.string().nullable(),
  theirs: z.string().nullable(),
})

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
  attempts: z.int(),
  refusal: z
    .object({
      code: z.string(),
      detail: z.string().nullable(),
      byName: z.string().nullable(),
      bySeat: z.string().nullable(),
      at: Instant.nullable(),
      state: CaseState.nullable(),
      differences: z.array(FieldDifference),
    })
    .nullable(),
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

export const linkContract = {
  status: topic({ in: z.object({}), out: LinkStatus, access: access.shown }),
}

export const outboxContract = {
  tray: topic({
    in: z.object({}),
    out: z.object({ entries: z.array(OutboxEntry), oldestAt: Instant.nullable() }),
    access: access.seat,
  }),
  /** again: the same act on the case as it is now, as a new command at the end; withdraw: given up, kept on record. */
  settle: command({ in: z.object({ id: CmdId, choice: z.enum(['again', 'withdraw']) }), out: z.null(), access: access.seat }),
}
