// The one fold of the hall: what an act makes of a case. The platform runs it as authority, a seat over its own pending acts;
// because both run the same pure function, an accepted act leaves both with the same row.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import { canAct, handlingClock, holders } from '#shared/domain/life-cycle/index.ts'
import type { HallView, Permit } from '#shared/domain/life-cycle/index.ts'
import type { WorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { Act, ActBody } from './acts.ts'
import type { CaseClock, CaseRow, FlowRecord } from './case-row.ts'
import { applyClockEffect, clockTime, runningDueAt } from './clocks.ts'
import type { ClockContext } from './clocks.ts'
import { newRow } from './new-row.ts'
import { readAct } from './read-act.ts'
import { isFoundTimePlausible } from './report-time.ts'
import { changesOf } from './row-changes.ts'
import type { ClockKind, Limit } from './terms.ts'

export interface FoldContext extends HallView {
  readonly calendar: WorkCalendar
  /** Flow records the case has so far. */
  readonly flowCount: number
}

export interface Folded {
  readonly row: CaseRow
  readonly flow: FlowRecord
}

type ClockTimes = Pick<ClockContext, 'at' | 'resumedAt'>

/**
 * The row after the act and the flow record of it. `row` is null for the act that makes the case; it is never changed in place.
 * Total: whatever is given as the act, the answer is a value. Refusals are those of `readAct`, `canAct` and the limit clock,
 * and 'bad-time' for a time of finding that cannot be.
 * Whether the person belongs to the post, and a department's person to the row's department, is for the caller to know.
 */
export function foldAct(row: CaseRow | null, act: Act, context: FoldContext): Result<Folded> {
  const read = readAct(act)
  if (!read.ok) return read
  const said = read.value
  if (row !== null && row.id !== said.caseId) return refuse('bad-request', 'caseId')
  if (!isFoundTimePlausible(said)) return refuse('bad-time', 'foundAt')
  const at = clockTime(row, said.at)
  const permit = canAct(row, { ...said, at }, context)
  if (!permit.ok) return permit
  const written = writeRow(row, said, at, permit.value, context)
  if (written === null) return refuse('not-found', 'caseId')
  // 挂账 ends when its time is over, even if the system says so later.
  const resumedAt = Math.min(at, row?.onAccountUntil ?? at)
  const clocks = moveClocks(written, { at, resumedAt }, permit.value, context)
  if (!clocks.ok) return clocks
  const folded = withDueTimes({ ...written, clocks: clocks.value })
  return ok({ row: folded, flow: flowRecord(row, folded, said, permit.value, context.flowCount + 1) })
}

function writeRow(row: CaseRow | null, act: Act, at: number, { spec, move, to }: Permit, context: FoldContext): CaseRow | null {
  const { body } = act
  if (body.action === 'report') return newRow(act, body.args, context.catalogue)
  if (row === null) return null
  return {
    ...row,
    ...changesOf(body, { row, at, catalogueVersion: context.catalogue.version }),
    ...(move.counts === undefined ? {} : { [move.counts]: row[move.counts] + 1 }),
    state: to,
    ver: spec.raisesVersion ? row.ver + 1 : row.ver,
    lastActAt: Math.max(row.lastActAt, act.at),
  }
}

function moveClocks(written: CaseRow, times: ClockTimes, { move }: Permit, context: FoldContext): Result<CaseClock[]> {
  const { calendar, catalogue } = context
  const limitOf = (kind: ClockKind): Limit | undefined =>
    kind === 'handle' ? handlingLimit(written, catalogue) : catalogue.deskLimit(kind)
  return applyClockEffect(written.clocks, move.clocks ?? {}, { ...times, calendar, limitOf })
}

/** By condition and area; a case under way keeps its limit when the catalogue has lost the condition. */
function handlingLimit(row: CaseRow, catalogue: CatalogueView): Limit | undefined {
  const limit = row.conditionId === null ? undefined : catalogue.limitFor(row.conditionId, row.areaGrade)
  return limit ?? handlingClock(row)?.limit
}

function withDueTimes(row: CaseRow): CaseRow {
  const handleDueAt = row.department === null ? null : (handlingClock(row)?.dueAt ?? null)
  return { ...row, dueAt: runningDueAt(row.clocks), handleDueAt }
}

function flowRecord(before: CaseRow | null, after: CaseRow, act: Act, permit: Permit, n: number): FlowRecord {
  const { body, ...who } = act
  return {
    ...who,
    n,
    action: body.action,
    from: before?.state ?? null,
    to: after.state,
    words: wordsOf(body),
    receiver: receiverOf(after, permit),
    ...(body.args.hidden === undefined ? {} : { hidden: body.args.hidden }),
  }
}

/** Who is asked next, where that is somebody in particular. */
function receiverOf(row: CaseRow, { spec, to }: Permit): string | null {
  const asked = spec.asks === 'holder' ? holders[to] : spec.asks
  if (asked === 'department') return row.department
  return asked === 'inspector' ? row.inspector : null
}

/** What was written for the act; of a file its name. */
export function wordsOf(body: ActBody): string {
  if (body.action === 'report') return body.args.notDuplicateBecause ?? ''
  if (body.action === 'attach') return body.args.attachment.name
  return 'reason' in body.args ? body.args.reason : body.args.words
}
