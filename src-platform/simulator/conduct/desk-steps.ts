// The four seats at work: accept, verify, file, dispatch, send to check, close, call back.
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { DAY_MS, HOUR_MS } from '#shared/domain/limits/local-day.ts'
import type { DepartmentId } from '#shared/kernel/ids.ts'
import { callBackWords, deskWords } from '../report/words.ts'
import type { Scene } from '../scene/scene.ts'
import { deskTime, stepBy } from './step.ts'
import type { Situation, Step } from './step.ts'

const fromCitizens: ReadonlySet<CaseRow['source']> = new Set(['hotline', 'citizen-app', 'web', 'leader', 'media', 'letter', 'referral'])

const NOT_FILED_AT_ONCE = 0.008
const VOIDED = 0.004
const ON_ACCOUNT = 0.003
const WRONG_DEPARTMENT = 0.04

/** 受理 or, before that, 核实 of what was not seen by one of our own. */
export function onReported({ row, scene, since, dice }: Situation): Step | null {
  const { acceptors, leaders } = scene.staff
  const at = deskTime(since, dice)
  if (row.source === 'self-handled')
    return stepBy(leaders, dice, at, { action: 'close-self-handled', args: { words: dice.pick(deskWords.close) } })
  if (row.verifyResult === false)
    return stepBy(acceptors, dice, at, { action: 'refuse', args: { reason: deskWords.notFiled[0], duplicateOf: null } })
  if (dice.chance(NOT_FILED_AT_ONCE))
    return stepBy(acceptors, dice, at, { action: 'refuse', args: { reason: dice.pick(deskWords.notFiled), duplicateOf: null } })
  if (fromCitizens.has(row.source) && row.verifyResult === null) {
    const inspector = inspectorFor(scene, row, dice)
    if (inspector === null) return null
    return stepBy(acceptors, dice, at, { action: 'send-verify', args: { inspector, words: dice.pick(deskWords.verify) } })
  }
  return stepBy(acceptors, dice, at, { action: 'accept', args: { words: '' } })
}

/** 立案. A class without a filing condition cannot be filed. */
export function onAccepted({ row, scene, since, dice }: Situation): Step | null {
  const at = deskTime(since, dice)
  const conditionId = row.conditionId ?? scene.catalogue.findClass(row.classCode)?.conditions[0]?.id
  if (conditionId === undefined || row.verifyResult === false)
    return stepBy(scene.staff.leaders, dice, at, {
      action: 'refuse',
      args: { reason: dice.pick(deskWords.notFiled), duplicateOf: null },
    })
  const { areaGrade, urgent } = row
  return stepBy(scene.staff.leaders, dice, at, { action: 'file', args: { conditionId, areaGrade, urgent, words: '' } })
}

/** 派遣, now and then to the wrong department; rarely 作废 or 挂账. */
export function onFiled({ row, scene, since, dice }: Situation): Step | null {
  const { leaders, dispatchers } = scene.staff
  const at = deskTime(since, dice)
  if (row.returns === 0 && dice.chance(VOIDED))
    return stepBy(leaders, dice, at, { action: 'void', args: { reason: dice.pick(deskWords.voided) } })
  if (!row.wasOnAccount && dice.chance(ON_ACCOUNT)) {
    const until = at + dice.whole(20, 200) * DAY_MS
    return stepBy(dispatchers, dice, at, { action: 'put-on-account', args: { reason: dice.pick(deskWords.account), until } })
  }
  const department = departmentFor(scene, row, dice.chance(row.returns === 0 ? WRONG_DEPARTMENT : 0) ? dice.next() : null)
  return stepBy(dispatchers, dice, at, { action: 'dispatch', args: { department, words: dice.pick(deskWords.dispatch) } })
}

/** 发核查 to an inspector of the duty grid. */
export function onAnswered({ row, scene, since, dice }: Situation): Step | null {
  const inspector = inspectorFor(scene, row, dice)
  if (inspector === null) return null
  const words = dice.pick(deskWords.check)
  return stepBy(scene.staff.acceptors, dice, deskTime(since, dice), { action: 'send-check', args: { inspector, words } })
}

/** 结案 or 返工. */
export function onChecked({ row, scene, since, dice }: Situation): Step | null {
  const at = deskTime(since, dice)
  if (row.checkResult === false)
    return stepBy(scene.staff.leaders, dice, at, { action: 'rework', args: { reason: dice.pick(deskWords.rework) } })
  return stepBy(scene.staff.leaders, dice, at, { action: 'close', args: { words: dice.pick(deskWords.close) } })
}

const SATISFIED = 0.94
const APPEAL_GRANTED = 0.35

/** 回访 of a caller, and the decision about an appeal. */
export function onClosed({ row, scene, since, dice }: Situation): Step | null {
  const { acceptors } = scene.staff
  if (row.callBack === 'due') {
    const satisfied = dice.chance(SATISFIED)
    const words = dice.pick(satisfied ? callBackWords.satisfied : callBackWords.unsatisfied)
    const at = scene.calendar.afterWorkingMs(since, dice.between(0.3, 7) * HOUR_MS, since + 30 * DAY_MS) ?? since + DAY_MS
    return stepBy(acceptors, dice, Math.round(at), { action: 'call-back', args: { satisfied, words } })
  }
  if (row.appeal !== 'asked') return null
  const decidedAt = scene.calendar.afterWorkingMs(since, dice.between(0.5, 9) * HOUR_MS, since + 30 * DAY_MS)
  const at = Math.round(decidedAt ?? since + DAY_MS)
  return dice.chance(APPEAL_GRANTED)
    ? stepBy(acceptors, dice, at, { action: 'grant-appeal', args: { words: '情况属实，同意免责' } })
    : stepBy(acceptors, dice, at, { action: 'refuse-appeal', args: { reason: '理由不充分，不予免责' } })
}

function inspectorFor({ staff }: Scene, row: CaseRow, dice: Situation['dice']) {
  const able = staff.inspectorsOf(row.place.dutyGrid)
  return able.length === 0 ? null : dice.pick(able).id
}

/** `astray` in [0, 1) picks somebody else instead of the one responsible. */
function departmentFor({ departments }: Scene, { classCode, place }: CaseRow, astray: number | null): DepartmentId {
  const right = departments.responsibleFor(classCode, place.grid)
  const others = departments.all.filter(({ id, external }) => id !== right && !external)
  return astray === null ? right : (others[Math.floor(astray * others.length)]?.id ?? right)
}
