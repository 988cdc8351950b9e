import type { CaseView, ClockExplanation } from '#shared/contracts/cases.contract.ts'
import type { CaseClock } from '#shared/domain/case/case-row.ts'
import { isPaused } from '#shared/domain/case/clocks.ts'
import { endStates } from '#shared/domain/case/terms.ts'
import type { ClockKind } from '#shared/domain/case/terms.ts'
import { statusOf } from '#shared/domain/case/work-lists.ts'
import { countsWorkingTime } from '#shared/domain/limits/limit-clock.ts'
import { MINUTE_MS } from '#shared/domain/limits/local-day.ts'
import { text } from '#renderer/i18n/index.ts'
import type { StepAhead } from '#renderer/features/intake/index.ts'
import type { ClockLine } from '#renderer/ui/index.ts'
import { limitText } from './case-facts.ts'

export interface ClockWords {
  readonly now: number
  readonly stamp: (ms: number) => string
  readonly minute: (ms: number) => string
  readonly lasting: (ms: number) => string
  /** 11-19 08:00–12:00: the date once, seconds only where there are any. */
  readonly range: (from: number, to: number) => string
}

type Row = CaseView['row']

/** 计时: what has run, what runs, what is still to come. Only the last clock of a kind opens its arithmetic. */
export function clockLines(
  row: Row, ahead: readonly StepAhead[], sums: ReadonlyMap<string, readonly string[]>, words: ClockWords,
): ClockLine[] {
  const lines = row.clocks.map((clock, at): ClockLine => {
    const isLast = row.clocks.findLastIndex(({ kind }) => kind === clock.kind) === at
    const key = isLast ? clock.kind : `${clock.kind}-${at}`
    return { ...clockLine(row, clock, words), key, sum: isLast ? (sums.get(key) ?? [text('cases.sum.running')]) : undefined }
  })
  const future = endStates.includes(row.state) ? [] : ahead.map(({ kind, limit, latest }): ClockLine => ({
    key: isClockKind(kind, row) ? `${kind}-ahead` : kind,
    step: text(`cases.clock.${kind}`),
    limit: limitText(limit),
    phase: 'ahead',
    due: latest === null ? '' : text('cases.view.latest', { time: words.minute(latest) }),
  }))
  return [...lines, ...future]
}

/** The clock that counts now, or stands still; undefined when none is open. */
export function openClock(row: Row): CaseClock | undefined {
  const open = row.clocks.filter(({ endedAt }) => endedAt === null)
  return open.findLast((clock) => !isPaused(clock)) ?? open.at(-1)
}

function clockLine(row: Row, clock: CaseClock, words: ClockWords): Omit<ClockLine, 'key'> {
  const due = clock.dueAt === null ? '' : words.stamp(clock.dueAt)
  const basics = { step: text(`cases.clock.${clock.kind}`), limit: limitText(clock.limit), due }
  if (clock.endedAt !== null) {
    return { ...basics, phase: 'done', used: usedText(clock, words), meaning: clock.late ? 'overdue' : 'normal' }
  }
  if (isPaused(clock)) return { ...basics, phase: 'done', used: text('cases.view.stopped') }
  return { ...basics, phase: 'running', share: shareOf(clock, words.now), meaning: statusOf(row, words.now) }
}

/** 用 2 分 38 秒, where every minute counts; a limit of working hours is told by its arithmetic only. */
function usedText(clock: CaseClock, { lasting }: ClockWords): string {
  if (clock.endedAt === null || countsWorkingTime(clock.limit.kind)) return ''
  const usedMs = clock.endedAt - clock.startedAt - pausedMs(clock, clock.endedAt)
  return text('cases.view.used', { time: lasting(Math.max(0, usedMs)) })
}

/** Between start and due by the wall clock: a picture, not the arithmetic. */
function shareOf(clock: CaseClock, now: number): number | undefined {
  if (clock.dueAt === null) return undefined
  const paused = pausedMs(clock, now)
  const whole = clock.dueAt - clock.startedAt - paused
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (now - clock.startedAt - paused) / whole))
}

function pausedMs({ pauses }: CaseClock, until: number): number {
  return pauses.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? until) - from), 0)
}

const MOST_PIECES = 8

/** The arithmetic of one clock as sentences: which stretches counted, which did not and why, and what that makes. */
export function explanationLines(explained: ClockExplanation, { stamp, range }: ClockWords): string[] {
  const { clock, counted, skipped, usedMs, limitMs, dueAt } = explained
  const whole = { limit: limitText(clock.limit), span: countedText(limitMs) }
  const pieces = [
    ...counted.map(({ from, to }) => ({ from, words: text('cases.sum.counted', { range: range(from, to), span: countedText(to - from) }) })),
    ...skipped.map(({ from, to, why, name }) => ({
      from, words: text('cases.sum.skipped', { range: range(from, to), why: skippedBecause(why, name) }),
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

export function isClockKind(key: string, row: Row): key is ClockKind {
  return row.clocks.some(({ kind }) => kind === key)
}
