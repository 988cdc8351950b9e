// A case told step by step through the real fold, with a small catalogue whose limits are easy to reckon.
import { actArgs } from '#shared/domain/case/acts.ts'
import type { Act, ActArgs, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseClock, CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { FoldContext, Folded } from '#shared/domain/case/fold.ts'
import type { CaseAction, ClockKind, Post } from '#shared/domain/case/terms.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { lifeCycle } from '#shared/domain/life-cycle/index.ts'
import { plainCalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Monday 16 November 2026, nine o'clock in Shucheng. */
export const MONDAY_NINE = Date.UTC(2026, 10, 16, 1)

const minutes = (value: number): { kind: 'desk-minutes'; value: number } => ({ kind: 'desk-minutes', value })
const urgentHours = (value: number): { kind: 'urgent-hours'; value: number } => ({ kind: 'urgent-hours', value })

/** The steps of a case that goes straight from its report to its closing. */
export const straightStory: readonly CaseAction[] = [
  'report', 'accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check', 'close',
]

export const smallCatalogue: CatalogueData = {
  version: 'small-1',
  numbering: 'GB/T 30428.2',
  source: 'tests',
  classes: [
    {
      ...{ code: 'C0101', kind: 'component', major: '01', majorName: '公用设施', name: '上水井盖', local: false },
      conditions: [
        {
          ...{ id: 'C0101-1', text: '缺失或破损，危及行人车辆', closing: '恢复完好' },
          limits: { A: urgentHours(2), B: urgentHours(4), C: urgentHours(8) },
        },
      ],
    },
    { code: 'E0110', kind: 'event', major: '01', majorName: '市容环境', name: '暴露垃圾', local: false, conditions: [] },
  ],
  deskLimits: {
    ...{ 'accept': minutes(15), 'verify': minutes(30), 'file': minutes(15), 'dispatch': minutes(15) },
    ...{ 'send-check': minutes(15), 'check': minutes(30), 'close': minutes(15) },
  },
}

const departments = new Set(['water', 'roads', 'green'])

/** The hall of the story; `flowCount` is for the caller to give. */
export const storyHall = (flowCount = 0): FoldContext => ({
  catalogue: viewCatalogue(smallCatalogue),
  calendar: createWorkCalendar(plainCalendarData),
  departments,
  flowCount,
})

const CASE_ID = '019a8c00-0000-7000-8000-000000000001' as CaseId
const cmdId = (n: number): CmdId => `019a8c00-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as CmdId

/** Arguments that pass every guard where the state allows the action. */
const usualArgs: { readonly [A in CaseAction]: unknown } = {
  'report': {
    ...{ no: '3415232026111600001', source: 'hotline', classCode: 'C0101', conditionId: null, areaGrade: 'A' },
    ...{ description: '井盖裂成两半，一半陷下去', urgent: false, notDuplicateBecause: null, attachments: [], externalId: null },
    place: { lng: 116.95, lat: 31.46, address: '梅河路', grid: null, dutyGrid: null, community: null, street: null, component: null },
    ...{ reporterName: null, reporterPhone: null, phoneKey: null, wantsCallBack: false, foundAt: null },
  },
  'accept': { words: '' },
  'send-verify': { inspector: 'J01', words: '' },
  'answer-verify': { confirmed: true, words: '' },
  'file': { conditionId: 'C0101-1', areaGrade: 'A', urgent: false, words: '' },
  'refuse': { reason: '不属实', duplicateOf: null },
  'void': { reason: '误立案' },
  'dispatch': { department: 'water', words: '' },
  'return': { reason: '不属本单位职责' },
  're-dispatch': { department: 'roads', reason: '权属不符' },
  'answer': { words: '已更换井盖' },
  'request-extension': { reason: '等待配件' },
  'approve-extension': { words: '' },
  'refuse-extension': { reason: '配件有库存' },
  'put-on-account': { reason: '道路大修', until: MONDAY_NINE + 30 * DAY },
  'resume': { words: '' },
  'send-check': { inspector: 'J02', words: '' },
  'answer-check': { fixed: true, words: '' },
  'rework': { reason: '井盖仍松动' },
  'close': { words: '' },
  'close-self-handled': { words: '' },
  'appeal': { reason: '暴雨停工' },
  'grant-appeal': { words: '' },
  'refuse-appeal': { reason: '无停工记录' },
  'supervise': { reason: '领导关注' },
  'urge': { words: '' },
  'call-back': { satisfied: true, words: '' },
  'note': { words: '电话告知处置单位' },
  'attach': { attachment: { hash: 'a'.repeat(64), name: '井盖.jpg', mime: 'image/jpeg', size: 1, use: 'handle' } },
}

export function usualBody<A extends CaseAction>(action: A, args: Partial<ActArgs[A]> = {}): ActBody {
  return { action, args: actArgs[action].parse({ ...Object(usualArgs[action]), ...args }) } as ActBody
}

/** Tells a case; time stands still until {@link CaseStory.wait}. */
export class CaseStory {
  row: CaseRow | null = null
  readonly flow: FlowRecord[] = []
  now = MONDAY_NINE

  /** The case after these steps with their usual arguments, each taken by the first post that may. */
  static after(...steps: CaseAction[]): CaseStory {
    const story = new CaseStory()
    for (const step of ['report', ...steps] as CaseAction[]) story.do(step)
    return story
  }

  get case(): CaseRow {
    if (this.row === null) throw new Error('the story has not begun')
    return this.row
  }

  wait(ms: number): this {
    this.now += ms
    return this
  }

  /** Takes the step, or fails the test with the refusal. */
  do<A extends CaseAction>(action: A, args: Partial<ActArgs[A]> = {}, who: Partial<Act> = {}): this {
    const { row, flow } = unwrap(this.attempt(action, args, who))
    this.row = row
    this.flow.push(flow)
    return this
  }

  /** What the fold says to the step; the story stays where it is. */
  attempt<A extends CaseAction>(action: A, args: Partial<ActArgs[A]> = {}, who: Partial<Act> = {}): Result<Folded> {
    return foldAct(this.row, this.act(usualBody(action, args), who), storyHall(this.flow.length))
  }

  act(body: ActBody, who: Partial<Act> = {}): Act {
    const post = who.post ?? this.#usualPost(body.action)
    const person = post === 'inspector' && this.row !== null ? this.row.inspector : null
    return {
      ...{ id: cmdId(this.flow.length + 1), caseId: CASE_ID, at: this.now, person, personName: '王丽', post },
      ...{ seat: null, offline: false, timeDoubt: false, body, ...who },
    }
  }

  clock(kind: ClockKind): CaseClock | undefined {
    return this.case.clocks.findLast((clock) => clock.kind === kind)
  }

  #usualPost(action: CaseAction): Post {
    const state = this.row?.state
    const move = lifeCycle[action].moves.find(({ from }) => (state === undefined ? from === 'nothing' : from !== 'nothing' && from.includes(state)))
    return (move ?? lifeCycle[action].moves[0])?.posts[0] ?? 'acceptor'
  }
}
