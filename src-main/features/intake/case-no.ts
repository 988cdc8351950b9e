import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'
import type { Hall } from '../hall/index.ts'

/**
 * The number of a call at this instant. A day beyond every leased one is a clock set years ahead, or an outage longer than leases
 * reach: then numbers of the day of the platform's last word are given, and of those after it. They are this seat's alone, and
 * whoever has a case in front of them can file it. A leased day that is used up borrows from no other.
 */
export async function takeCaseNo(
  { db, time }: Pick<Hall, 'db' | 'time'>,
  at: number,
  zoneOffsetMinutes: number,
): Promise<CaseNo | null> {
  const day = dayOf(at, zoneOffsetMinutes)
  const own = await db.ledger.takeNumber(day)
  if (own !== null) return own
  const held = await db.ledger.numbersLeft(dayOf(time.lastKnown, zoneOffsetMinutes))
  if (held.some((one) => one.day >= day)) return null
  for (const { day: leased, left } of held) {
    const no = left === 0 ? null : await db.ledger.takeNumber(leased)
    if (no !== null) return no
  }
  return null
}
