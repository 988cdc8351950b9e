import { z } from '#shared/kernel/zod.ts'

/** 岗位: acceptor, shift leader, dispatcher, inspector, department worker, evaluator, administrator. */
export const Post = z.enum([
  'acceptor',
  'shift-leader',
  'dispatcher',
  'inspector',
  'department',
  'evaluator',
  'administrator',
  'system',
])
export type Post = z.infer<typeof Post>

/**
 * Case states. reported 待受理 · verifying 核实在外 · accepted 待立案 · filed 待派遣 · handling 处置中 · answered 待核查 ·
 * checking 核查在外 · checked 待结案 · closed 已结案 · refused 不立案 · voided 作废 · on-account 挂账.
 */
export const CaseState = z.enum([
  'reported',
  'verifying',
  'accepted',
  'filed',
  'handling',
  'answered',
  'checking',
  'checked',
  'closed',
  'refused',
  'voided',
  'on-account',
])
export type CaseState = z.infer<typeof CaseState>

/** States in which nothing more is owed to anybody. */
export const endStates: readonly CaseState[] = ['closed', 'refused', 'voided']

/** 问题来源 (domain-facts 3, values in use). */
export const CaseSource = z.enum([
  'inspector',
  'self-handled',
  'hotline',
  'video',
  'citizen-app',
  'web',
  'leader',
  'referral',
  'letter',
  'media',
  'import',
])
export type CaseSource = z.infer<typeof CaseSource>

/**
 * Everything that can be done to a case. `report` makes it; `supervise`, `urge`, `note` and `attach` commute and leave the
 * state version alone.
 * Diagram and table: docs/life-cycle.md, generated.
 */
export const CaseAction = z.enum([
  'report',
  'accept',
  'send-verify',
  'answer-verify',
  'file',
  'refuse',
  'void',
  'dispatch',
  'return',
  're-dispatch',
  'answer',
  'request-extension',
  'approve-extension',
  'refuse-extension',
  'put-on-account',
  'resume',
  'send-check',
  'answer-check',
  'rework',
  'close',
  'close-self-handled',
  'appeal',
  'grant-appeal',
  'refuse-appeal',
  'supervise',
  'urge',
  'call-back',
  'note',
  'attach',
])
export type CaseAction = z.infer<typeof CaseAction>

/** 时限类型: urgent clock hours 紧急工作时, working hours 工作时, working days 工作日, natural days 自然日; minutes for desk clocks. */
export const LimitKind = z.enum(['urgent-hours', 'working-hours', 'working-days', 'natural-days', 'desk-minutes'])
export type LimitKind = z.infer<typeof LimitKind>

export const Limit = z.object({ kind: LimitKind, value: z.number().positive().max(100_000) })
export type Limit = z.infer<typeof Limit>

/** Which limit a clock runs: the desk steps and the department's handling. */
export const ClockKind = z.enum(['accept', 'verify', 'file', 'dispatch', 'handle', 'send-check', 'check', 'close'])
export type ClockKind = z.infer<typeof ClockKind>
