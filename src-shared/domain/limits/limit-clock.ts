import type { CaseClock, Pause } from '#shared/domain/case/case-row.ts'
import type { Limit, LimitKind } from '#shared/domain/case/terms.ts'
import { assertNever } from '#shared/kernel/assert-never.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { DAY_MS, HOUR_MS, LAST_INSTANT, MINUTE_MS, isInstant } from './local-day.ts'
import type { WorkCalendar } from './work-calendar.ts'

/** The part of a case clock that decides what it counts. */
export type ClockInput = Readonly<Pick<CaseClock, 'limit' | 'startedAt' | 'extensions' | 'endedAt'>> & {
  readonly pauses: readonly Pause[]
}

export interface Interval {
  /** Epoch milliseconds, inclusive. */
  readonly from: number
  /** Epoch milliseconds, exclusive. */
  readonly to: number
}

/** No due time is given further away than this: holidays that far ahead are nobody's knowledge. */
export const LONGEST_SPAN_MS = 50 * 366 * DAY_MS

/** Does the limit count only inside working periods? */
export function countsWorkingTime(kind: LimitKind): boolean {
  return kind === 'working-hours' || kind === 'working-days'
}

/** What one limit is worth in counted milliseconds. 工作日 = 8 工作时, whatever the length of the hall's day (domain-facts 1.6). */
export function limitMs(limit: Limit): number {
  return Math.max(1, Math.round(limit.value * unitMs(limit.kind)))
}

function unitMs(kind: LimitKind): number {
  switch (kind) {
    case 'urgent-hours':
    case 'working-hours':
      return HOUR_MS
    case 'working-days':
      return 8 * HOUR_MS
    case 'natural-days':
      return DAY_MS
    case 'desk-minutes':
      return MINUTE_MS
    default:
      return assertNever(kind)
  }
}

/**
 * When the limit runs out: the earliest instant at which it has been counted in full. Each extension 延期 adds one more original
 * limit. Null while an open pause holds the clock; a clock that had run out before the pause began keeps its due time. Refuses
 * 'bad-time' (start or pause outside 1970–9999, pause ending before it began) and 'limit-out-of-range'.
 */
export function dueAt(
  startedAt: number,
  limit: Limit,
  pauses: readonly Pause[],
  extensions: number,
  calendar: WorkCalendar,
): Result<number | null> {
  const checked = checkInput({ startedAt, limit, pauses, extensions, endedAt: null })
  if (!checked.ok) return checked
  const latest = Math.min(LAST_INSTANT, startedAt + LONGEST_SPAN_MS)
  let left = totalLimitMs(limit, extensions)
  for (const run of runsOf(startedAt, pauses, latest)) {
    const countable = countedMs(limit.kind, run, calendar)
    if (left <= countable) return dueWithin(run, limit.kind, left, calendar)
    left -= countable
  }
  return pauses.some((pause) => pause.to === null) ? ok(null) : refuse('limit-out-of-range', `${limit.value} ${limit.kind}`)
}

/** Counted milliseconds from the start to `now` (or to the clock's end, if that is earlier). Zero before the start. */
export function elapsed(clock: ClockInput, now: number, calendar: WorkCalendar): Result<number> {
  const checked = checkInput(clock)
  if (!checked.ok) return checked
  if (!isInstant(now)) return refuse('bad-time', 'now')
  const until = Math.min(now, clock.endedAt ?? now)
  const runs = runsOf(clock.startedAt, clock.pauses, until)
  return ok(runs.reduce((sum, run) => sum + countedMs(clock.limit.kind, run, calendar), 0))
}

/** Counted milliseconds still left; negative by as much as the clock is over. */
export function remaining(clock: ClockInput, now: number, calendar: WorkCalendar): Result<number> {
  const used = elapsed(clock, now, calendar)
  return used.ok ? ok(totalLimitMs(clock.limit, clock.extensions) - used.value) : used
}

/** The limit with its extensions, in counted milliseconds. */
export function totalLimitMs(limit: Limit, extensions: number): number {
  return limitMs(limit) * (1 + extensions)
}

/** The stretches of [start, until) in which the clock is not paused, in order. Overlapping pauses count once. */
export function runsOf(start: number, pauses: readonly Pause[], until: number): readonly Interval[] {
  const runs: Interval[] = []
  let from = start
  for (const pause of [...pauses].sort((a, b) => a.from - b.from)) {
    if (pause.from >= until) break
    if (pause.from > from) runs.push({ from, to: pause.from })
    from = Math.max(from, pause.to ?? Number.POSITIVE_INFINITY)
  }
  if (from < until) runs.push({ from, to: until })
  return runs
}

/** Refuses what no clock can be computed from. */
export function checkInput(clock: ClockInput): Result<true> {
  const { limit, extensions } = clock
  if (!isInstant(clock.startedAt)) return refuse('bad-time', 'startedAt')
  if (clock.endedAt !== null && !isInstant(clock.endedAt)) return refuse('bad-time', 'endedAt')
  if (!(limit.value > 0) || !Number.isInteger(extensions) || extensions < 0)
    return refuse('limit-out-of-range', `${limit.value} x ${extensions}`)
  if (totalLimitMs(limit, extensions) > LONGEST_SPAN_MS) return refuse('limit-out-of-range', `${limit.value} ${limit.kind}`)
  return clock.pauses.every(isPlausible) ? ok(true) : refuse('bad-time', 'pauses')
}

function isPlausible(pause: Pause): boolean {
  return isInstant(pause.from) && (pause.to === null || (isInstant(pause.to) && pause.to >= pause.from))
}

function countedMs(kind: LimitKind, run: Interval, calendar: WorkCalendar): number {
  return countsWorkingTime(kind) ? calendar.workingMsBetween(run.from, run.to) : run.to - run.from
}

function dueWithin(run: Interval, kind: LimitKind, left: number, calendar: WorkCalendar): Result<number> {
  const due = countsWorkingTime(kind) ? calendar.afterWorkingMs(run.from, left, run.to) : run.from + left
  return due === undefined ? refuse('limit-out-of-range', kind) : ok(due)
}
