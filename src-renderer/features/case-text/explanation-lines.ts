import type { CaseClock } from '#shared/domain/case/case-row.ts'
import { MINUTE_MS } from '#shared/domain/limits/local-day.ts'
import { text } from '#renderer/i18n/index.ts'
import { limitText } from './limit-text.ts'

/** How times are said here. */
export interface ClockTellingWords {
  readonly stamp: (ms: number) => string
  /** 11-19 08:00–12:00: the date once, seconds only where there are any. */
  readonly range: (from: number, to: number) => string
}

interface SkippedStretch {
  readonly from: number
  readonly to: number
  readonly why: string
  readonly name?: string | null | undefined
}

/** The arithmetic of a clock, as the host or the limit clock itself gives it. */
export interface ToldClock {
  readonly clock: Pick<CaseClock, 'limit' | 'extensions'>
  readonly counted: readonly { readonly from: number; readonly to: number }[]
  readonly skipped: readonly SkippedStretch[]
  readonly usedMs: number
  readonly limitMs: number
  readonly dueAt: number | null
}

const MOST_PIECES = 8

/** The arithmetic of one clock as sentences: which stretches counted, which did not and why, and what that makes. */
export function explanationLines(explained: ToldClock, { stamp, range }: ClockTellingWords): string[] {
  const { clock, counted, skipped, usedMs, limitMs, dueAt } = explained
  const whole = { limit: limitText(clock.limit), span: countedText(limitMs) }
  const pieces = [
    ...counted.map(({ from, to }) => ({ from, words: text('cases.sum.counted', { range: range(from, to), span: countedText(to - from) }) })),
    ...skipped.map(({ from, to, why, name }) => ({
      from, words: text('cases.sum.skipped', { range: range(from, to), why: skippedBecause(why, name ?? null) }),
    })),
  ].sort((a, b) => a.from - b.from)
  const rest = pieces.length - MOST_PIECES
  return [
    clock.extensions === 0 ? text('cases.sum.whole', whole) : text('cases.sum.extended', { ...whole, times: clock.extensions }),
    ...pieces.slice(0, MOST_PIECES).map(({ words }) => words),
    ...(rest > 0 ? [text('cases.sum.more', { n: rest })] : []),
    text('cases.sum.used', { span: countedText(usedMs) }),
    ...(dueAt === null ? [] : [text('cases.sum.due', { time: stamp(dueAt) })]),
  ]
}

/** Counted time in hours and minutes: five working days are forty hours, not a day and sixteen. */
function countedText(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS)
  const h = Math.floor(minutes / 60)
  if (h === 0) return text('cases.sum.minutes', { m: minutes })
  return minutes % 60 === 0 ? text('cases.sum.hours', { h }) : text('cases.sum.hoursMinutes', { h, m: minutes % 60 })
}

type SkipReason = 'night' | 'lunch' | 'weekend' | 'holiday' | 'pause'
const reasons: readonly string[] = ['night', 'lunch', 'weekend', 'holiday', 'pause'] satisfies SkipReason[]

function skippedBecause(why: string, name: string | null): string {
  return isReason(why) ? text(`cases.sum.why.${why}`, { name: name ?? '' }) : why
}

function isReason(why: string): why is SkipReason {
  return reasons.includes(why)
}
