// Which cases stand behind a count: the other direction of counting.ts.
import { filedSlots, reportedSlots } from './counting.ts'
import type { Slot, SlotFacts } from './counting.ts'
import type { CountName, Outcome } from './terms.ts'

/** Counts of the cases reported in a period; all others are of those filed in it. */
const ofReported: ReadonlySet<CountName> = new Set(['reported', 'accepted', 'refused', 'selfHandled'])

export function countsReported(count: CountName): boolean {
  return ofReported.has(count)
}

const outcomesOf: Partial<Record<CountName, readonly Outcome[]>> = {
  shouldClose: ['closed-on-time', 'closed-late', 'overdue'],
  closed: ['closed-on-time', 'closed-late'],
  overdue: ['overdue'],
  notDue: ['not-due'],
  open: ['overdue', 'not-due', 'on-account'],
}

/** Does a case count, `outcome` being where it stands at the time asked for? */
export function countsFor(count: CountName, facts: SlotFacts, outcome: Outcome | null): boolean {
  const outcomes = outcomesOf[count]
  if (outcomes !== undefined) return outcome !== null && outcomes.includes(outcome)
  const raised: readonly Slot[] = countsReported(count) ? reportedSlots(facts) : filedSlots(facts)
  return raised.some((slot) => slot === count)
}
