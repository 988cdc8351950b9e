import { sql } from 'kysely'
import type { DeviceId, SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Anchor, AnchorReply, LanesReply } from '#shared/platform-api/anchors.ts'
import { CaseId } from '#shared/kernel/ids.ts'
import type { Platform } from '../platform.ts'
import type { Db, Tx } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'

export interface Teller {
  readonly device: DeviceId
  readonly seat: SeatId
}

/** Writes down where a ledger stands; the same heads twice are kept once. Refuses 'anchor-contradicts' with what is known. */
export async function takeAnchor(
  { store, hall, clock }: Platform,
  { device, seat }: Teller,
  told: Anchor,
): Promise<Result<void>> {
  return transact(store.db, async (tx) => {
    // One after the other, so that two of one machine cannot both be the next.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`anchor:${hall.id}:${device}`}, 0))`.execute(tx)
    const last = await lastAnchor(tx, hall.id, device)
    if (last !== undefined && contradicts(last, told))
      return refuse(
        'anchor-contradicts',
        `generation ${String(last.generation)}, s ${String(last.s)}, audit ${String(last.auditN)}`,
      )
    if (last !== undefined && isSame(last, told)) return ok(undefined)
    const { generation, s, hash, auditN, auditHash } = told
    const heads = { generation, s, hash, audit_n: auditN, audit_hash: auditHash }
    await tx
      .insertInto('anchor')
      .values({ hall: hall.id, device, seat, ...heads, at: clock.now() })
      .execute()
    return ok(undefined)
  })
}

export async function knownOf({ store, hall }: Platform, { device, seat }: Teller): Promise<AnchorReply> {
  const last = await lastAnchor(store.db, hall.id, device)
  const arrived = await store.db
    .selectFrom('command')
    .where('hall', '=', hall.id)
    .where('seat', '=', seat)
    .select((e) => e.fn.max('s').as('s'))
    .executeTakeFirst()
  return { anchor: last ?? null, lastS: arrived?.s ?? 0 }
}

export async function lanesOf({ store, hall }: Platform, { seat }: Teller, after: string, limit: number): Promise<LanesReply> {
  const rows = await store.db
    .selectFrom('lane')
    .select(['lane', 'n'])
    .where('hall', '=', hall.id)
    .where('seat', '=', seat)
    .where('lane', '>', after)
    .orderBy('lane')
    .limit(limit)
    .execute()
  const lanes = rows.map(({ lane, n }) => ({ lane: CaseId.parse(lane), n }))
  return { lanes, next: lanes.length < limit ? null : (lanes.at(-1)?.lane ?? null) }
}

type Known = Anchor & { readonly at: number }

async function lastAnchor(db: Db | Tx, hall: string, device: string): Promise<Known | undefined> {
  const row = await db
    .selectFrom('anchor')
    .select(['generation', 's', 'hash', 'audit_n as auditN', 'audit_hash as auditHash', 'at'])
    .where('hall', '=', hall)
    .where('device', '=', device)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row
}

/** A recovery may leave out what was lost, and says so by its generation; nothing else goes back. */
function contradicts(last: Anchor, told: Anchor): boolean {
  if (told.generation !== last.generation) return told.generation < last.generation
  if (told.s < last.s || told.auditN < last.auditN) return true
  return (told.s === last.s && told.hash !== last.hash) || (told.auditN === last.auditN && told.auditHash !== last.auditHash)
}

const isSame = (last: Anchor, told: Anchor): boolean =>
  last.generation === told.generation && last.s === told.s && last.auditN === told.auditN
