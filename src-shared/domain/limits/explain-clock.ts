import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { checkInput, countsWorkingTime, dueAt, elapsed, runsOf, totalLimitMs } from './limit-clock.ts'
import type { ClockInput, Interval } from './limit-clock.ts'
import { dayNumberAt, isInstant, startOfDay } from './local-day.ts'
import type { WorkCalendar } from './work-calendar.ts'

/** `name` is the make-up day's 调休补班, if it is one. */
export interface CountedInterval extends Interval {
  readonly name?: string
}

/** 'night' = before the first or after the last working period, 'lunch' = between two. `name` is the holiday's. */
export interface SkippedInterval extends Interval {
  readonly why: 'night' | 'lunch' | 'weekend' | 'holiday' | 'pause'
  readonly name?: string
}

/**
 * The arithmetic of one clock, for the operator to check. Counted and skipped intervals together cover [start, due] without gap
 * or overlap; while a pause holds the clock they reach to `now` instead.
 */
export interface ClockExplanation {
  readonly counted: readonly CountedInterval[]
  readonly skipped: readonly SkippedInterval[]
  /** Counted up to `now` or the clock's end. */
  readonly usedMs: number
  /** With extensions. */
  readonly limitMs: number
  readonly dueAt: number | null
  /** The years the clock runs through are all among the calendar's published years; if not, holidays may be missing. */
  readonly holidaysKnown: boolean
}

type Piece = CountedInterval | SkippedInterval

/** Explains a clock at `now`; refuses as {@link dueAt} does. */
export function explainClock(clock: ClockInput, calendar: WorkCalendar, now: number): Result<ClockExplanation> {
  const checked = checkInput(clock)
  if (!checked.ok) return checked
  if (!isInstant(now)) return refuse('bad-time', 'now')
  const due = dueAt(clock.startedAt, clock.limit, clock.pauses, clock.extensions, calendar)
  if (!due.ok) return due
  const used = elapsed(clock, now, calendar)
  if (!used.ok) return used

  const until = due.value ?? Math.max(clock.startedAt, Math.min(now, clock.endedAt ?? now))
  const pieces = joinAlike(piecesOf(clock, calendar, until))
  return ok({
    counted: pieces.filter((piece): piece is CountedInterval => !isSkipped(piece)),
    skipped: pieces.filter(isSkipped),
    usedMs: used.value,
    limitMs: totalLimitMs(clock.limit, clock.extensions),
    dueAt: due.value,
    holidaysKnown: !countsWorkingTime(clock.limit.kind) || coversYears(calendar, clock.startedAt, until),
  })
}

function* piecesOf(clock: ClockInput, calendar: WorkCalendar, until: number): Generator<Piece> {
  let reached = clock.startedAt
  for (const run of runsOf(clock.startedAt, clock.pauses, until)) {
    if (run.from > reached) yield { from: reached, to: run.from, why: 'pause' }
    if (countsWorkingTime(clock.limit.kind)) yield* piecesOfRun(run, calendar)
    else yield run
    reached = run.to
  }
  if (reached < until) yield { from: reached, to: until, why: 'pause' }
}

function* piecesOfRun(run: Interval, calendar: WorkCalendar): Generator<Piece> {
  const offset = calendar.data.offsetMinutes
  for (let day = dayNumberAt(run.from, offset); startOfDay(day, offset) < run.to; day += 1) {
    for (const piece of piecesOfDay(day, calendar)) {
      const from = Math.max(piece.from, run.from)
      const to = Math.min(piece.to, run.to)
      if (from < to) yield { ...piece, from, to }
    }
  }
}

function* piecesOfDay(day: number, calendar: WorkCalendar): Generator<Piece> {
  const midnight = startOfDay(day, calendar.data.offsetMinutes)
  const nextMidnight = startOfDay(day + 1, calendar.data.offsetMinutes)
  const special = calendar.specialDay(day)
  const named = special === undefined ? {} : { name: special.name }
  if (!calendar.isWorkDay(day)) {
    yield { from: midnight, to: nextMidnight, why: special === undefined ? 'weekend' : 'holiday', ...named }
    return
  }
  let reached = midnight
  for (const period of calendar.periods) {
    yield { from: reached, to: midnight + period.from, why: reached === midnight ? 'night' : 'lunch' }
    yield { from: midnight + period.from, to: midnight + period.to, ...named }
    reached = midnight + period.to
  }
  yield { from: reached, to: nextMidnight, why: 'night' }
}

/** Neighbours of the same kind and name become one: an evening and the next morning are one night. */
function joinAlike(pieces: Iterable<Piece>): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    const continues = last !== undefined && last.to === piece.from && likeness(last) === likeness(piece)
    if (continues) joined[joined.length - 1] = { ...last, to: piece.to }
    else joined.push(piece)
  }
  return joined
}

function likeness(piece: Piece): string {
  return `${isSkipped(piece) ? piece.why : 'counted'} ${piece.name ?? ''}`
}

function isSkipped(piece: Piece): piece is SkippedInterval {
  return 'why' in piece
}

function coversYears(calendar: WorkCalendar, from: number, to: number): boolean {
  const { knownYears: known, offsetMinutes } = calendar.data
  const yearAt = (instant: number): number => new Date(startOfDay(dayNumberAt(instant, offsetMinutes), 0)).getUTCFullYear()
  return known !== null && yearAt(from) >= known.from && yearAt(to) <= known.to
}
