// Which clock an act was about. Times do not tell: an act of a seat whose wall clock is slow counts later than it says. Clocks
// stand in the row in the order in which the acts of the story began them.
import type { CaseClock, CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { ClockKind } from '#shared/domain/case/terms.ts'
import { lifeCycle } from '#shared/domain/life-cycle/index.ts'
import type { ClockEffect, Move } from '#shared/domain/life-cycle/index.ts'

export interface CaseTold {
  readonly row: CaseRow
  /** In the order of their numbers. */
  readonly flow: readonly FlowRecord[]
}

/** The clock of a kind that the act has ended; undefined where it ended none, or where it is not known which. */
export function clockEndedBy(act: FlowRecord, kind: ClockKind, told: CaseTold): CaseClock | undefined {
  const { ends } = effectOf(act)
  if (ends !== 'all' && ends?.includes(kind) !== true) return undefined
  return begunBefore(act, kind, told)?.clock
}

/** How long a desk had worked when the act stopped its clock for a verification, and by which limit; undefined as above. */
export function deskStoppedBy(act: FlowRecord, told: CaseTold): { readonly ms: number; readonly clock: CaseClock } | undefined {
  if (!stopsDesk(act)) return undefined
  const found = begunBefore(act, act.from === 'accepted' ? 'file' : 'accept', told)
  if (found === undefined) return undefined
  const { clock, begin } = found
  const earlier = told.flow.filter((one) => one.n > begin.n && one.n < act.n && stopsDesk(one)).length
  const stop = clock.pauses.filter(({ why }) => why === 'verify-out')[earlier]
  return stop === undefined ? undefined : { ms: stop.from - clock.startedAt - pausedBefore(clock, stop.from), clock }
}

const stopsDesk = (act: FlowRecord): boolean => effectOf(act).pauses === 'verify-out'

function begunBefore(
  act: FlowRecord,
  kind: ClockKind,
  { row, flow }: CaseTold,
): { readonly clock: CaseClock; readonly begin: FlowRecord } | undefined {
  const clocks = row.clocks.filter((clock) => clock.kind === kind)
  const begins = flow.filter((one) => effectOf(one).starts === kind)
  // Imported cases, and halls that had no limit for the step at the time: which belongs to which cannot be told.
  if (clocks.length !== begins.length) return undefined
  const at = begins.findLastIndex(({ n }) => n < act.n)
  const [clock, begin] = [clocks[at], begins[at]]
  return clock === undefined || begin === undefined ? undefined : { clock, begin }
}

/** What an act did to the clocks; of two moves from one state the one that led where the case went. */
function effectOf({ action, from, to }: FlowRecord): ClockEffect {
  const moves: readonly Move[] = lifeCycle[action].moves
  const fitting = moves.filter((move) => (move.from === 'nothing' ? from === null : from !== null && move.from.includes(from)))
  return (fitting.find((move) => move.to === to) ?? fitting[0])?.clocks ?? {}
}

function pausedBefore({ pauses }: CaseClock, at: number): number {
  return pauses.reduce((sum, { from, to }) => sum + (from < at ? Math.max(0, Math.min(to ?? at, at) - from) : 0), 0)
}
