import type { CaseView } from '#shared/contracts/cases.contract.ts'
import type { CaseClock } from '#shared/domain/case/case-row.ts'
import { isPaused } from '#shared/domain/case/clocks.ts'
import { endStates } from '#shared/domain/case/terms.ts'
import type { ClockKind } from '#shared/domain/case/terms.ts'
import { clockLine, limitText } from '#renderer/features/case-text/index.ts'
import type { ClockWords } from '#renderer/features/case-text/index.ts'
import type { StepAhead } from '#renderer/features/intake/index.ts'
import { text } from '#renderer/i18n/index.ts'
import type { ClockLine } from '#renderer/ui/index.ts'

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

export function isClockKind(key: string, row: Row): key is ClockKind {
  return row.clocks.some(({ kind }) => kind === key)
}
