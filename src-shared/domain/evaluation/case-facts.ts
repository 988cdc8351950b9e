// What one case counts for, out of its row alone: the ground of every figure. Time enters only where an open case waits: it is
// overdue from the millisecond after `dueAt` on, without anything happening to its row.
import type { CaseClock, CaseRow } from '#shared/domain/case/case-row.ts'
import { isPaused } from '#shared/domain/case/clocks.ts'
import { endStates } from '#shared/domain/case/terms.ts'
import type { CaseSource, CaseState, ClockKind } from '#shared/domain/case/terms.ts'
import { evaluationDay } from './periods.ts'
import type { Outcome } from './terms.ts'

/** An outcome that time alone does not change, or 'open': overdue or not due, as `dueAt` says. */
export type Settled = Exclude<Outcome, 'overdue' | 'not-due'> | 'open'

export interface CaseFacts {
  /** Local days, see periods.ts. */
  readonly reportedDay: number
  readonly filedDay: number | null
  /** '' where there is none. */
  readonly department: string
  readonly street: string
  readonly community: string
  readonly grid: string
  readonly classCode: string
  readonly source: CaseSource
  /** Null while not filed. */
  readonly settled: Settled | null
  /** Of an open case: the limit it must keep, or the one it has missed; null when none runs. */
  readonly dueAt: number | null
  /** By how much the handling limit was passed, once that can not grow any more. */
  readonly lateMs: number | null
  /** How far it has come: an index of the funnel's stages. */
  readonly stage: number
  /** Milliseconds each stage took, pauses left out: accept, file, dispatch, handle, check, close; null where not measured. */
  readonly stageMs: readonly (number | null)[]
  readonly isRefused: boolean
  readonly isSelfHandled: boolean
  readonly isReworked: boolean
  readonly isReturned: boolean
  readonly isPublic: boolean
  readonly isUrgent: boolean
  readonly isEnded: boolean
}

/** 上报 受理 立案 派遣 处置 核查 结案. */
export const stages = ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'checked', 'closed'] as const

/** 公众举报: sources by which the public finds what the inspectors have missed (domain-facts 1.4, 监督举报率). */
const publicSources: ReadonlySet<CaseSource> = new Set(['hotline', 'citizen-app', 'web', 'letter', 'media'])

const stageClocks: readonly (readonly ClockKind[])[] = [
  ['accept'],
  ['file'],
  ['dispatch'],
  ['handle'],
  ['send-check', 'check'],
  ['close'],
]

export function factsOf(row: CaseRow): CaseFacts {
  const { place } = row
  const handling = handlingOf(row)
  const settled = settledOf(row, handling)
  return {
    reportedDay: evaluationDay(row.reportedAt),
    filedDay: row.filedAt === null ? null : evaluationDay(row.filedAt),
    department: row.department ?? '',
    ...{ street: place.street ?? '', community: place.community ?? '', grid: place.grid ?? '' },
    ...{ classCode: row.classCode, source: row.source, settled },
    dueAt: settled === 'open' ? handling.dueAt : null,
    lateMs: handling.lateMs,
    stage: stageOf(row),
    stageMs: stageClocks.map((kinds) => spentOn(row.clocks, kinds)),
    isRefused: row.state === 'refused',
    isSelfHandled: row.state === 'closed' && row.filedAt === null,
    isReworked: isReworked(row),
    isReturned: row.returns > 0,
    isPublic: publicSources.has(row.source),
    isUrgent: row.urgent,
    isEnded: endStates.includes(row.state),
  }
}

/** Where a filed case stands at `now`; null while it is not filed. */
export function outcomeAt({ settled, dueAt }: Pick<CaseFacts, 'settled' | 'dueAt'>, now: number): Outcome | null {
  if (settled !== 'open') return settled
  return dueAt !== null && now > dueAt ? 'overdue' : 'not-due'
}

interface Handling {
  readonly hasLimit: boolean
  /** Runs, or was missed. */
  readonly dueAt: number | null
  /** Null while in time. */
  readonly lateMs: number | null
}

