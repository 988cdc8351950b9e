// I1: numbers are leased again and again: whoever hears the platform has some left, for today and the days an outage may last.
import type { LedgerApi } from '#main/db/ledger-api.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import type { Complain } from './invariants.ts'
import { OPENING, ZONE_OFFSET_MINUTES } from './town.ts'

const DAY_MS = 86_400_000

/** Asked at rest, when the platform has been heard for a minute. */
export async function checkNumbers(
  { id }: { readonly id: string },
  ledger: Pick<LedgerApi, 'numbersLeft'>,
  complain: Complain,
): Promise<void> {
  const left = await ledger.numbersLeft('')
  for (const ahead of [0, 1, 2]) {
    const day = dayOf(OPENING + ahead * DAY_MS, ZONE_OFFSET_MINUTES)
    if ((left.find((one) => one.day === day)?.left ?? 0) === 0) complain('I1', `seat ${id} has no number left for ${day}`)
  }
}
