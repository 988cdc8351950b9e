// A department with a case: it handles it in its own time, sends it back, asks for more time, or lets it lie.
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { Limit } from '#shared/domain/case/terms.ts'
import { handlingClock } from '#shared/domain/life-cycle/index.ts'
import { countsWorkingTime, dueAt, limitMs } from '#shared/domain/limits/limit-clock.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/limits/local-day.ts'
import type { Dice } from '../dice.ts'
import { photographAfter } from '../photograph/album.ts'
import { deskWords, departmentWords } from '../report/words.ts'
import type { Manners } from '../scene/departments.ts'
import { diceAbout, stepBy } from './step.ts'
import type { Situation, Step } from './step.ts'

const SAYS_WRONG_DEPARTMENT = 0.85
const TIME_GRANTED = 0.8
const ON_ACCOUNT = 0.002
const URGED_WHEN_LATE = 0.5
const SUPERVISED_WHEN_FORGOTTEN = 0.6
const APPEALS_WHEN_LATE = 0.06
/** Nobody works as far ahead as this. */
const HORIZON_MS = 90 * DAY_MS
const LEAST_MS = 3 * MINUTE_MS

interface Handling {
  readonly limit: Limit
  /** By the town's clock. */
  readonly due: number
}

export function onHandling(situation: Situation): Step | null {
  const { row, scene, dice } = situation
  const handling = handlingOf(situation)
  if (handling === null || row.department === null) return null
  if (row.extensionAsked) return decideOnTime(situation, handling)
  const right = scene.departments.responsibleFor(row.classCode, row.place.grid)
  if (row.department !== right && row.returns < 3) return leaveToOthers(situation, right)
  const step = work(situation, handling, scene.departments.mannersOf(row.department), dice)
  return urgedBefore(step, situation, handling)
}

/** 退回 by the department, or 改派 by a dispatcher who noticed. */
function leaveToOthers({ row, scene, since, dice }: Situation, right: NonNullable<CaseRow['department']>): Step | null {
  const at = inWorkingTime(scene, since, dice.between(0.2, 2) * HOUR_MS)
  if (dice.chance(SAYS_WRONG_DEPARTMENT))
    return stepBy(workersOf(scene, row), dice, at, {
      action: 'return',
      args: { reason: dice.pick(departmentWords.wrongDepartment) },
    })
  const args = { department: right, reason: '派遣有误，改派' }
  return stepBy(scene.staff.dispatchers, dice, at, { action: 're-dispatch', args })
}

function work(situation: Situation, handling: Handling, manners: Manners, dice: Dice): Step | null {
  const { row, scene, since } = situation
  const workers = workersOf(scene, row)
  if (row.returns === 0 && dice.chance(manners.sendsBack)) {
    const at = inWorkingTime(scene, since, dice.between(0.3, 3) * HOUR_MS)
    return stepBy(workers, dice, at, { action: 'return', args: { reason: dice.pick(departmentWords.wrongDepartment) } })
  }
  if (!row.wasOnAccount && row.reworks === 0 && dice.chance(ON_ACCOUNT)) {
    const at = inWorkingTime(scene, since, dice.between(1, 6) * HOUR_MS)
    const args = { reason: dice.pick(deskWords.account), until: at + dice.whole(20, 240) * DAY_MS }
    return stepBy(scene.staff.dispatchers, dice, at, { action: 'put-on-account', args })
  }
  const isLong = limitMs(handling.limit) >= 8 * HOUR_MS
  if (isLong && row.extensions === 0 && row.ver < 12 && dice.chance(manners.asksForTime * 2)) {
    const at = shareOfWay(scene, since, handling, dice.between(0.4, 0.7))
    if (at !== null)
      return stepBy(workers, dice, at, { action: 'request-extension', args: { reason: dice.pick(departmentWords.moreTime) } })
  }
  if (dice.chance(manners.forgets)) return null
  const answer = stepBy(workers, dice, answerTime(situation, handling, manners, dice), {
    action: 'answer',
    args: { words: dice.pick(departmentWords.answer) },
  })
  return photographedBefore(answer, situation)
}

/** 处置后 is shown first, then answered: what was photographed before is photographed again. */
function photographedBefore(answer: Step | null, { row, scene, since }: Situation): Step | null {
  const attachment = answer === null ? null : photographAfter(scene.album, row.attachments)
  if (answer === null || attachment === null) return answer
  return { ...answer, at: Math.max(since, answer.at - LEAST_MS), body: { action: 'attach', args: { attachment } } }
}