/**
 * The limit of the department that has the case: missed once is missed, even if rework gave it a new one. A case is late by the
 * department's answer, not by the hall's checking and closing afterwards; where no answer is known (imported cases) by its
 * closing.
 */
function handlingOf(row: CaseRow): Handling {
  const runs = runsOf(row)
  if (runs.length === 0) return byDates(row)
  const missed = runs.filter(({ endedAt, late }) => endedAt !== null && late).sort((a, b) => overBy(b) - overBy(a))[0]
  if (missed !== undefined) return { hasLimit: true, dueAt: missed.dueAt ?? missed.endedAt, lateMs: overBy(missed) }
  const last = runs.at(-1)
  const isRunning = last !== undefined && last.endedAt === null && !isPaused(last)
  return { hasLimit: true, dueAt: isRunning ? last.dueAt : null, lateMs: null }
}

/** The handling clocks of the department that has the case: one when it was dispatched, one more with each rework. */
function runsOf({ clocks, department, dispatchedAt }: CaseRow): CaseClock[] {
  const since = dispatchedAt ?? 0
  return department === null ? [] : clocks.filter(({ kind, startedAt }) => kind === 'handle' && startedAt >= since)
}

/** The rework of the department that has the case, not of one that had it before; imported cases only know how often. */
function isReworked(row: CaseRow): boolean {
  return row.clocks.some(({ kind }) => kind === 'handle') ? runsOf(row).length > 1 : row.reworks > 0
}

function byDates({ handleDueAt, answeredAt, closedAt }: CaseRow): Handling {
  const endedAt = answeredAt ?? closedAt
  if (handleDueAt === null) return { hasLimit: false, dueAt: null, lateMs: null }
  if (endedAt === null) return { hasLimit: true, dueAt: handleDueAt, lateMs: null }
  const isLate = endedAt > handleDueAt
  return { hasLimit: true, dueAt: isLate ? handleDueAt : null, lateMs: isLate ? endedAt - handleDueAt : null }
}

function overBy({ endedAt, dueAt }: CaseClock): number {
  return endedAt === null || dueAt === null ? 0 : Math.max(0, endedAt - dueAt)
}

function settledOf({ filedAt, state, exempt }: CaseRow, { hasLimit, lateMs }: Handling): Settled | null {
  if (filedAt === null) return null
  if (state === 'voided' || state === 'refused') return 'voided'
  if (state === 'on-account') return 'on-account'
  if (state !== 'closed') return 'open'
  if (exempt) return 'exempt'
  if (lateMs !== null) return 'closed-late'
  return hasLimit ? 'closed-on-time' : 'no-limit'
}

const stageOfState: Readonly<Record<Exclude<CaseState, 'verifying' | 'on-account' | 'refused' | 'voided' | 'closed'>, number>> = {
  reported: 0,
  accepted: 1,
  filed: 2,
  handling: 3,
  answered: 4,
  checking: 4,
  checked: 5,
}

function stageOf(row: CaseRow): number {
  const { state } = row
  if (state === 'closed') return row.filedAt === null ? 1 : 6
  if (state === 'refused') return row.clocks.some(({ kind }) => kind === 'file') ? 1 : 0
  if (state === 'voided') return reached(row)
  if (state === 'verifying' || state === 'on-account') {
    const resumed = row.resumeTo
    return resumed !== null && resumed in stageOfState ? stageOfState[resumed as keyof typeof stageOfState] : reached(row)
  }
  return stageOfState[state]
}

function reached({ answeredAt, dispatchedAt, filedAt }: CaseRow): number {
  if (answeredAt !== null) return 4
  if (dispatchedAt !== null) return 3
  return filedAt === null ? 0 : 2
}

function spentOn(clocks: readonly CaseClock[], kinds: readonly ClockKind[]): number | null {
  const ended = clocks.filter(({ kind, endedAt }) => kinds.includes(kind) && endedAt !== null)
  return ended.length === 0 ? null : ended.reduce((sum, clock) => sum + spent(clock), 0)
}

function spent({ startedAt, endedAt, pauses }: CaseClock): number {
  const paused = pauses.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? from) - from), 0)
  return Math.max(0, (endedAt ?? startedAt) - startedAt - paused)
}
