// A small hall in memory: cases told through the real fold, so that windows under test meet the real rules.
import type { CaseBrief, CaseView } from '#shared/contracts/cases.contract.ts'
import type { Act, ActArgs, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { CaseAction, CaseSource, Post } from '#shared/domain/case/terms.ts'
import { attentionAtOf } from '#shared/domain/case/work-lists.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { allowedActions, raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { calendarFromChineseDays } from '#shared/domain/limits/calendar-from-chinese-days.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { CaseId, CaseNo, CmdId, DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { caseId, cmdId } from '../builders/ids.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const sampleCatalogue = viewCatalogue(defaultCatalogue)
export const sampleCalendar = createWorkCalendar(calendarFromChineseDays())

export const sampleDepartments = [
  { id: 'water' as DepartmentId, name: '县自来水公司', phone: '0564-8612319' },
  { id: 'town' as DepartmentId, name: '城关镇市政管理所', phone: null },
  { id: 'works' as DepartmentId, name: '县住建局市政工程科', phone: null },
  { id: 'green' as DepartmentId, name: '县园林绿化中心', phone: '0564-8620001' },
]
export const sampleInspectors = [
  { id: 'J01' as PersonId, name: '陈志强', dutyGrid: 'D03' },
  { id: 'J02' as PersonId, name: '刘敏', dutyGrid: 'D03' },
  { id: 'J03' as PersonId, name: '周勇', dutyGrid: 'D04' },
]

export interface SampleCase {
  readonly row: CaseRow
  readonly flow: readonly (FlowRecord & { readonly pending: boolean })[]
}

interface Seed {
  readonly className: string
  readonly address: string
  readonly source: CaseSource
  readonly agoMs: number
  readonly steps: readonly CaseAction[]
  readonly urgent?: boolean
}

const seed = (
  className: string,
  address: string,
  source: CaseSource,
  minutesAgo: number,
  steps: readonly CaseAction[] = [],
  urgent = false,
): Seed => ({ className, address, source, agoMs: minutesAgo * MINUTE, steps, urgent })

const seeds: readonly Seed[] = [
  seed('店外经营', '鼓楼街 118 号门前', 'inspector', 19),
  seed('暴露(生活)垃圾', '三里河路菜市场东门', 'video', 12.3),
  seed('道路遗撒', '舒六大道与龙舒路交口', 'inspector', 11.5),
  seed('道路破损', '飞霞路县医院西门', 'citizen-app', 3),
  seed('道路不洁', '古城路 56 号', 'inspector', 2),
  seed('上水井盖', '梅河路与桃溪路交口北侧', 'hotline', 100, ['accept']),
  seed('路灯', '杭埠路 210 号前', 'video', 20, ['accept']),
  seed('雨水箅子', '周瑜大道与梅河路交口', 'hotline', 22, ['accept', 'file'], true),
  seed('上水井盖', '三里河路与古城路交口', 'hotline', 26, ['accept', 'file']),
  seed('路灯', '春秋路舒城中学南侧', 'inspector', 3000, ['accept', 'file', 'dispatch']),
  seed('道路破损', '城北路恒泰工地', 'hotline', 5000, ['accept', 'file', 'dispatch', 'request-extension']),
  seed('行道树', '桃溪路 33 号', 'citizen-app', 900, ['accept', 'file', 'dispatch', 'answer']),
  seed('井盖设施', '梅河新村西门', 'inspector', 1000, ['accept', 'file', 'dispatch', 'answer', 'send-check']),
  seed('道路不洁', '龙舒路 8 号', 'inspector', 1100, ['accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check']),
  seed('上水井盖', '飞霞路 71 号', 'hotline', 4000, [
    'accept',
    'file',
    'dispatch',
    'answer',
    'send-check',
    'answer-check',
    'close',
  ]),
  seed('绿地脏乱', '周瑜公园北门', 'citizen-app', 5200, ['accept', 'file', 'dispatch', 'put-on-account']),
]

const people: Readonly<Record<Post, string>> = {
  'acceptor': '王丽',
  'shift-leader': '李娜',
  'dispatcher': '赵峰',
  'inspector': '陈志强',
  'department': '罗斌',
  'evaluator': '吴涛',
  'administrator': '管理员',
  'system': '',
}

const argsFor = (action: CaseAction, row: CaseRow | null, now: number): unknown => {
  const condition = sampleCatalogue.findClass(row?.classCode ?? '')?.conditions[0]?.id ?? ''
  const args: Partial<Record<CaseAction, unknown>> = {
    'file': { conditionId: condition, areaGrade: 'A', urgent: row?.urgent ?? false, words: '' },
    'dispatch': { department: 'water', words: '请带围挡，先隔离再处置' },
    'request-extension': { reason: '配件在途，需延一期' },
    'answer': { words: '已更换，现场清理完毕' },
    'send-check': { inspector: 'J01', words: '' },
    'answer-check': { fixed: true, words: '现场平整' },
    'put-on-account': { reason: '道路大修，修后一并处理', until: now + 20 * 24 * HOUR },
  }
  return args[action] ?? { words: '' }
}

const postFor: Partial<Record<CaseAction, Post>> = {
  'dispatch': 'dispatcher',
  'put-on-account': 'dispatcher',
  'request-extension': 'department',
  'answer': 'department',
  'answer-check': 'inspector',
  'close': 'shift-leader',
}

/** Cases of a hall, moved by the real fold. Acts made here wait until {@link arrive}. */
export class SampleCases {
  readonly all = new Map<string, SampleCase>()
  isOffline = false
  #nextCmd = 1
  #arrived = 0

  constructor(now: number) {
    seeds.forEach((one, at) => this.#tell(one, caseId(at + 1), now, at + 1))
    this.#arrived = this.#nextCmd
  }

  act(
    id: string,
    body: ActBody,
    posts: readonly Post[],
    at: number,
    { id: asked, no }: { id?: CmdId | undefined; no?: CaseNo | undefined } = {},
  ): Result<{ row: CaseRow; cmdId: CmdId; s: number }> {
    const before = this.all.get(id)
    let refusal: Result<never> = refuse('wrong-post')
    for (const post of posts) {
      const n = this.#nextCmd
      const act: Act = {
        id: asked ?? cmdId(n),
        caseId: id as CaseId,
        at,
        person: post === 'inspector' ? (before?.row.inspector ?? null) : null,
        personName: people[post],
        post,
        seat: null,
        offline: this.isOffline,
        timeDoubt: false,
        body: no === undefined ? body : ({ ...body, args: { ...body.args, no } } as ActBody),
      }
      const folded = foldAct(before?.row ?? null, act, {
        catalogue: sampleCatalogue,
        calendar: sampleCalendar,
        departments: new Set<string>(sampleDepartments.map((one) => one.id)),
        flowCount: before?.flow.length ?? 0,
      })
      if (folded.ok) {
        this.#nextCmd += 1
        this.all.set(id, { row: folded.value.row, flow: [...(before?.flow ?? []), { ...folded.value.flow, pending: true }] })
        return { ok: true, value: { row: folded.value.row, cmdId: act.id, s: n } }
      }
      if (folded.error.code !== 'wrong-post') refusal = folded
    }
    return refusal
  }

  /** The platform has taken everything. */
  arrive(): void {
    this.#arrived = this.#nextCmd
    for (const [id, { row, flow }] of this.all)
      this.all.set(id, { row, flow: flow.map((record) => ({ ...record, pending: false })) })
  }

  get waiting(): number {
    return this.#nextCmd - this.#arrived
  }

  brief({ row, flow }: SampleCase): CaseBrief {
    return {
      id: row.id,
      no: row.no,
      state: row.state,
      className: row.className,
      classCode: row.classCode,
      address: row.place.address,
      source: row.source,
      reportedAt: row.reportedAt,
      reportedByName: row.source === 'inspector' ? '刘敏' : null,
      dueAt: row.dueAt,
      attentionAt: attentionAtOf(row),
      urgent: row.urgent,
      departmentName: sampleDepartments.find(({ id }) => id === row.department)?.name ?? null,
      lng: row.place.lng,
      lat: row.place.lat,
      pending: flow.filter(({ pending }) => pending).length,
    }
  }

  view(id: string, posts: readonly Post[], now: number): CaseView | null {
    const found = this.all.get(id)
    if (found === undefined) return null
    const { reporterName: _name, reporterPhone: _phone, phoneKey: _key, ...row } = found.row
    const { allowed, refused } = allowedActions(found.row, posts, now)
    const waiting = found.flow.filter(({ pending }) => pending)
    const condition = row.conditionId === null ? undefined : sampleCatalogue.findCondition(row.conditionId)
    return {
      row,
      asOf: now,
      hiddenNumbers: 0,
      reporter: row.source === 'hotline' ? { name: '张先生', phoneMasked: '138****6021', revealable: true } : null,
      names: {
        department: sampleDepartments.find((one) => one.id === row.department)?.name ?? null,
        inspector: sampleInspectors.find((one) => one.id === row.inspector)?.name ?? null,
        reportedBy: row.source === 'inspector' ? '刘敏' : null,
        dutyGrid: '城关 03',
        condition: condition?.text ?? null,
        closing: condition?.closing ?? null,
      },
      flow: found.flow.map((record) => ({ ...record, pendingAt: record.pending ? waiting.indexOf(record) + 1 : null })),
      actions: [
        ...allowed.map(({ action, post }) => ({ action, post, refusedBy: null })),
        ...refused.map(({ action, refusal: { code, detail = null } }) => ({
          action,
          post: posts[0] ?? 'acceptor',
          refusedBy: { code, detail },
        })),
      ],
      pending: waiting.map((record, at) => ({ id: record.id, s: at + 1, action: record.action, at: record.at })),
    }
  }

  /** What the host refuses before it writes: a case that has moved on since it was looked at. */
  isStale(id: string, body: ActBody, seenVer: number): boolean {
    return raisesVersion(body.action) && this.all.get(id)?.row.ver !== seenVer
  }

  #tell({ className, address, source, agoMs, steps, urgent = false }: Seed, id: CaseId, now: number, n: number): void {
    const found = sampleCatalogue.classes.find(({ name }) => name === className) ?? sampleCatalogue.classes[0]
    const report: ActArgs['report'] = {
      no: `34152320261120${String(n).padStart(5, '0')}` as CaseNo,
      source,
      classCode: found?.code ?? '',
      conditionId: null,
      areaGrade: 'A',
      description: '井盖裂成两半，一半陷下去，刚才有电动车险些摔倒，现在有人用树枝插着',
      urgent,
      notDuplicateBecause: null,
      attachments: [],
      externalId: null,
      place: {
        lng: 117.0021 + n * 0.0001,
        lat: 31.4618 + n * 0.00008,
        address,
        grid: '341523100003017',
        dutyGrid: 'D03',
        community: '鼓楼社区',
        street: '城关镇',
        component: found?.kind === 'component' ? `34152301010004${String(n).padStart(2, '0')}` : null,
      },
      reporterName: null,
      reporterPhone: null,
      phoneKey: null,
      wantsCallBack: source === 'hotline',
      foundAt: null,
    }
    let at = now - agoMs
    const isTold = this.act(id, { action: 'report', args: report }, ['acceptor', 'inspector'], at)
    if (!isTold.ok) throw new Error(`sample case ${n}: ${isTold.error.code}`)
    for (const step of steps) {
      at += Math.min(4 * MINUTE, agoMs / (steps.length + 2))
      const body = { action: step, args: argsFor(step, this.all.get(id)?.row ?? null, now) } as ActBody
      const done = this.act(id, body, [postFor[step] ?? 'acceptor'], at)
      if (!done.ok) throw new Error(`sample case ${n}, ${step}: ${done.error.code} ${done.error.detail ?? ''}`)
    }
    const told = this.all.get(id)
    if (told !== undefined) this.all.set(id, { row: told.row, flow: told.flow.map((record) => ({ ...record, pending: false })) })
  }
}
