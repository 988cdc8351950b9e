// 工作列表: which lists of the seat a case stands in, and how pressing it is.
import type { CaseRow } from './case-row.ts'
import { isPaused, runningClock } from './clocks.ts'
import { endStates } from './terms.ts'
import type { CaseState } from './terms.ts'

/** In the order of the seat's left column. 'handling', 'on-account' wait for others; 'to-decide': open extensions and appeals. */
export const workLists = [
  'to-accept',
  'verify-out',
  'to-file',
  'to-dispatch',
  'to-check',
  'to-close',
  'supervised',
  'call-back',
  'to-decide',
  'handling',
  'on-account',
] as const
export type WorkList = (typeof workLists)[number]

const listOfState: Readonly<Record<CaseState, WorkList | null>> = {
  'reported': 'to-accept',
  'verifying': 'verify-out',
  'accepted': 'to-file',
  'filed': 'to-dispatch',
  'handling': 'handling',
  'answered': 'to-check',
  'checking': 'to-check',
  'checked': 'to-close',
  'on-account': 'on-account',
  'closed': null,
  'refused': null,
  'voided': null,
}

/** The one list that says what the case waits for; null when it waits for nothing. */
export function workListOf(row: CaseRow): WorkList | null {
  return workListsOf(row)[0] ?? null
}

/** Every list the case stands in, the list of its step first. */
export function workListsOf(row: CaseRow): WorkList[] {
  const isOpen = !endStates.includes(row.state)
  const step = listOfState[row.state]
  const lists: WorkList[] = step === null ? [] : [step]
  if (row.state === 'closed' && row.callBack === 'due') lists.push('call-back')
  if ((row.state === 'handling' && row.extensionAsked) || (row.state === 'closed' && row.appeal === 'asked'))
    lists.push('to-decide')
  if (isOpen && (row.supervised > 0 || row.urged > 0)) lists.push('supervised')
  return lists
}

/** The five meanings of the look: each has a colour, a shape and a word. */
export type CaseStatus = 'normal' | 'attention' | 'overdue' | 'emergency' | 'unknown'

/** What of a case tells how pressing it is; a row without its personal fields has it too. */
export type PressingRow = Pick<CaseRow, 'state' | 'clocks' | 'dueAt' | 'urgent'>

/** The last quarter of a limit calls for attention. */
const ATTENTION_SHARE = 1 / 4

/**
 * How pressing an open case is at `now`: an urgent one is an 'emergency' from the first minute; past the running clock's due time
 * it is 'overdue'; from {@link attentionAtOf} on it needs 'attention'. 'unknown': open, yet no clock says by when.
 */
export function statusOf(row: PressingRow, now: number): CaseStatus {
  if (endStates.includes(row.state)) return 'normal'
  if (row.urgent) return 'emergency'
  if (row.dueAt !== null && now > row.dueAt) return 'overdue'
  const attentionAt = attentionAtOf(row)
  if (attentionAt !== null && now >= attentionAt) return 'attention'
  return row.dueAt === null && !isHeld(row) ? 'unknown' : 'normal'
}

/**
 * When the last quarter of the running limit begins, epoch milliseconds; null when no clock runs. A quarter of the time between
 * start and due, pauses left out, by the wall clock: a hint of colour needs no calendar, and can stand in a stored column.
 */
export function attentionAtOf(row: Pick<CaseRow, 'clocks'>): number | null {
  const clock = runningClock(row.clocks)
  if (clock === undefined || clock.dueAt === null) return null
  const pausedMs = clock.pauses.reduce((sum, pause) => sum + (pause.to ?? pause.from) - pause.from, 0)
  const spanMs = Math.max(0, clock.dueAt - clock.startedAt - pausedMs)
  return Math.round(clock.dueAt - spanMs * ATTENTION_SHARE)
}

/** 挂账 stands still on purpose. */
function isHeld(row: Pick<CaseRow, 'state' | 'clocks'>): boolean {
  return row.state === 'on-account' || row.clocks.some((clock) => clock.endedAt === null && isPaused(clock))
}
