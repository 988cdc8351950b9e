import { CaseId, CaseNo, CmdId, DepartmentId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { CaseAction, CaseSource, CaseState, ClockKind, Limit, Post } from './terms.ts'

/** Epoch milliseconds between 1970 and 9999. */
export const Instant = z.int().min(0).max(253_402_300_799_999)
export type Instant = z.infer<typeof Instant>

/** WGS-84 degrees (equal to CGCS2000 at this scale). */
export const Lng = z.number().min(-180).max(180)
export const Lat = z.number().min(-90).max(90)

/** A personal field under the hall key, see ADR 008: `s1.<key id>.<base64url>`; nobody without the key can read it. */
export const Sealed = z
  .string()
  .regex(/^s1\.[0-9a-z]{1,16}\.[A-Za-z0-9_-]{20,20000}$/)
  .brand<'Sealed'>()
export type Sealed = z.infer<typeof Sealed>

/**
 * Personal numbers that stood in a text field and are masked there. `sealed` holds what was typed, bound to case, act and field
 * (`case:<case>:<act>.<field>`); `act` is the one it was first typed with, which a repeated act keeps.
 */
export const HiddenNumbers = z.object({
  field: z.string().regex(/^[a-zA-Z.]{1,40}$/),
  act: CmdId,
  sealed: Sealed,
  count: z.int().min(1).max(400),
  /** Keyed hashes of the telephone numbers among them. */
  phoneKeys: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(400),
})
export type HiddenNumbers = z.infer<typeof HiddenNumbers>

/** Text every store can keep: no NUL (PostgreSQL refuses it) and no half of a surrogate pair (UTF-8 has none). */
export const storableText = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'holds characters that cannot be stored')

export const Pause = z.object({ from: Instant, to: Instant.nullable(), why: z.enum(['verify-out', 'on-account', 'call-back']) })
export type Pause = z.infer<typeof Pause>

/** One running or ended limit. `dueAt` is null while paused; `extensions` adds that many times the original limit. */
export const CaseClock = z.object({
  kind: ClockKind,
  limit: Limit,
  startedAt: Instant,
  pauses: z.array(Pause),
  extensions: z.int().min(0),
  dueAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Frozen when it ended: was it late? */
  late: z.boolean(),
})
export type CaseClock = z.infer<typeof CaseClock>

export const Attachment = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: storableText.max(200),
  mime: storableText.max(100),
  size: z.int().min(0),
  use: z.enum(['report', 'handle', 'check', 'recording']),
})
export type Attachment = z.infer<typeof Attachment>

/** How many files one report or one draft may name. */
export const MOST_FILES = 50
/** And a case at most. */
export const MOST_CASE_FILES = 200

export const CasePlace = z.object({
  lng: Lng.nullable(),
  lat: Lat.nullable(),
  address: storableText.max(400),
  /** 单元网格 15 digits by default */
  grid: storableText.max(24).nullable(),
  /** 责任网格 code */
  dutyGrid: storableText.max(24).nullable(),
  community: storableText.max(60).nullable(),
  street: storableText.max(60).nullable(),
  /** 部件标识码 16 digits by default */
  component: storableText.max(24).nullable(),
})
export type CasePlace = z.infer<typeof CasePlace>

/** The whole case as every process holds it. Platform truth and the seat's effective row have the same shape. */
export const CaseRow = z.object({
  id: CaseId,
  no: CaseNo,
  state: CaseState,
  /** 状态版本: raised by life-cycle actions only; what a command compares its base with. */
  ver: z.int().min(1),
  source: CaseSource,
  /** C = component 部件, E = event 事件, then major 2 and minor 2 digits: "C0101", "E0110". */
  classCode: storableText.max(16),
  className: storableText.max(60),
  /** Filing condition of the class: "C0101-1"; null until chosen. */
  conditionId: storableText.max(24).nullable(),
  catalogueVersion: z.string().max(40),
  areaGrade: z.enum(['A', 'B', 'C']),
  description: storableText.max(4000),
  place: CasePlace,
  reporterName: Sealed.nullable(),
  reporterPhone: Sealed.nullable(),
  /** Keyed hash of the phone number, to find a caller's history without reading it. */
  phoneKey: storableText.max(64).nullable(),
  wantsCallBack: z.boolean(),
  foundAt: Instant.nullable(),
  reportedAt: Instant,
  reportedBy: PersonId.nullable(),
  seat: SeatId.nullable(),
  department: DepartmentId.nullable(),
  /** Who verifies or checks at present. */
  inspector: PersonId.nullable(),
  clocks: z.array(CaseClock),
  /** The running clock's due time, null when none runs; work lists sort by it. */
  dueAt: Instant.nullable(),
  /** 处置截止: the handling clock's due time once dispatched. */
  handleDueAt: Instant.nullable(),
  filedAt: Instant.nullable(),
  dispatchedAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  lastActAt: Instant,
  urgent: z.boolean(),
  supervised: z.int().min(0),
  urged: z.int().min(0),
  reworks: z.int().min(0),
  returns: z.int().min(0),
  extensions: z.int().min(0),
  extensionAsked: z.boolean(),
  onAccountUntil: Instant.nullable(),
  wasOnAccount: z.boolean(),
  /** State to come back to after 挂账 or 核实. */
  resumeTo: CaseState.nullable(),
  appeal: z.enum(['none', 'asked', 'granted', 'refused']),
  /** Excused from evaluation after a granted appeal; the overdue fact itself is kept. */
  exempt: z.boolean(),
  callBack: z.enum(['none', 'due', 'satisfied', 'unsatisfied']),
  /** Last verify or check answer: true = confirmed / fixed. */
  verifyResult: z.boolean().nullable(),
  checkResult: z.boolean().nullable(),
  attachments: z.array(Attachment).max(MOST_CASE_FILES),
  duplicateOf: CaseId.nullable(),
  /** Foreign number of an imported case, unique per source. */
  externalId: storableText.max(120).nullable(),
})
export type CaseRow = z.infer<typeof CaseRow>

/** 流程记录: one line of the append-only story; its id is the command's. */
export const FlowRecord = z.object({
  id: CmdId,
  caseId: CaseId,
  /** Order within the case, from 1. */
  n: z.int().min(1),
  at: Instant,
  action: CaseAction,
  from: CaseState.nullable(),
  to: CaseState,
  person: PersonId.nullable(),
  personName: storableText.max(60),
  post: Post,
  seat: SeatId.nullable(),
  /** Opinion, reason or note in the person's words. */
  words: storableText.max(2000),
  /** Who is asked next: a department, an inspector, or nobody. */
  receiver: storableText.max(60).nullable(),
  /** 时间存疑: acted under a doubtful clock. */
  timeDoubt: z.boolean(),
  /** Done while the platform was out of reach. */
  offline: z.boolean(),
  /** What is masked in this act's texts; a report's are those of the case's description and address too. */
  hidden: z.array(HiddenNumbers).max(8).optional(),
})
export type FlowRecord = z.infer<typeof FlowRecord>
