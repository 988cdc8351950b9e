// Ten years of a hall: 1,300,000 cases, one every four minutes, the newest first. Row i depends on i alone, so a smaller set is
// the newest part of a larger one, and what is open is the same in every size.
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import type { CaseClock, CaseRow } from '#shared/domain/case/case-row.ts'
import { CaseRow as CaseRowSchema } from '#shared/domain/case/case-row.ts'
import type { CaseSource, CaseState, ClockKind, Limit } from '#shared/domain/case/terms.ts'
import { diceOf } from './dice.ts'
import type { Dice } from './dice.ts'
import { departmentAt, DEPARTMENTS, somewhere } from './places.ts'

/** 09:00 on Monday 16 November 2026 in China: when row 0 was reported. */
export const NEWEST_AT = 1_794_790_800_000
/** 1,300,000 of them make ten years. */
export const EVERY_MS = 242_600
export const FULL_SIZE = 1_300_000
/** So many of the newest may still be open: two and a half days of work. */
const OPEN_ROWS = 900

const catalogue = viewCatalogue(defaultCatalogue)
const classes = catalogue.classes.filter(({ conditions }) => conditions.length > 0)
const sources: readonly [CaseSource, ...CaseSource[]] = ['inspector', 'inspector', 'inspector', 'inspector', 'hotline', 'hotline', 'video', 'citizen-app', 'self-handled', 'web']
const openStates: readonly [CaseState, ...CaseState[]] = ['reported', 'accepted', 'filed', 'handling', 'handling', 'handling', 'handling', 'answered', 'checking', 'checked']
const looks = ['较大面积', '约两平方米', '影响通行', '已持续多日', '存在安全隐患', '居民多次反映', '夜间尤其明显', '无人看管', '靠近学校', '有异味'] as const
const asks = ['请尽快处理', '望核实', '请派人到现场查看', '要求答复', '请协调责任单位', '已拍照取证'] as const

/** Steps in the order of the work, with the state in which each is open. */
const steps: readonly (readonly [ClockKind, CaseState, minutes: number])[] = [
  ['accept', 'reported', 6], ['file', 'accepted', 9], ['dispatch', 'filed', 11], ['handle', 'handling', 900], ['send-check', 'answered', 20],
  ['check', 'checking', 150], ['close', 'checked', 15],
]

/** The case that was reported as the i-th before the newest. */
export function caseAt(i: number): CaseRow {
  const dice = diceOf(i)
  const reportedAt = NEWEST_AT - i * EVERY_MS
  const state: CaseState = i < OPEN_ROWS ? dice.pick(openStates) : dice.chance(0.03) ? 'voided' : 'closed'
  const sort = classes[dice.roll(classes.length)] ?? classes[0]
  const condition = sort?.conditions[dice.roll(sort.conditions.length)]
  if (sort === undefined || condition === undefined) throw new Error('the catalogue has no class with conditions')
  const at = somewhere(dice)
  const timed = clocksOf(dice, state, reportedAt, condition.limits.A)
  const named = reporterOf(dice)
  return {
    ...{ id: idOf(i), no: numberOf(reportedAt), state, ver: timed.clocks.length, source: dice.pick(sources) },
    ...{ classCode: sort.code, className: sort.name, conditionId: condition.id, catalogueVersion: catalogue.version, areaGrade: 'A' as const },
    description: `${at.address.slice(at.address.indexOf('社区') + 2)}${condition.text}，${dice.pick(looks)}，${dice.pick(asks)}。`,
    place: { ...at, component: null },
    ...{ ...named, foundAt: null, reportedAt, reportedBy: null, seat: null },
    department: timed.dispatchedAt === null ? null : departmentAt(dice.roll(DEPARTMENTS)).id,
    ...{ inspector: null, ...timed, urgent: dice.chance(0.01), supervised: dice.chance(0.01) ? 1 : 0, urged: 0 },
    ...reworkOf(timed.clocks, dice.chance(0.05)), returns: dice.chance(0.08) ? 1 : 0,
    ...{ extensions: 0, extensionAsked: false, onAccountUntil: null },
    ...{ wasOnAccount: false, resumeTo: null, appeal: 'none' as const, exempt: false, callBack: 'none' as const },
    ...{ verifyResult: null, checkResult: state === 'closed' ? true : null, attachments: [], duplicateOf: null, externalId: null },
  }
}

