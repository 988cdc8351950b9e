// Inspectors answering what the hall asks them: 核实 before filing, 核查 after handling. They do so while they are out.
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { DAY_MS, MINUTE_MS, dayNumberAt, startOfDay } from '#shared/domain/limits/local-day.ts'
import type { Dice } from '../dice.ts'
import { PATROL_FROM_MS, PATROL_TO_MS } from '../report/day-shape.ts'
import { isPatrolTime } from '../report/problem-report.ts'
import { deskWords } from '../report/words.ts'
import type { Situation, Step } from './step.ts'

const CONFIRMED = 0.9
const LATE_TASK = 0.09

export function onVerifying({ row, scene, since, dice }: Situation): Step | null {
  const confirmed = dice.chance(CONFIRMED)
  const words = dice.pick(confirmed ? deskWords.confirmed : deskWords.denied)
  const by = inspectorOf(row, scene)
  return by === null ? null : { at: taskTime(since, scene.offsetMinutes, dice), by, body: { action: 'answer-verify', args: { confirmed, words } } }
}

export function onChecking({ row, scene, since, dice }: Situation): Step | null {
  const soundly = row.department === null ? 1 : scene.departments.mannersOf(row.department).soundly
  // Who had to come back once takes more care.
  const fixed = dice.chance(row.reworks === 0 ? soundly : Math.sqrt(soundly))
  const words = dice.pick(fixed ? deskWords.fixed : deskWords.notFixed)
  const by = inspectorOf(row, scene)
  return by === null ? null : { at: taskTime(since, scene.offsetMinutes, dice), by, body: { action: 'answer-check', args: { fixed, words } } }
}

function inspectorOf({ inspector }: CaseRow, { staff }: Situation['scene']) {
  return inspector === null ? null : (staff.find(inspector) ?? null)
}

/** On the way there and back to the handset; what comes in the evening waits for the morning. */
function taskTime(since: number, offsetMinutes: number, dice: Dice): number {
  const minutes = dice.chance(LATE_TASK) ? dice.between(31, 80) : dice.between(6, 29)
  const at = Math.round(since + minutes * MINUTE_MS)
  return isPatrolTime(at, offsetMinutes) ? at : nextPatrol(at, offsetMinutes) + Math.round(minutes * MINUTE_MS)
}

function nextPatrol(at: number, offsetMinutes: number): number {
  const midnight = startOfDay(dayNumberAt(at, offsetMinutes), offsetMinutes)
  return at < midnight + PATROL_TO_MS ? midnight + PATROL_FROM_MS : midnight + DAY_MS + PATROL_FROM_MS
}
