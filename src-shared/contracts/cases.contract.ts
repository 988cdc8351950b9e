import { ActBody } from '#shared/domain/case/acts.ts'
import { CaseClock, CaseRow, FlowRecord, Instant } from '#shared/domain/case/case-row.ts'
import { CaseAction, CaseState, ClockKind, Post } from '#shared/domain/case/terms.ts'
import { workLists } from '#shared/domain/case/work-lists.ts'
import { CaseId, CaseNo, CmdId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, command, query, topic } from './contract.ts'

/** 工作列表, by the step that waits. */
export const WorkListId = z.enum(workLists)
export type WorkListId = z.infer<typeof WorkListId>

/** Who ordered an act while the platform was away: granted 本厅裁定 by the hall's relay, unordered 未裁定 by nobody. */
export const ClaimWord = z.enum(['granted', 'unordered'])
export type ClaimWord = z.infer<typeof ClaimWord>

/** One line of a list. `pending`: acts on it that the platform has not confirmed, own and neighbours'. */
export const CaseBrief = z.object({
  id: CaseId,
  no: CaseNo,
  state: CaseState,
  className: z.string(),
  classCode: z.string(),
  address: z.string(),
  source: z.string(),
  reportedAt: Instant,
  reportedByName: z.string().nullable(),
  dueAt: Instant.nullable(),
  /** When the last quarter of the running limit begins, so that a window can tell 临期 by itself as time passes. */
  attentionAt: Instant.nullable(),
  urgent: z.boolean(),
  departmentName: z.string().nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  pending: z.int(),
  /** Other seats of the hall whose acts are among them. */
  neighbours: z.array(SeatId).optional(),
  /** The weakest word on who ordered them; absent where the platform orders. */
  claim: ClaimWord.optional(),
})
export type CaseBrief = z.infer<typeof CaseBrief>

export const WorkListCount = z.object({ list: WorkListId, total: z.int(), attention: z.int(), overdue: z.int() })

export const AllowedAction = z.object({
  action: CaseAction,
  post: Post,
  /** Null when allowed; else the code and the guard that stands in the way, for the disabled button's words. */
  refusedBy: z.object({ code: z.string(), detail: z.string().nullable() }).nullable(),
})

/** A case as the desk shows it: personal fields masked, names resolved. */
export const CaseView = z.object({
  row: CaseRow.omit({ reporterName: true, reporterPhone: true, phoneKey: true }),
  reporter: z.object({ name: z.string(), phoneMasked: z.string(), revealable: z.boolean() }).nullable(),
  names: z.object({
    department: z.string().nullable(),
    inspector: z.string().nullable(),
    reportedBy: z.string().nullable(),
    dutyGrid: z.string().nullable(),
    condition: z.string().nullable(),
    closing: z.string().nullable(),
  }),
  flow: z.array(
    FlowRecord.omit({ hidden: true }).extend({
      pending: z.boolean(),
      pendingAt: z.int().nullable(),
      claim: ClaimWord.optional(),
    }),
  ),
  /** Telephone and identity numbers masked in its texts; a reason shows them. */
  hiddenNumbers: z.int(),
  actions: z.array(AllowedAction),
  pending: z.array(z.object({ id: CmdId, s: z.int(), action: CaseAction, at: Instant })),
  /** Time of the platform's newest word on this case. */
  asOf: Instant.nullable(),
})
export type CaseView = z.infer<typeof CaseView>

export const ClockExplanation = z.object({
  clock: CaseClock,
  counted: z.array(z.object({ from: Instant, to: Instant })),
  skipped: z.array(z.object({ from: Instant, to: Instant, why: z.string(), name: z.string().nullable() })),
  usedMs: z.number(),
  limitMs: z.number(),
  dueAt: Instant.nullable(),
})
export type ClockExplanation = z.infer<typeof ClockExplanation>

/** "Saved": stands in this machine's ledger. `waiting` = commands before it in the outbox. */
export const Saved = z.object({ cmdId: CmdId, s: z.int(), caseId: CaseId, no: CaseNo, waiting: z.int() })
export type Saved = z.infer<typeof Saved>

