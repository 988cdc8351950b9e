// From facts to counts and rates. Stored counts (slots) know no time; what is overdue among the open ones is given when read.
import type { CaseFacts } from './case-facts.ts'
import { countNames } from './terms.ts'
import type { CountName, Counts, Rates } from './terms.ts'

/** What is kept per period and member: sums of what single cases contribute. */
export const slots = [
  'reported',
  'accepted',
  'refused',
  'selfHandled',
  'filed',
  'dispatched',
  'handled',
  'onTime',
  'late',
  'open',
  'onAccount',
  'exempt',
  'noLimit',
  'voided',
  'reworked',
  'reworkedClosed',
  'returned',
  'publicReports',
  'urgent',
] as const
export type Slot = (typeof slots)[number]
export const slotIndex = Object.fromEntries(slots.map((slot, i) => [slot, i])) as Readonly<Record<Slot, number>>

export type SlotFacts = Pick<
  CaseFacts,
  'settled' | 'stage' | 'isRefused' | 'isSelfHandled' | 'isReworked' | 'isReturned' | 'isPublic' | 'isUrgent'
>

const slotOfSettled: Readonly<Record<NonNullable<CaseFacts['settled']>, Slot>> = {
  'closed-on-time': 'onTime',
  'closed-late': 'late',
  'open': 'open',
  'on-account': 'onAccount',
  'exempt': 'exempt',
  'no-limit': 'noLimit',
  'voided': 'voided',
}

/** Slots a case raises in the period it was reported in. */
export function reportedSlots({ stage, isRefused, isSelfHandled }: SlotFacts): Slot[] {
  const raised: Slot[] = ['reported']
  if (stage >= 1) raised.push('accepted')
  if (isRefused) raised.push('refused')
  if (isSelfHandled) raised.push('selfHandled')
  return raised
}

/** Slots a case raises in the period it was filed in; none while it is not filed. */
export function filedSlots({ settled, stage, ...is }: SlotFacts): Slot[] {
  if (settled === null) return []
  const raised: Slot[] = ['filed', slotOfSettled[settled]]
  // Given back it waits to be dispatched again, but it was: 退回率 is never more than all of them.
  if (stage >= 3 || is.isReturned) raised.push('dispatched')
  if (stage >= 4) raised.push('handled')
  if (is.isReworked) raised.push('reworked')
  if (is.isReworked && (settled === 'closed-on-time' || settled === 'closed-late')) raised.push('reworkedClosed')
  if (is.isReturned) raised.push('returned')
  if (is.isPublic) raised.push('publicReports')
  if (is.isUrgent) raised.push('urgent')
  return raised
}

const at = slotIndex

/** Counts out of summed slots; `overdue`: how many of the open cases are past their limit. */
export function countsFrom(sums: ArrayLike<number>, overdue: number): Counts {
  const of = (slot: number): number => sums[slot] ?? 0
  const [onTime, late, open, onAccount] = [of(at.onTime), of(at.late), of(at.open), of(at.onAccount)]
  // Written out, not mapped: a board makes thousands of these at once.
  return {
    reported: of(at.reported),
    accepted: of(at.accepted),
    refused: of(at.refused),
    notRefused: of(at.reported) - of(at.refused),
    selfHandled: of(at.selfHandled),
    filed: of(at.filed),
    dispatched: of(at.dispatched),
    handled: of(at.handled),
    shouldClose: onTime + late + overdue,
    closed: onTime + late,
    onTime,
    late,
    overdue,
    notDue: open - overdue,
    open: open + onAccount,
    onAccount,
    exempt: of(at.exempt),
    noLimit: of(at.noLimit),
    voided: of(at.voided),
    reworked: of(at.reworked),
    reworkedClosed: of(at.reworkedClosed),
    returned: of(at.returned),
    publicReports: of(at.publicReports),
    urgent: of(at.urgent),
  }
}

/** Sum of counts, member by member. */
export function addCounts(parts: readonly Counts[]): Counts {
  return Object.fromEntries(countNames.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)])) as Counts
}

/** What 返工率 can be divided by, and its reworked cases among just those: an open one is no part of what was closed. */
const reworkedOf = { closed: 'reworkedClosed', filed: 'reworked' } as const satisfies Partial<Record<CountName, CountName>>

/** Denominators that the source marks "to be settled on site" (domain-facts 1.4). */
export interface Denominators {
  /** Of 立案率. */
  readonly filingRate: CountName
  /** Of 返工率. */
  readonly reworkRate: keyof typeof reworkedOf
  /** Of 退回率. */
  readonly returnRate: CountName
}

export const usualDenominators: Denominators = { filingRate: 'reported', reworkRate: 'closed', returnRate: 'dispatched' }

/** Numerator and denominator of every rate; 立案率, 返工率 and 退回率 by the denominators given. */
export function fractionOf(
  rate: keyof Rates,
  { filingRate, reworkRate, returnRate }: Denominators = usualDenominators,
): readonly [numerator: CountName, denominator: CountName] {
  const table: Readonly<Record<keyof Rates, readonly [CountName, CountName]>> = {
    filingRate: ['filed', filingRate],
    closeRate: ['closed', 'shouldClose'],
    onTimeRate: ['onTime', 'shouldClose'],
    lateRate: ['late', 'shouldClose'],
    openRate: ['open', 'reported'],
    reworkRate: [reworkedOf[reworkRate], reworkRate],
    returnRate: ['returned', returnRate],
    publicRate: ['publicReports', 'filed'],
    accuracyRate: ['filed', 'filed'],
  }
  return table[rate]
}

/** A rate as a share; null when there is nothing to divide by. */
export function rateOf(counts: Counts, rate: keyof Rates, denominators?: Denominators): number | null {
  const [above, below] = fractionOf(rate, denominators)
  const minus = rate === 'accuracyRate' ? counts.voided : 0
  return counts[below] === 0 ? null : (counts[above] - minus) / counts[below]
}

const rateNames = [
  ...(['filingRate', 'closeRate', 'onTimeRate', 'lateRate', 'openRate'] as const),
  ...(['reworkRate', 'returnRate', 'publicRate', 'accuracyRate'] as const),
]

export function ratesOf(counts: Counts, denominators?: Denominators): Rates {
  return Object.fromEntries(rateNames.map((rate) => [rate, rateOf(counts, rate, denominators)])) as Rates
}
