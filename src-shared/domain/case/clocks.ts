// What the life cycle's clock effects do to a case's clocks: which clock runs when. The arithmetic is the limit clock's.
import type { Result } from '#shared/kernel/result.ts'
import { ok } from '#shared/kernel/result.ts'
import type { ClockEffect } from '#shared/domain/life-cycle/action-spec.ts'
import { dueAt } from '#shared/domain/limits/limit-clock.ts'
import type { WorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { CaseClock, CaseRow, Pause } from './case-row.ts'
import type { ClockKind, Limit } from './terms.ts'

export interface ClockContext {
  /** Epoch milliseconds at which the act counts, see {@link clockTime}. */
  readonly at: number
  /** When the pause that is resumed ended; differs from `at` when the time on account ran out earlier. */
  readonly resumedAt: number
  readonly calendar: WorkCalendar
  /** Undefined: that step runs no clock in this hall. */
  readonly limitOf: (kind: ClockKind) => Limit | undefined
}

/**
 * The time at which an act counts for the clocks: its own, but never before the clocks' last edge, so that no clock runs
 * backwards when a seat's wall clock is slow. Commuting acts set no edge: a wrong clock behind a note moves nothing.
 */
export function clockTime(row: CaseRow | null, at: number): number {
  if (row === null) return at
  return row.clocks.reduce((latest, clock) => Math.max(latest, ...edgesOf(clock)), Math.max(at, row.reportedAt))
}

/** The running clock's due time; null when none runs. */
export function runningDueAt(clocks: readonly CaseClock[]): number | null {
  return runningClock(clocks)?.dueAt ?? null
}

/** The clock that counts at present: not ended, not paused; the most pressing should an import have brought several. */
export function runningClock(clocks: readonly CaseClock[]): CaseClock | undefined {
  return clocks
    .filter((clock) => clock.endedAt === null && !isPaused(clock))
    .sort((a, b) => (a.dueAt ?? Number.MAX_SAFE_INTEGER) - (b.dueAt ?? Number.MAX_SAFE_INTEGER))[0]
}

export function isPaused(clock: CaseClock): boolean {
  return clock.pauses.some((pause) => pause.to === null)
}

/** The clocks after an effect; refuses as {@link dueAt} does when a limit cannot be computed. */
export function applyClockEffect(clocks: readonly CaseClock[], effect: ClockEffect, context: ClockContext): Result<CaseClock[]> {
  const after: CaseClock[] = []
  for (const clock of clocks) {
    const changed = clock.endedAt === null ? changeClock(clock, effect, context) : ok(clock)
    if (!changed.ok) return changed
    after.push(changed.value)
  }
  const limit = effect.starts === undefined ? undefined : context.limitOf(effect.starts)
  if (effect.starts === undefined || limit === undefined) return ok(after)
  const started = withDue(newClock(effect.starts, limit, context.at), context.calendar)
  return started.ok ? ok([...after, started.value]) : started
}

function changeClock(clock: CaseClock, effect: ClockEffect, context: ClockContext): Result<CaseClock> {
  if (effect.ends === 'all' || effect.ends?.includes(clock.kind) === true) return endClock(clock, context)
  if (effect.resumes !== undefined && isPaused(clock)) {
    return withDue({ ...clock, pauses: closePauses(clock.pauses, context.resumedAt, effect.resumes) }, context.calendar)
  }
  if (effect.pauses !== undefined && !isPaused(clock)) {
    return withDue({ ...clock, pauses: [...clock.pauses, { from: context.at, to: null, why: effect.pauses }] }, context.calendar)
  }
  if (effect.extends === true) return withDue({ ...clock, extensions: clock.extensions + 1 }, context.calendar)
  return ok(clock)
}

/** Ends a clock and freezes whether it was late; one that ends while paused is judged as if the pause ended with it. */
function endClock(clock: CaseClock, { at, calendar }: ClockContext): Result<CaseClock> {
  const settled = isPaused(clock) ? withDue({ ...clock, pauses: closePauses(clock.pauses, at) }, calendar) : ok(clock)
  if (!settled.ok) return settled
  const { dueAt: due } = settled.value
  return ok({ ...settled.value, endedAt: at, late: due !== null && at > due })
}

function newClock(kind: ClockKind, limit: Limit, startedAt: number): CaseClock {
  return { kind, limit: { ...limit }, startedAt, pauses: [], extensions: 0, dueAt: null, endedAt: null, late: false }
}

function withDue(clock: CaseClock, calendar: WorkCalendar): Result<CaseClock> {
  const due = dueAt(clock.startedAt, clock.limit, clock.pauses, clock.extensions, calendar)
  return due.ok ? ok({ ...clock, dueAt: due.value }) : due
}

function closePauses(pauses: readonly Pause[], at: number, why?: Pause['why']): Pause[] {
  const isMeant = (pause: Pause): boolean => pause.to === null && (why === undefined || pause.why === why)
  return pauses.map((pause) => (isMeant(pause) ? { ...pause, to: Math.max(at, pause.from) } : pause))
}

function edgesOf(clock: CaseClock): number[] {
  const edges = [clock.startedAt, clock.endedAt, ...clock.pauses.flatMap((pause) => [pause.from, pause.to])]
  return edges.filter((edge) => edge !== null)
}
