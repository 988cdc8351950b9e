// The questions every process asks of the table: what may I do here, and may this act be done?
import type { Act, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { CaseAction } from '#shared/domain/case/terms.ts'
import type { CaseState, Post } from '#shared/domain/case/terms.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { ActionSpec, Move, MoveChoice } from './action-spec.ts'
import { guards } from './guards.ts'
import type { GuardFacts, GuardName, HallView } from './guards.ts'
import { lifeCycle, needsOf } from './table.ts'

export type { ActionSpec, ClockEffect, CounterName, Move } from './action-spec.ts'
export { LONGEST_ON_ACCOUNT_MS, MOST_ATTACHMENTS, MOST_EXTENSIONS, guards, handlingClock } from './guards.ts'
export type { Guard, GuardName, HallView } from './guards.ts'
export { holders, lifeCycle, needsOf, raisesVersion } from './table.ts'

/** An action open to the person, the post to do it under, and the arguments still to be asked for. */
export interface AllowedAction {
  readonly action: CaseAction
  readonly post: Post
  readonly needs: readonly string[]
}

/** An action closed at present and why, for a disabled button. */
export interface ClosedAction {
  readonly action: CaseAction
  readonly refusal: Refusal
}

/** A move that may be made. */
export interface Permit {
  readonly spec: ActionSpec
  readonly move: Move
  readonly to: CaseState
}

/** The same under whichever post. */
type FactsOfAct = Omit<GuardFacts, 'post'>

/**
 * What may be done to a case at `now` by somebody who holds these posts; what depends on arguments is decided by {@link canAct}.
 * Where several posts would do, the first of `posts` is named. Give `person` to have tasks of other inspectors refused.
 */
export function allowedActions(
  row: CaseRow,
  posts: readonly Post[],
  now: number,
  person?: string | null,
): { allowed: AllowedAction[]; refused: ClosedAction[] } {
  const facts: FactsOfAct = { row, at: now, person, body: undefined, hall: undefined }
  const allowed: AllowedAction[] = []
  const refused: ClosedAction[] = []
  for (const action of CaseAction.options) {
    if (action === 'report') continue
    const attempts = posts.map((post) => ({ post, permit: permitFor(action, post, facts) }))
    const open = attempts.find(({ permit }) => permit.ok)
    if (open === undefined) refused.push({ action, refusal: mostTelling(attempts.map(({ permit }) => permit)) })
    else allowed.push({ action, post: open.post, needs: needsOf(lifeCycle[action]) })
  }
  return { allowed, refused }
}

/**
 * May this act be done to this case (null: there is none yet)? `act.body` must have passed its schema. Refusals: 'case-exists',
 * 'not-found', 'illegal-move' (detail: state and action), 'wrong-post' (detail: post), else the code of the guard that fails
 * (detail: its name).
 */
export function canAct(row: CaseRow | null, act: Pick<Act, 'at' | 'person' | 'post' | 'body'>, hall: HallView): Result<Permit> {
  return permitFor(act.body.action, act.post, { row, at: act.at, person: act.person, body: act.body, hall })
}

function permitFor(action: CaseAction, post: Post, facts: FactsOfAct): Result<Permit> {
  const spec = lifeCycle[action]
  const { row } = facts
  const fitting = spec.moves.filter((move) => startsFrom(move, row) && isChosen(move.when, facts.body))
  if (fitting.length === 0) return noMove(action, row)
  const move = fitting.find((one) => one.posts.includes(post))
  if (move === undefined) return refuse('wrong-post', post)
  const failed = [...spec.guards, ...(move.guards ?? [])].find((name) => !guards[name].holds({ ...facts, post }))
  return failed === undefined ? ok({ spec, move, to: nextState(move, row) }) : guardRefusal(failed)
}

function startsFrom(move: Move, row: CaseRow | null): boolean {
  return row === null ? move.from === 'nothing' : move.from !== 'nothing' && move.from.includes(row.state)
}

function isChosen(choice: MoveChoice | undefined, body: ActBody | undefined): boolean {
  if (choice === undefined || body?.action !== 'call-back') return true
  return body.args.satisfied === (choice === 'caller-satisfied')
}

function noMove(action: CaseAction, row: CaseRow | null): Result<never> {
  if (row === null) return refuse('not-found', 'caseId')
  return action === 'report' ? refuse('case-exists', 'caseId') : refuse('illegal-move', `${row.state} ${action}`)
}

function guardRefusal(name: GuardName): Result<never> {
  return refuse(guards[name].code, name)
}

function nextState(move: Move, row: CaseRow | null): CaseState {
  if (move.to === 'where-it-was') return whereItWas(row)
  if (move.to === 'same') return row?.state ?? 'reported'
  return move.to
}

/** Imported cases may not know; then the step that what they hold speaks for. */
function whereItWas(row: CaseRow | null): CaseState {
  if (row === null) return 'reported'
  if (row.resumeTo !== null) return row.resumeTo
  if (row.state === 'verifying') return 'reported'
  return row.department === null ? 'filed' : 'handling'
}

/** Of several posts' refusals the one nearest to success: a failed condition tells more than a wrong post. */
function mostTelling(attempts: readonly Result<Permit>[]): Refusal {
  const refusals = attempts.flatMap((attempt) => (attempt.ok ? [] : [attempt.error]))
  return refusals.find(({ code }) => code !== 'wrong-post') ?? refusals[0] ?? { code: 'wrong-post' }
}
