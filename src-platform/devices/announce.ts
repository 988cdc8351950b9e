import { createHash, X509Certificate } from 'node:crypto'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { DeviceId, SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { DeviceAnnouncement, DeviceRow } from '#shared/platform-api/devices.ts'
import { DeviceRole } from '#shared/platform-api/people.ts'
import type { Platform } from '../platform.ts'
import { commitChanges } from '../store/commit-changes.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import type { Db, Tx } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'

/** Puts a machine into the hall's roster, by which the others know its key and its address. The same again changes nothing. */
export async function announce(platform: Platform, device: DeviceId, said: DeviceAnnouncement): Promise<Result<DeviceRow>> {
  const { store, hall } = platform
  const fingerprint = fingerprintOf(said.certificate)
  if (fingerprint === null) return refuse('bad-request', 'certificate')
  return transact(store.db, async (tx) => {
    const known = await tx
      .selectFrom('device')
      .select(['seat', 'name', 'role'])
      .where('id', '=', device)
      .where('hall', '=', hall.id)
      .executeTakeFirst()
    if (known === undefined) return refuse('not-found', device)
    // The seat stands in the table as it was enrolled.
    const row: DeviceRow = { ...said, ...known, seat: known.seat as SeatId, role: DeviceRole.parse(known.role), fingerprint }
    const before = await rosterRow(tx, hall.id, known.seat)
    if (before !== undefined && !before.deleted && canonicalJson(before.row) === canonicalJson(row)) return ok(row)
    await commitChanges(tx, hall.id, [{ kind: 'device', id: known.seat, ver: (before?.ver ?? 0) + 1, row }])
    return ok(row)
  })
}

/** Takes a seat's machine out of the roster: the others refuse it as soon as they hear. */
export async function withdraw({ store, hall }: Platform, seat: SeatId): Promise<void> {
  await transact(store.db, async (tx) => {
    const gone = await tombstoneOf(tx, hall.id, seat)
    if (gone.length > 0) await commitChanges(tx, hall.id, gone)
  })
}

/** The change that takes a seat's machine out of the roster; empty when it is not in it. */
export async function tombstoneOf(tx: Tx, hall: string, seat: string): Promise<EntityChange[]> {
  const before = await rosterRow(tx, hall, seat)
  return before === undefined || before.deleted ? [] : [{ kind: 'device', id: seat, ver: before.ver + 1, row: null }]
}

/** Tombstones too: a version must never be given twice. */
async function rosterRow(db: Db | Tx, hall: string, seat: string) {
  return db
    .selectFrom('entity')
    .select(['ver', 'deleted', 'row'])
    .where('hall', '=', hall)
    .where('kind', '=', 'device')
    .where('id', '=', seat)
    .executeTakeFirst()
}

function fingerprintOf(certificate: string): string | null {
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'))
    return createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex')
  } catch {
    // Whatever it is, it is no certificate.
    return null
  }
}