/** In time for most, some way through the limit; late by hours or by days for the rest. */
function answerTime({ scene, since }: Situation, handling: Handling, { inTime }: Manners, dice: Dice): number {
  const share = dice.between(0.12, 0.9)
  const onTime = dice.chance(inTime) ? shareOfWay(scene, since, handling, share) : null
  if (onTime !== null) return onTime
  const from = Math.max(since, handling.due)
  const lateMs = Math.max(LEAST_MS, limitMs(handling.limit) * dice.between(0.05, 1.2))
  return countsWorkingTime(handling.limit.kind) ? inWorkingTime(scene, from, lateMs) : Math.round(from + lateMs)
}

/** So far along between now and the due time, in the time the limit counts in; null when that is past. */
function shareOfWay(scene: Situation['scene'], since: number, { limit, due }: Handling, share: number): number | null {
  if (due <= since + LEAST_MS) return null
  if (!countsWorkingTime(limit.kind)) return Math.round(since + (due - since) * share)
  const span = scene.calendar.workingMsBetween(since, due)
  return span <= LEAST_MS ? null : inWorkingTime(scene, since, Math.max(LEAST_MS, span * share))
}

function inWorkingTime({ calendar }: Situation['scene'], from: number, workingMs: number): number {
  return Math.round(calendar.afterWorkingMs(from, workingMs, from + HORIZON_MS) ?? from + workingMs)
}

/** 同意 or 不同意延期; only the refusal is left once the limit has run out. */
function decideOnTime({ scene, since, dice }: Situation, { due }: Handling): Step | null {
  const at = inWorkingTime(scene, since, dice.between(0.1, 1.5) * HOUR_MS)
  const { dispatchers } = scene.staff
  return at < due && dice.chance(TIME_GRANTED)
    ? stepBy(dispatchers, dice, at, { action: 'approve-extension', args: { words: '情况属实，同意延期' } })
    : stepBy(dispatchers, dice, at, { action: 'refuse-extension', args: { reason: '理由不充分，请按时限处置' } })
}

/** 催办, and 督办 of what nobody touches: neither moves the case. */
function urgedBefore(step: Step | null, { row, scene, since }: Situation, { due }: Handling): Step | null {
  const dice = diceAbout(row, 'urge')
  const urgedAt = inWorkingTime(scene, Math.max(due, since), dice.between(0.3, 4) * HOUR_MS)
  const isLate = step === null || step.at > urgedAt
  if (!isLate) return step
  if (row.urged === 0 && dice.chance(URGED_WHEN_LATE))
    return stepBy(scene.staff.dispatchers, dice, urgedAt, { action: 'urge', args: { words: dice.pick(deskWords.urge) } })
  if (step !== null || row.supervised > 0 || !dice.chance(SUPERVISED_WHEN_FORGOTTEN)) return step
  const at = inWorkingTime(scene, urgedAt, dice.between(4, 24) * HOUR_MS)
  return stepBy(scene.staff.leaders, dice, at, { action: 'supervise', args: { reason: deskWords.supervise[0] } })
}

/** 超期申诉, once, some days after closing. */
export function appealOf({ row, scene, since, dice }: Situation): Step | null {
  const wasLate = row.clocks.some(({ kind, late }) => kind === 'handle' && late)
  if (!wasLate || row.appeal !== 'none' || row.department === null || !dice.chance(APPEALS_WHEN_LATE)) return null
  const at = inWorkingTime(scene, since, dice.between(2, 20) * HOUR_MS)
  return stepBy(workersOf(scene, row), dice, at, { action: 'appeal', args: { reason: dice.pick(departmentWords.appeal) } })
}

function workersOf({ staff }: Situation['scene'], { department }: CaseRow) {
  return staff.workersOf(department ?? '')
}

function handlingOf({ row, scene, town }: Situation): Handling | null {
  const clock = handlingClock(row)
  if (clock === undefined) return null
  const pauses = clock.pauses.map(({ from, to, why }) => ({ from: town(from), to: to === null ? null : town(to), why }))
  const due = dueAt(town(clock.startedAt), clock.limit, pauses, clock.extensions, scene.calendar)
  return due.ok && due.value !== null ? { limit: clock.limit, due: due.value } : null
}