export const SearchHit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('case'), brief: CaseBrief, excerpt: z.string() }),
  z.object({ kind: z.literal('component'), code: z.string(), name: z.string(), lng: z.number(), lat: z.number() }),
  z.object({ kind: z.literal('place'), id: z.string(), name: z.string(), detail: z.string(), lng: z.number(), lat: z.number() }),
  z.object({ kind: z.literal('street'), id: z.string(), name: z.string(), lng: z.number(), lat: z.number() }),
  z.object({ kind: z.literal('grid'), code: z.string(), name: z.string(), lng: z.number(), lat: z.number() }),
])
export type SearchHit = z.infer<typeof SearchHit>

/** What has been filled in for a step that is not taken yet. */
export const KeptAct = z.object({
  action: CaseAction,
  answers: z.object({
    department: z.string().max(32),
    inspector: z.string().max(32),
    conditionId: z.string().max(24),
    areaGrade: z.enum(['A', 'B', 'C']),
    urgent: z.boolean(),
    until: Instant.nullable(),
    yes: z.boolean().nullable(),
    words: z.string().max(4000),
  }),
})
export type KeptAct = z.infer<typeof KeptAct>

/** What was found of it on disk; `answers` null: something is there, and this machine cannot read it now. */
export const FoundAct = KeptAct.extend({ answers: KeptAct.shape.answers.nullable() })
export type FoundAct = z.infer<typeof FoundAct>

/** Which step of which case has been begun; the case may be none of this machine's any more. */
export const BegunStep = z.object({
  caseId: CaseId,
  action: CaseAction,
  no: CaseNo.nullable(),
  className: z.string(),
  savedAt: Instant,
})
export type BegunStep = z.infer<typeof BegunStep>

export const casesContract = {
  counts: topic({
    in: z.object({}),
    out: z.object({ lists: z.array(WorkListCount), drafts: z.int(), asOf: Instant.nullable() }),
    access: access.seat,
  }),
  list: topic({
    in: z.object({ list: WorkListId, offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    out: z.object({ rows: z.array(CaseBrief), total: z.int(), asOf: Instant.nullable() }),
    access: access.seat,
  }),
  view: topic({ in: z.object({ id: CaseId }), out: CaseView.nullable(), access: access.seat }),
  /**
   * Any life-cycle step of my posts on a case that exists. `seenVer` is the state version the operator looked at. `id` is made by
   * the window before it asks: asked again with the same one, because the answer was lost, the act is done once and answered as
   * saved.
   */
  act: command({
    in: z.object({ id: CmdId.optional(), caseId: CaseId, seenVer: z.int().min(1), body: ActBody }),
    out: Saved,
    access: access.seat,
  }),
  /** Steps of my own that I have begun and not taken, on whatever case, the latest first. */
  begunSteps: topic({ in: z.object({}), out: z.array(BegunStep), access: access.seat }),
  /** Steps of my own on this case that I have begun and not taken, by action. */
  keptActs: query({ in: z.object({ caseId: CaseId }), out: z.array(FoundAct), access: access.seat }),
  /** Keeps what is typed for a step until it is taken; `answers` null: it is taken, or given up. */
  keepAct: command({
    in: z.object({ caseId: CaseId, action: CaseAction, answers: KeptAct.shape.answers.nullable() }),
    out: z.null(),
    access: access.seat,
  }),
  explainClock: query({ in: z.object({ caseId: CaseId, kind: ClockKind }), out: ClockExplanation, access: access.seat }),
  revealPhone: command({
    in: z.object({ caseId: CaseId, reason: z.string().trim().min(1).max(200) }),
    out: z.object({ name: z.string(), phone: z.string() }),
    access: access.seat,
  }),
  revealNumbers: command({
    in: z.object({ caseId: CaseId, reason: z.string().trim().min(1).max(200) }),
    out: z.object({ numbers: z.array(z.object({ record: CmdId, field: z.string(), plain: z.string(), masked: z.string() })) }),
    access: access.seat,
  }),
  search: query({
    in: z.object({ text: z.string().max(200), limit: z.int().min(1).max(100) }),
    out: z.object({ hits: z.array(SearchHit), asOf: Instant.nullable() }),
    access: access.seat,
  }),
}
