// Guards: named conditions of the moves, each a pure question to the row, the act and the hall's data.
// A guard that depends on what has not been said yet (no body, no hall data, no person) holds: it decides when the act is made.
import type { ActArgs, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseClock, CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'

/** What the life cycle asks of the hall's data. */
export interface HallView {
  readonly catalogue: CatalogueView
  readonly departments: { has(id: string): boolean }
}

export interface GuardFacts {
  readonly row: CaseRow | null
  /** Epoch milliseconds at which the act counts. */
  readonly at: number
  readonly post: Post
  /** Null: an act without a person; undefined: not known yet. */
  readonly person: string | null | undefined
  readonly body: ActBody | undefined
  readonly hall: HallView | undefined
}

export interface Guard {
  readonly code: ErrorCode
  readonly zh: string
  readonly en: string
  readonly holds: (facts: GuardFacts) => boolean
}

/** Each approval adds one original limit, at most twice a case (domain-facts 4, 延期). */
export const MOST_EXTENSIONS = 2
/** 挂账 lasts a year at most; 366 days, so that a leap year is a year. */
export const LONGEST_ON_ACCOUNT_MS = 366 * 86_400_000
export const MOST_ATTACHMENTS = 200

const guard = (code: ErrorCode, zh: string, en: string, holds: Guard['holds']): Guard => ({ code, zh, en, holds })

/** The arguments if the act is this one. */
function argsOf<A extends CaseAction>(facts: GuardFacts, action: A): ActArgs[A] | undefined {
  // The action names its arguments: `ActBody` is the union of exactly these pairs.
  return facts.body?.action === action ? (facts.body.args as ActArgs[A]) : undefined
}

/** The handling clock that was started last, running or ended. */
export function handlingClock(row: CaseRow): CaseClock | undefined {
  return row.clocks.findLast((clock) => clock.kind === 'handle')
}

function departmentAsked(facts: GuardFacts): string | undefined {
  return (argsOf(facts, 'dispatch') ?? argsOf(facts, 're-dispatch'))?.department
}

function classIsKnown(facts: GuardFacts): boolean {
  const code = argsOf(facts, 'report')?.classCode ?? facts.row?.classCode
  return facts.hall === undefined || code === undefined || facts.hall.catalogue.findClass(code) !== undefined
}

function conditionIsOfClass(facts: GuardFacts): boolean {
  const report = argsOf(facts, 'report')
  const conditionId = report === undefined ? argsOf(facts, 'file')?.conditionId : report.conditionId
  const classCode = report?.classCode ?? facts.row?.classCode
  if (facts.hall === undefined || conditionId === undefined || conditionId === null || classCode === undefined) return true
  return facts.hall.catalogue.findClass(classCode)?.conditions.some((condition) => condition.id === conditionId) ?? false
}

/** The catalogue's limit, or the one the case was handled under when the catalogue no longer has its condition. */
function handlingLimitIsKnown({ row, hall }: GuardFacts): boolean {
  if (row === null || hall === undefined || handlingClock(row) !== undefined) return true
  return row.conditionId !== null && hall.catalogue.limitFor(row.conditionId, row.areaGrade) !== undefined
}

function handlingIsInTime({ row, at }: GuardFacts): boolean {
  const clock = row === null ? undefined : handlingClock(row)
  return clock !== undefined && clock.endedAt === null && clock.dueAt !== null && at <= clock.dueAt
}

function endsWithinAYear(facts: GuardFacts): boolean {
  const until = argsOf(facts, 'put-on-account')?.until
  return until === undefined || (until > facts.at && until - facts.at <= LONGEST_ON_ACCOUNT_MS)
}

function isExplainedIfNotFixed(facts: GuardFacts): boolean {
  const args = argsOf(facts, 'close')
  return args === undefined || facts.row?.checkResult !== false || args.words.trim() !== ''
}

const table = {
  'class-known': guard('unknown-class', '小类须在分类目录中', 'The class must be in the catalogue', classIsKnown),
  'condition-of-class': guard(
    'unknown-condition',
    '立案条件须属于该小类',
    'The condition must be one of the class',
    conditionIsOfClass,
  ),
  'not-denied': guard(
    'guard-failed',
    '核实不属实的不能立案',
    'Verifying must not have found nothing',
    (f) => f.row?.verifyResult !== false,
  ),
  'asked-inspector': guard(
    'guard-failed',
    '只能由被派的监督员回复',
    'Only the inspector who was asked may answer',
    (f) => f.person === undefined || f.person === f.row?.inspector,
  ),
  'not-duplicate-of-itself': guard(
    'guard-failed',
    '不能与自身重复',
    'A case cannot duplicate itself',
    (f) => f.row === null || argsOf(f, 'refuse')?.duplicateOf !== f.row.id,
  ),
  'self-handled': guard(
    'guard-failed',
    '来源是监督员自行处置',
    'Only a case the inspector handled on the spot',
    (f) => f.row?.source === 'self-handled',
  ),
  'department-known': guard('unknown-department', '处置单位须在名录中', 'The department must be on the list', (f) =>
    isKnownDepartment(f),
  ),
  'other-department': guard(
    'guard-failed',
    '须改派给另一个单位',
    'It must go to another department',
    (f) => f.body === undefined || departmentAsked(f) !== f.row?.department,
  ),
  'has-department': guard(
    'guard-failed',
    '须有处置单位',
    'There must be a department to go back to',
    (f) => f.row?.department !== null,
  ),
  'limit-known': guard('unknown-condition', '须有处置时限', 'The handling limit must be known', handlingLimitIsKnown),
  'extension-not-asked': guard(
    'guard-failed',
    '没有待批的延期申请',
    'No extension may be waiting for a decision',
    (f) => f.row?.extensionAsked === false,
  ),
  'extension-asked': guard(
    'guard-failed',
    '须有延期申请',
    'An extension must have been asked for',
    (f) => f.row?.extensionAsked === true,
  ),
  'extensions-left': guard(
    'guard-failed',
    '延期未满两次',
    'Two extensions at most',
    (f) => (f.row?.extensions ?? 0) < MOST_EXTENSIONS,
  ),
  'handling-in-time': guard('guard-failed', '处置尚未超期', 'Only while handling is not overdue', handlingIsInTime),
  'never-on-account': guard('guard-failed', '以前没有挂过账', 'On account once only', (f) => f.row?.wasOnAccount === false),
  'within-a-year': guard('guard-failed', '挂账须在一年以内', 'On account for a year at most', endsWithinAYear),
  'account-run-out': guard(
    'guard-failed',
    '挂账已到期',
    'By itself only when the time on account is over',
    (f) => f.at >= (f.row?.onAccountUntil ?? 0),
  ),
  'check-failed': guard('guard-failed', '核查未通过', 'Only after a failed check', (f) => f.row?.checkResult === false),
  'explained-if-not-fixed': guard(
    'reason-required',
    '核查未通过的，结案须写明原因',
    'Closing after a failed check needs a reason',
    isExplainedIfNotFixed,
  ),
  'never-appealed': guard('guard-failed', '以前没有申诉过', 'One appeal only', (f) => f.row?.appeal === 'none'),
  'handled-late': guard(
    'guard-failed',
    '处置曾经超期',
    'Only if handling was late',
    (f) => f.row?.clocks.some((clock) => clock.kind === 'handle' && clock.late) === true,
  ),
  'appeal-open': guard('guard-failed', '须有待定的申诉', 'An appeal must be open', (f) => f.row?.appeal === 'asked'),
  'call-back-due': guard('guard-failed', '须待回访', 'A call back must be due', (f) => f.row?.callBack === 'due'),
  // Evidence of the check it is judged by is not a department's to bring.
  'of-handling': guard(
    'guard-failed',
    '处置单位只能附处置照片',
    'A department adds files of the handling only',
    (f) => f.post !== 'department' || (argsOf(f, 'attach')?.attachment.use ?? 'handle') === 'handle',
  ),
  'room-for-attachment': guard(
    'too-large',
    '附件最多 200 个',
    '200 attachments at most',
    (f) => (f.row?.attachments.length ?? 0) < MOST_ATTACHMENTS,
  ),
} as const satisfies Record<string, Guard>

function isKnownDepartment(facts: GuardFacts): boolean {
  const asked = departmentAsked(facts)
  return asked === undefined || facts.hall === undefined || facts.hall.departments.has(asked)
}

export type GuardName = keyof typeof table
export const guards: Readonly<Record<GuardName, Guard>> = table
