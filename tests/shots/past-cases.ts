// Cases that began hours and days ago, told step by step through the real fold, so that their clocks run as real ones do: some
// are overdue, one is an emergency, one stands on account. They come in through the bulk API.
import type { ActArgs, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { FoldContext, Folded } from '#shared/domain/case/fold.ts'
import type { CaseAction, CaseSource, Post } from '#shared/domain/case/terms.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { CaseNo, DepartmentId, newCaseId, newCmdId, PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { ImportedCase } from '#shared/platform-api/bulk.ts'

const MINUTE_MS = 60_000
const HOUR = 60
const CENTER = [116.9445, 31.462] as const

type Step = { [A in CaseAction]: readonly [afterMinutes: number, action: A, args: ActArgs[A]] }[CaseAction]

interface Story {
  readonly hoursAgo: number
  readonly classCode: string
  readonly condition: string
  readonly source: CaseSource
  readonly urgent?: true
  /** East and north of the middle of the town, in thousandths of a degree. */
  readonly at: readonly [number, number]
  readonly address: string
  readonly description: string
  readonly steps: readonly Step[]
}

const inspector = PersonId.parse('2001')
const to = (id: string): DepartmentId => DepartmentId.parse(id)
const accepted: Step = [4, 'accept', { words: '' }]
const filed = (condition: string, urgent = false): Step => [7, 'file', { conditionId: condition, areaGrade: 'A', urgent, words: '' }]
const dispatched = (id: string): Step => [6, 'dispatch', { department: to(id), words: '请按时限处置' }]

const stories: readonly Story[] = [
  {
    ...{ hoursAgo: 3, classCode: 'C0101', condition: 'C0101-1', source: 'video', urgent: true, at: [-3, 2], address: '人民路与鼓楼街交叉口' },
    description: '上水井盖缺失，路口车流大，已有电动车避让不及',
    steps: [accepted, filed('C0101-1', true), dispatched('D06')],
  },
  {
    ...{ hoursAgo: 30, classCode: 'E0110', condition: 'E0110-1', source: 'inspector', at: [2, -1], address: '春秋路18号小区东门' },
    description: '成堆生活垃圾暴露，约三平方米，有异味',
    steps: [accepted, filed('E0110-1'), dispatched('D02'), [90, 'urge', { words: '居民再次来电，请加快' }]],
  },
  {
    ...{ hoursAgo: 50, classCode: 'C0204', condition: 'C0204-1', source: 'citizen-app', at: [4, 3], address: '梅河路公交站' },
    description: '公交站牌倾斜，底座松动',
    steps: [accepted, filed('C0204-1'), dispatched('D04'), [300, 'request-extension', { reason: '需定制底座' }]],
  },
  {
    ...{ hoursAgo: 20, classCode: 'C0103', condition: 'C0103-1', source: 'hotline', at: [-5, -3], address: '文昌路幼儿园门前' },
    description: '雨水井盖破损，边缘翘起',
    steps: [accepted, filed('C0103-1'), dispatched('D01'), [70, 'answer', { words: '已更换井盖并压实' }]],
  },
  {
    ...{ hoursAgo: 26, classCode: 'C0137', condition: 'C0137-1', source: 'inspector', at: [6, 1], address: '桃溪大道滨河段' },
    description: '连续五盏路灯不亮',
    steps: [
      ...[accepted, filed('C0137-1'), dispatched('D01')], [400, 'answer', { words: '更换镇流器' }],
      ...[[12, 'send-check', { inspector, words: '' }], [45, 'answer-check', { fixed: true, words: '现场已亮' }]] as Step[],
    ],
  },
  {
    ...{ hoursAgo: 90, classCode: 'C0125', condition: 'C0125-1', source: 'referral', at: [-1, 4], address: '龙津路粮站巷口' },
    description: '供水管道渗漏，路面返潮',
    steps: [accepted, filed('C0125-1'), [40, 'put-on-account', { reason: '随道路改造一并更换', until: Date.now() + 20 * 24 * HOUR * MINUTE_MS }]],
  },
  {
    ...{ hoursAgo: 1, classCode: 'E0110', condition: 'E0110-1', source: 'web', at: [1, -4], address: '三里河社区垃圾中转站旁' },
    description: '垃圾桶满溢，散落路面',
    steps: [accepted],
  },
  {
    ...{ hoursAgo: 0.2, classCode: 'C0102', condition: 'C0102-1', source: 'inspector', at: [-2, -2], address: '和平街菜市场入口' },
    description: '污水井盖移位',
    steps: [],
  },
]

/** Ready for POST /v1/bulk/case. */
export function pastCases(hall: Omit<FoldContext, 'flowCount'>, now: number): ImportedCase[] {
  return stories.map((story, k) => tell(story, `shots-${String(k + 1)}`, hall, now))
}

function tell(story: Story, externalId: string, hall: Omit<FoldContext, 'flowCount'>, now: number): ImportedCase {
  const caseId = newCaseId(systemClock, systemRandom)
  const flow: FlowRecord[] = []
  let row: CaseRow | null = null
  let at = Math.round(now - story.hoursAgo * HOUR * MINUTE_MS)
  for (const [after, action, args] of [reported(story, externalId), ...story.steps]) {
    at += after * MINUTE_MS
    const { person, name, post } = whoDoes(action)
    const who = { person: PersonId.parse(person), personName: name, post, seat: null, offline: false, timeDoubt: false }
    // An action and the arguments of that action, as the story has them.
    const body = { action, args } as ActBody
    const act = { id: newCmdId(systemClock, systemRandom), caseId, at, ...who, body }
    const folded: Folded = unwrap(foldAct(row, act, { ...hall, flowCount: flow.length }))
    row = folded.row
    flow.push(folded.flow)
  }
  if (row === null) throw new Error('a story begins with its report')
  return { row: { ...row, externalId, no: null }, flow }
}

function reported({ source, classCode, condition, urgent, at, address, description }: Story, externalId: string): Step {
  const place = { lng: CENTER[0] + at[0] / 1_000, lat: CENTER[1] + at[1] / 1_000, address }
  return [0, 'report', {
    ...{ no: CaseNo.parse('I-0000'), source, classCode, conditionId: condition, areaGrade: 'A', description, urgent: urgent ?? false },
    place: { ...place, grid: null, dutyGrid: null, community: null, street: null, component: null },
    ...{ reporterName: null, reporterPhone: null, phoneKey: null, wantsCallBack: false, foundAt: null },
    ...{ notDuplicateBecause: null, attachments: [], externalId },
  }]
}

const workers: Partial<Record<CaseAction, readonly [string, string, Post]>> = {
  'report': ['2001', '李强', 'inspector'], 'dispatch': ['1002', '陈建国', 'dispatcher'], 'put-on-account': ['1002', '陈建国', 'dispatcher'],
  'answer': ['3001', '唐学文', 'department'], 'request-extension': ['3004', '于海波', 'department'], 'answer-check': ['2001', '李强', 'inspector'],
  'urge': ['1003', '周敏', 'shift-leader'],
}

function whoDoes(action: CaseAction): { readonly person: string; readonly name: string; readonly post: Post } {
  const [person, name, post] = workers[action] ?? ['1001', '王丽', 'acceptor']
  return { person, name, post }
}
