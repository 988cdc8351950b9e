import { sql } from 'kysely'
import { isLocalDay, parseCaseNo } from '#shared/domain/codes/case-number.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { LeaseRequest, NumberBlock } from '#shared/platform-api/people.ts'
import type { Platform } from '../platform.ts'
import { LOST_LEASES } from '../store/begin-epoch.ts'
import type { Tx } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'

const LAST_SERIAL = 99_999

/** Who leases. A seat's new machine gets new blocks: it cannot know which numbers the old one has used. */
export interface Lessee {
  /** `seat:1`, `person:2001` */
  readonly holder: string
  /** `device:…`, `person:2001` */
  readonly lessee: string
  /** So many numbers of a day it may have of which the platform has seen none used: `after` is its own word. */
  readonly mostUnused: number
}

/**
 * Leases blocks of 案卷号 serials. Asking again gives the blocks already held; a further one, never overlapping anybody's, is cut
 * when there is none beyond `after`, or, where `after` is not said, when less than half of `count` is seen to be left. Whoever
 * asks on and on without a case arriving gets no further one: nobody can use up the hall's numbers of a day alone.
 */
export async function leaseNumbers(
  { store, hall, clock }: Platform,
  district: string,
  who: Lessee,
  request: LeaseRequest,
): Promise<Result<NumberBlock[]>> {
  const days = [...new Set(request.days)].sort()
  const wrong = days.find((day) => !isLocalDay(day))
  if (wrong !== undefined) return refuse('bad-time', `days: ${wrong}`)
  return transact(store.db, async (tx) => {
    const blocks: NumberBlock[] = []
    const exhausted: string[] = []
    for (const day of days) {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`numbers:${hall.id}:${day}`}, 0))`.execute(tx)
      const after = request.after?.[day]
      const held = await heldBlocks(tx, hall.id, day, who.lessee, after ?? 0)
      const left = after === undefined ? await seenLeft(tx, hall.id, `${district}${day}`, held) : held.length * request.count
      const { holder, lessee, mostUnused } = who
      const fresh = { holder, lessee, hall: hall.id, day, count: request.count, now: clock.now() }
      const isShort = left * 2 < request.count || held.length === 0
      const isCut = isShort && (await unusedOf(tx, fresh, `${district}${day}`)) + request.count <= mostUnused
      const all = isCut ? [...held, ...(await cutBlock(tx, fresh))] : held
      if (all.length === 0) exhausted.push(day)
      blocks.push(...all.map(({ from, to }) => ({ day, district, from, to })))
    }
    // A day without numbers takes nothing from the others.
    return blocks.length === 0 && exhausted.length > 0 ? refuse('numbers-exhausted', exhausted.join()) : ok(blocks)
  })
}

interface Span {
  readonly from: number
  readonly to: number
}

async function heldBlocks(tx: Tx, hall: string, day: string, lessee: string, after: number): Promise<Span[]> {
  return tx
    .selectFrom('number_block')
    .select(['from_serial as from', 'to_serial as to'])
    .where('hall', '=', hall)
    .where('lessee', '=', lessee)
    .where('day', '=', day)
    .where('to_serial', '>', after)
    .orderBy('from_serial')
    .execute()
}

/** Numbers of these blocks beyond the last one used, as far as cases have arrived. */
async function seenLeft(tx: Tx, hall: string, prefix: string, blocks: readonly Span[]): Promise<number> {
  let left = 0
  for (const { from, to } of blocks) {
    const [first, last] = [from, to].map((serial) => `${prefix}${String(serial).padStart(5, '0')}`)
    const { rows } = await sql<{ no: string | null }>`
      SELECT max(row->>'no') AS no FROM entity
      WHERE hall = ${hall} AND kind = 'case' AND row->>'no' BETWEEN ${first} AND ${last}`.execute(tx)
    const used = rows[0]?.no ?? null
    left += to - (used === null ? from - 1 : Number(used.slice(-5)))
  }
  return left
}

/** Numbers of a day that it has and of which the platform has seen none used. */
async function unusedOf(tx: Tx, { hall, day, lessee }: Lease, prefix: string): Promise<number> {
  return seenLeft(tx, hall, prefix, await heldBlocks(tx, hall, day, lessee, 0))
}

/** The first serial of a day that has not been leased. */
export async function nextSerial(tx: Tx, hall: string, day: string): Promise<number> {
  const last = await tx
    .selectFrom('number_block')
    .select((e) => e.fn.max('to_serial').as('to'))
    .where('hall', '=', hall)
    .where('day', '=', day)
    .executeTakeFirst()
  return (last?.to ?? 0) + 1
}

interface Lease extends Omit<Lessee, 'mostUnused'> {
  readonly hall: string
  readonly day: string
  readonly count: number
  readonly now: number
}

async function cutBlock(tx: Tx, lease: Lease): Promise<Span[]> {
  const { hall, day, holder, lessee, count, now } = lease
  const from = await nextSerial(tx, hall, day)
  const to = Math.min(from + count - 1, LAST_SERIAL)
  if (from > to) return []
  await tx
    .insertInto('number_block')
    .values({ hall, day, from_serial: from, to_serial: to, holder, lessee, leased_at: now })
    .execute()
  return [{ from, to }]
}

/** Is this number out of a block of the holder, or of one that a restored backup has forgotten? */
export async function isLeasedTo(tx: Tx, hall: string, holder: string, no: string, district?: string): Promise<boolean> {
  const parts = parseCaseNo(no)
  if (!parts.ok || parts.value.district !== district) return false
  const { day, serial } = parts.value
  const block = await tx
    .selectFrom('number_block')
    .select('from_serial')
    .where('hall', '=', hall)
    .where('day', '=', day)
    .where('holder', 'in', [holder, LOST_LEASES])
    .where('from_serial', '<=', serial)
    .where('to_serial', '>=', serial)
    .executeTakeFirst()
  return block !== undefined
}
