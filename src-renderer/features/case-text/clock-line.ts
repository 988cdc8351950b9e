import type { CaseClock } from '#shared/domain/case/case-row.ts'
import { isPaused } from '#shared/domain/case/clocks.ts'
import { statusOf } from '#shared/domain/case/work-lists.ts'
import type { PressingRow } from '#shared/domain/case/work-lists.ts'
import { countsWorkingTime } from '#shared/domain/limits/limit-clock.ts'
import { text } from '#renderer/i18n/index.ts'
import type { ClockLine } from '#renderer/ui/index.ts'
import type { ClockTellingWords } from './explanation-lines.ts'
import { limitText } from './limit-text.ts'

export interface ClockWords extends ClockTellingWords {
  readonly now: number
  readonly minute: (ms: number) => string
  readonly lasting: (ms: number) => string
}

/** One clock of a case, as it has run or runs. */
export function clockLine(row: PressingRow, clock: CaseClock, words: ClockWords): Omit<ClockLine, 'key'> {
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
