import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import type { PlatformClient } from './platform-client.ts'

/** Days leased ahead: 72 hours without contact and the day on which it ends. */
const DAYS_AHEAD = 5
/** A block per day and seat; a new one is asked for when less than a quarter is left. */
const BLOCK = 200
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
  const days = Array.from({ length: DAYS_AHEAD }, (_, ahead) => dayOf(now + ahead * DAY_MS, zoneOffsetMinutes))
  const held = new Map((await ledger.numbersLeft(days[0] ?? '')).map((entry) => [entry.day, entry]))
  const short = days.filter((day) => (held.get(day)?.left ?? 0) < BLOCK / 4)
  if (short.length === 0) return true
  // What is held already is said, so that a repeated request cannot burn a second block.
  const after = Object.fromEntries(short.map((day) => [day, held.get(day)?.last ?? 0]))
  const reply = await client.lease({ days: short, count: BLOCK, after })
  if (reply.ok) await ledger.addBlocks(reply.value.blocks)
  return reply.ok
}
