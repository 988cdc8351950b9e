// 岗位评价: what a person did at a post, out of the cases' stories (domain-facts 1.4). Weights are those of the standard's example.
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseAction, ClockKind, Post } from '#shared/domain/case/terms.ts'
import { clockEndedBy, deskStoppedBy } from './act-clocks.ts'
import type { CaseTold } from './act-clocks.ts'
import type { Level, PeriodKind } from './terms.ts'
import { levelOf } from './score.ts'

export type EvaluatedPost = Extract<Post, 'inspector' | 'acceptor' | 'shift-leader' | 'dispatcher'>

/** What is counted for a person: of `due` pieces of work `good` were done as they should be. */
export type PostMeasure =
  | 'validReports' // 有效上报
  | 'verifyInTime' // 按时核实
  | 'checkInTime' // 按时核查
  | 'acceptVolume' // 受理数
  | 'sendVerifyInTime' // 核实按时派发
  | 'sendCheckInTime' // 核查按时派发
  | 'fileInTime' // 按时立案
  | 'fileRight' // 准确立案
  | 'closeInTime' // 按时结案
  | 'dispatchVolume' // 派遣数
  | 'dispatchInTime' // 按时派遣
  | 'dispatchRight' // 准确派遣

export interface PostPart {
  readonly measure: PostMeasure
  readonly weight: number
}

/**
 * 漏报率 (20 points of the inspector) needs reports confirmed as missed, which no record holds yet: its weight is spread over the
 * others.
 */
export const postParts: Readonly<Record<EvaluatedPost, readonly PostPart[]>> = {
  'inspector': [
    { measure: 'validReports', weight: 50 },
    { measure: 'verifyInTime', weight: 25 },
    { measure: 'checkInTime', weight: 25 },
  ],
  'acceptor': [
    { measure: 'acceptVolume', weight: 25 },
    { measure: 'sendVerifyInTime', weight: 40 },
    { measure: 'sendCheckInTime', weight: 35 },
  ],
  'shift-leader': [
    { measure: 'fileInTime', weight: 25 },
    { measure: 'fileRight', weight: 40 },
    { measure: 'closeInTime', weight: 35 },
  ],
  'dispatcher': [
    { measure: 'dispatchVolume', weight: 20 },
    { measure: 'dispatchInTime', weight: 40 },
    { measure: 'dispatchRight', weight: 40 },
  ],
}

export function isEvaluated(post: Post): post is EvaluatedPost {
  return post in postParts
}

export interface Tally {
  due: number
  good: number
}
export type PersonTallies = Partial<Record<PostMeasure, Tally>>

/** Points for how much was done in a month: 受理数, 派遣数. */
const volumeSteps: readonly (readonly [from: number, share: number])[] = [
  [2001, 1],
  [1201, 0.9],
  [501, 0.75],
  [301, 0.6],
  [101, 0.4],
]

/** Piece of work by piece of work, `note` hears who did what and whether it was good. */
export function notePostWork(
  post: EvaluatedPost,
  row: CaseRow,
  flow: readonly FlowRecord[],
  note: (person: string, measure: PostMeasure, isGood: boolean) => void,
): void {
  if (post === 'inspector' && row.source === 'inspector' && row.reportedBy !== null)
    note(row.reportedBy, 'validReports', row.filedAt !== null)
  for (const act of flow) {
    if (act.post !== post || act.person === null) continue
    for (const [measure, isGood] of works[act.action]?.(act, { row, flow }) ?? []) note(act.person, measure, isGood)
  }
}

type Work = readonly (readonly [PostMeasure, boolean])[]

const works: Partial<Record<CaseAction, (act: FlowRecord, told: CaseTold) => Work>> = {
  'answer-verify': (act, told) => inTime('verifyInTime', 'verify', act, told),
  'answer-check': (act, told) => inTime('checkInTime', 'check', act, told),
  'accept': () => [['acceptVolume', true]],
  'send-verify': (act, told) => sentInTime(act, told),
  'send-check': (act, told) => inTime('sendCheckInTime', 'send-check', act, told),
  'file': (act, told) => [...inTime('fileInTime', 'file', act, told), ['fileRight', told.row.state !== 'voided']],
  'close': (act, told) => inTime('closeInTime', 'close', act, told),
  'dispatch': (act, told) => dispatched(act, told),
  're-dispatch': (act, told) => dispatched(act, told),
}

/** 按时派遣率 and 准确派遣率; a 改派 has no clock of the desk, so it counts in the second alone. */
function dispatched(act: FlowRecord, told: CaseTold): Work {
  return [
    ['dispatchVolume', true],
    ...inTime('dispatchInTime', 'dispatch', act, told),
    ['dispatchRight', isRight(act, told.flow)],
  ]
}

/** Right unless the department gave the case back or had to do it again, or another one had to be asked next. */
function isRight({ n }: FlowRecord, flow: readonly FlowRecord[]): boolean {
  const wrong: readonly CaseAction[] = ['return', 'rework', 're-dispatch']
  const next = flow.find((one) => one.n > n && (one.action === 'dispatch' || wrong.includes(one.action)))
  return next === undefined || next.action === 'dispatch'
}

/** Whether the clock that the act ended was kept; what has no clock is not counted. */
function inTime(measure: PostMeasure, kind: ClockKind, act: FlowRecord, told: CaseTold): Work {
  const clock = clockEndedBy(act, kind, told)
  return clock === undefined ? [] : [[measure, !clock.late]]
}

/** A verify task stops the desk's clock: in time when it went out within the clock's limit. Sent once more it stops none. */
function sentInTime(act: FlowRecord, told: CaseTold): Work {
  const desk = deskStoppedBy(act, told)
  if (desk === undefined) return []
  const { kind, value } = desk.clock.limit
  return [['sendVerifyInTime', kind !== 'desk-minutes' || desk.ms <= value * 60_000]]
}

/** Measures that are a number, not a share: 受理数, 派遣数. */
export const isVolume = (measure: string): boolean => measure === 'acceptVolume' || measure === 'dispatchVolume'

/** Months whose work a period holds, for the tables of volume; null for a day and ten days, which have no table of their own. */
export function volumeMonths(kind: PeriodKind): number | null {
  if (kind === 'year') return 12
  return kind === 'month' ? 1 : null
}

/** Share of the full points, 0 to 1; null where there was nothing to do, or no table says how much. */
export function shareOf(measure: PostMeasure, { due, good }: Tally, months: number | null): number | null {
  if (!isVolume(measure)) return due === 0 ? null : good / due
  if (months === null) return null
  return volumeSteps.find(([from]) => due / months >= from)?.[1] ?? 0
}

/** Points of what there was to do, carried up to 100: nobody loses for work that did not come. */
export function postScore(
  post: EvaluatedPost,
  tallies: PersonTallies,
  months: number | null,
): { score: number | null; level: Level | null } {
  let [points, weights] = [0, 0]
  for (const { measure, weight } of postParts[post]) {
    const share = shareOf(measure, tallies[measure] ?? { due: 0, good: 0 }, months)
    if (share === null) continue
    points += share * weight
    weights += weight
  }
  const score = weights === 0 ? null : (points / weights) * 100
  return { score, level: score === null ? null : levelOf(score) }
}
