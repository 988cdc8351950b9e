import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import type { PlatformClient } from './platform-client.ts'

const BLOCK = 200
/** As many as one seat can use in a day: a call every three and a half minutes, day and night. */
const ENOUGH = 400
/**
 * By days from today: what is held for 72 hours without contact that may begin at any moment. The last day is leased by half:
 * from day to day a seat leases one block of any one day, and forty that were away for long two each, 16,000, which is less
 * than a restored platform sets aside.
 */
const WANTED = [ENOUGH, ENOUGH, ENOUGH, ENOUGH, BLOCK] as const
const DAY_MS = 86_400_000

/**
 * Keeps leased case numbers for today and the days an outage may last, so that a number told to a caller is final. False: there
 * are fewer than that, and the platform did not answer.
 */
export async function keepNumbers(
  client: PlatformClient,
  ledger: LedgerApi,
  now: number,
  zoneOffsetMinutes: number,
): Promise<boolean> {
  const days = WANTED.map((wanted, ahead) => ({ day: dayOf(now + ahead * DAY_MS, zoneOffsetMinutes), wanted }))
  // A block at a time; a platform that gives less than was asked for is asked again in a minute.
  for (let round = 0; round < ENOUGH / BLOCK; round += 1) {
    const held = new Map((await ledger.numbersLeft(days[0]?.day ?? '')).map((entry) => [entry.day, entry]))
    const short = days.filter(({ day, wanted }) => (held.get(day)?.left ?? 0) < wanted).map(({ day }) => day)
    if (short.length === 0) return true
    // What is held already is said, so that a repeated request cannot burn a second block.
    const after = Object.fromEntries(short.map((day) => [day, held.get(day)?.last ?? 0]))
    const reply = await client.lease({ days: short, count: BLOCK, after })
    if (!reply.ok) return false
    await ledger.addBlocks(reply.value.blocks)
  }
  return true
}
