import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { MINUTE_MS } from '#shared/domain/limits/local-day.ts'
import { diceFor } from '../dice.ts'
import type { Dice } from '../dice.ts'
import type { Scene } from '../scene/scene.ts'
import type { Colleague } from '../scene/staff.ts'

/** What somebody will do to a case, and when by the town's clock. `by` null: the platform itself. */
export interface Step {
  readonly at: number
  readonly by: Colleague | null
  readonly body: ActBody
}

/** What a decision is made of. Every instant is the town's. */
export interface Situation {
  readonly row: CaseRow
  readonly scene: Scene
  /** When the case came to where it stands. */
  readonly since: number
  /** Translates an instant of the row into the town's time. */
  readonly town: (instant: number) => number
  /** Falls the same for the same case in the same version. */
  readonly dice: Dice
}

/** Dice of one question about a case in its present version. */
export function diceAbout(row: CaseRow, question: string): Dice {
  // Behind the time in a UUIDv7: what is left depends on the case alone.
  return diceFor(question, row.id.slice(14), row.ver)
}

/** Nobody: the hall has no such person, so the case waits for one. */
export function stepBy(people: readonly Colleague[], dice: Dice, at: number, body: ActBody): Step | null {
  return people.length === 0 ? null : { at, by: dice.pick(people), body }
}

/** Of a hundred desk steps so many are done after their limit of 15 minutes (domain-facts 4). */
const LATE_AT_DESK = 0.04

/** When the desk gets round to it. */
export function deskTime(since: number, dice: Dice): number {
  const minutes = dice.chance(LATE_AT_DESK) ? dice.between(16, 50) : dice.between(0.7, 4) * dice.between(1, 3.4)
  return Math.round(since + minutes * MINUTE_MS)
}
