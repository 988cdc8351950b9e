// Periods of the evaluation as spans of local days: whole numbers from 1970-01-01 of Beijing time.
import { dayNumberAt, isoDateOf, parseIsoDate, startOfDay } from '#shared/domain/limits/local-day.ts'
import { EVALUATION_OFFSET_MINUTES } from './terms.ts'
import type { PeriodKind } from './terms.ts'

/** A period by its first day and the first day after it. */
export interface Span {
  readonly kind: PeriodKind
  readonly from: number
  readonly to: number
}

/** Day number of an instant in the evaluation's zone. */
export function evaluationDay(instant: number): number {
  return dayNumberAt(instant, EVALUATION_OFFSET_MINUTES)
}

/** The instant at which a day of the evaluation begins. */
export function dayBegins(day: number): number {
  return startOfDay(day, EVALUATION_OFFSET_MINUTES)
}

/** The period of a kind that holds the day. */
export function spanOf(kind: PeriodKind, day: number): Span {
  const [year, month, date] = partsOf(day)
  if (kind === 'day') return { kind, from: day, to: day + 1 }
  if (kind === 'year') return { kind, from: dayOf(year, 0, 1), to: dayOf(year + 1, 0, 1) }
  if (kind === 'month') return { kind, from: dayOf(year, month, 1), to: dayOf(year, month + 1, 1) }
  const first = Math.min(2, Math.floor((date - 1) / 10)) * 10 + 1
  return { kind, from: dayOf(year, month, first), to: first === 21 ? dayOf(year, month + 1, 1) : dayOf(year, month, first + 10) }
}

/** The period that holds `start` ('YYYY-MM-DD'); undefined when that is no date. */
export function spanOfPeriod({ kind, start }: { readonly kind: PeriodKind; readonly start: string }): Span | undefined {
  const day = parseIsoDate(start)
  return day === undefined ? undefined : spanOf(kind, day)
}

export function periodOf({ kind, from }: Span): { kind: PeriodKind; start: string } {
  return { kind, start: isoDateOf(Math.max(0, from)) }
}

/** Does the span reach to the end of its period? */
export function isWhole({ kind, from, to }: Span): boolean {
  const whole = spanOf(kind, from)
  return whole.from === from && whole.to === to
}

/** The period so many later (negative: earlier). */
export function stepSpan(span: Span, steps: number): Span {
  let at = span
  for (let left = Math.abs(steps); left > 0; left -= 1) at = spanOf(span.kind, steps > 0 ? at.to : at.from - 1)
  return at
}

/** The period of the same kind one year earlier; 29 February has 28 February before it. */
export function yearBefore({ kind, from }: Span): Span {
  const [year, month, date] = partsOf(from)
  const daysThen = dayOf(year - 1, month + 1, 1) - dayOf(year - 1, month, 1)
  return spanOf(kind, dayOf(year - 1, month, Math.min(date, daysThen)))
}

/** The `count` periods that end with this one, oldest first. */
export function spansUpTo(span: Span, count: number): Span[] {
  const spans = [span]
  while (spans.length < count) spans.unshift(stepSpan(spans[0] ?? span, -1))
  return spans
}

/** First day of the month that holds the day. */
export function monthOf(day: number): number {
  const [year, month] = partsOf(day)
  return dayOf(year, month, 1)
}

function partsOf(day: number): readonly [year: number, month: number, date: number] {
  const date = new Date(day * 86_400_000)
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
}

function dayOf(year: number, month: number, date: number): number {
  return Date.UTC(year, month, date) / 86_400_000
}
