// I1: numbers are leased again and again: whoever hears the platform holds enough, for today and the days an outage may last.
import type { LedgerApi } from '#main/db/ledger-api.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import type { Complain } from './invariants.ts'
import { OPENING, ZONE_OFFSET_MINUTES } from './town.ts'

const DAY_MS = 86_400_000

/** What is promised for a day (docs/reliability.md), by days from today. */
const PROMISED = [400, 400, 400, 400, 200]

/** Asked at rest, when the platform has been heard for a minute. One whose blocks are short is only asked for some. */
export async function checkNumbers(
  { id }: { readonly id: string },
  ledger: Pick<LedgerApi, 'numbersLeft'>,
  hasShortBlocks: boolean,
  complain: Complain,
): Promise<void> {
  const left = await ledger.numbersLeft('')
  for (const [ahead, promised] of PROMISED.entries()) {
    const day = dayOf(OPENING + ahead * DAY_MS, ZONE_OFFSET_MINUTES)
    const held = left.find((one) => one.day === day)?.left ?? 0
    if (held < (hasShortBlocks ? 1 : promised)) complain('I1', `seat ${id} holds ${held} numbers for ${day}`)
  }
}