type TimeFields = 'dueAt' | 'handleDueAt' | 'filedAt' | 'dispatchedAt' | 'answeredAt' | 'closedAt' | 'lastActAt'
type Timed = Pick<CaseRow, 'clocks' | TimeFields>

/** Clocks up to the step the case stands at. Due times take the limit as plain hours: only their spread matters here. */
function clocksOf(dice: Dice, state: CaseState, reportedAt: number, handling: Limit): Timed {
  const clocks: CaseClock[] = []
  const ended = new Map<ClockKind, number>()
  let now = reportedAt
  for (const [kind, openIn, minutes] of steps) {
    const limit = kind === 'handle' ? handling : (catalogue.deskLimit(kind) ?? { kind: 'desk-minutes', value: 30 })
    const startedAt = now
    const dueAt = startedAt + spanMs(limit)
    now += Math.round(dice.between(0.2, 2) * minutes) * 60_000
    const isOpen = openIn === state
    const end = { endedAt: isOpen ? null : now, late: !isOpen && now > dueAt }
    clocks.push({ kind, limit, startedAt, pauses: [], extensions: 0, dueAt, ...end })
    if (isOpen) break
    ended.set(kind, now)
  }
  const last = clocks.at(-1)
  const closedAt = state === 'closed' || state === 'voided' ? now : null
  return {
    clocks,
    dueAt: last?.endedAt === null ? last.dueAt : null,
    handleDueAt: clocks.find(({ kind }) => kind === 'handle')?.dueAt ?? null,
    ...{ filedAt: ended.get('file') ?? null, dispatchedAt: ended.get('dispatch') ?? null, answeredAt: ended.get('handle') ?? null },
    ...{ closedAt, lastActAt: last?.endedAt ?? last?.startedAt ?? reportedAt },
  }
}

/** What was sent back has been handled twice since its dispatch: that is how rework is counted. */
function reworkOf(clocks: readonly CaseClock[], isAsked: boolean): Pick<CaseRow, 'clocks' | 'reworks'> {
  const at = clocks.findIndex(({ kind, endedAt }) => kind === 'handle' && endedAt !== null)
  const once = clocks[at]
  if (!isAsked || once === undefined) return { clocks: [...clocks], reworks: 0 }
  const halfway = Math.round((once.startedAt + (once.endedAt ?? once.startedAt)) / 2)
  const twice = [{ ...once, endedAt: halfway, late: false }, { ...once, startedAt: halfway }]
  return { clocks: clocks.toSpliced(at, 1, ...twice), reworks: 1 }
}

const unitMs: Readonly<Record<Limit['kind'], number>> = {
  'urgent-hours': 3_600_000, 'working-hours': 3 * 3_600_000, 'working-days': 33 * 3_600_000, 'natural-days': 86_400_000, 'desk-minutes': 60_000,
}

function spanMs({ kind, value }: Limit): number {
  return value * unitMs[kind]
}

/** Sealed as every hall's are; nobody holds the key of these. */
function reporterOf(dice: Dice): Pick<CaseRow, 'reporterName' | 'reporterPhone' | 'phoneKey' | 'wantsCallBack'> {
  if (dice.chance(0.6)) return { reporterName: null, reporterPhone: null, phoneKey: null, wantsCallBack: false }
  const caller = dice.roll(200_000)
  const seal = (what: string): CaseRow['reporterName'] => CaseRowSchema.shape.reporterName.parse(`s1.bench.${what}${String(caller).padStart(48, 'Q')}`)
  return { reporterName: seal('n'), reporterPhone: seal('p'), phoneKey: String(caller).padStart(43, 'K'), wantsCallBack: true }
}

function idOf(i: number): CaseRow['id'] {
  return CaseRowSchema.shape.id.parse(`019a8c00-0000-7000-8b00-${i.toString(16).padStart(12, '0')}`)
}

const CHINA_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** District, day, and the number of the case within its day. */
function numberOf(reportedAt: number): CaseRow['no'] {
  const dayEnd = (Math.floor((reportedAt + CHINA_OFFSET_MS) / DAY_MS) + 1) * DAY_MS - CHINA_OFFSET_MS
  const later = Math.floor((Math.min(dayEnd, NEWEST_AT + 1) - 1 - reportedAt) / EVERY_MS)
  const day = new Date(reportedAt + CHINA_OFFSET_MS).toISOString().slice(0, 10).replaceAll('-', '')
  return CaseRowSchema.shape.no.parse(`341523${day}${String(99_000 - later).padStart(5, '0')}`)
}
