// Which cases stand behind a count: the other direction of counting.ts.
import { filedSlots, reportedSlots } from './counting.ts'
import type { Slot, SlotFacts } from './counting.ts'
import { Outcome, shouldCloseOutcomes } from './terms.ts'
import type { CountName } from './terms.ts'

/** Counts of the cases reported in a period; all others are of those filed in it. */
const ofReported: ReadonlySet<CountName> = new Set(['reported', 'accepted', 'refused', 'notRefused', 'selfHandled'])

export function countsReported(count: CountName): boolean {
  return ofReported.has(count)
}

/** The count of each outcome alone. */
export const countOfOutcome = {
  'closed-on-time': 'onTime',
  'closed-late': 'late',
  'overdue': 'overdue',
  'not-due': 'notDue',
  'on-account': 'onAccount',
  'exempt': 'exempt',
  'no-limit': 'noLimit',
  'voided': 'voided',
} as const satisfies Readonly<Record<Outcome, CountName>>

const sums: Partial<Record<CountName, readonly Outcome[]>> = {
  filed: Outcome.options,
  shouldClose: shouldCloseOutcomes,
  closed: ['closed-on-time', 'closed-late'],
  open: ['overdue', 'not-due', 'on-account'],
  ...Object.fromEntries(Outcome.options.map((outcome) => [countOfOutcome[outcome], [outcome]])),
}

/** The outcomes whose cases add up to a count; none where it is not made of outcomes (返工, 退回, what is reported). */
export function outcomesOf(count: CountName): readonly Outcome[] {
  return sums[count] ?? []
}

/** Does a case count, `outcome` being where it stands at the time asked for? */
export function countsFor(count: CountName, facts: SlotFacts, outcome: Outcome | null): boolean {
  const outcomes = outcomesOf(count)
  if (outcomes.length > 0) return outcome !== null && outcomes.includes(outcome)
  if (count === 'notRefused') return !facts.isRefused
  const raised: readonly Slot[] = countsReported(count) ? reportedSlots(facts) : filedSlots(facts)
  return raised.some((slot) => slot === count)
}
