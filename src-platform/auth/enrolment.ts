import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DeviceId } from '#shared/kernel/ids.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { DeviceRole, EnrolReply, EnrolRequest } from '#shared/platform-api/people.ts'
import { keysOut, readHallKeys } from '../keys/hall-keys.ts'
import type { Platform } from '../platform.ts'
import { tombstoneOf } from '../devices/announce.ts'
import { commitChanges } from '../store/commit-changes.ts'
import { transact } from '../store/transact.ts'
import { writePrivateFile } from './private-file.ts'
import { tellRevoked } from '../store/revocations.ts'
import { hashToken, mintCode, mintToken } from './tokens.ts'

/** Seats that get a code at the first start: four desks and one wall. */
const FIRST_SEATS = ['1', '2', '3', '4', 'W1']

/**
 * At the very first start writes `<dataDir>/enrolment.json` (mode 600): `{"1": "XXXXX-…", …}`, one code per seat, each good once.
 * Later codes come from the administrator.
 */
export async function ensureFirstCodes(platform: Platform, dataDir: string): Promise<void> {
  const { store, hall } = platform
  const present = await store.db
    .selectFrom('enrolment_code')
    .select('code_hash')
    .where('hall', '=', hall.id)
    .limit(1)
    .executeTakeFirst()
  if (present !== undefined) return
  const codes: Record<string, string> = {}
  for (const seat of FIRST_SEATS) codes[seat] = await mintEnrolmentCode(platform, seat)
  await writePrivateFile(join(dataDir, 'enrolment.json'), `${JSON.stringify(codes, null, 2)}\n`)
}

/** Walls are named W1, W2, … unless the administrator says otherwise. */
const roleOf = (seat: string): DeviceRole => (seat.startsWith('W') ? 'wall' : 'seat')

export async function mintEnrolmentCode(
  { store, hall, clock }: Platform,
  seat: SeatId | string,
  role: DeviceRole = roleOf(seat),
): Promise<string> {
  const { code, hash } = mintCode()
  await store.db
    .insertInto('enrolment_code')
    .values({ code_hash: hash, hall: hall.id, seat, created_at: clock.now(), used_at: null, device: null, role })
    .execute()
  return code
}

/** Makes a machine the seat of its code. The seat's former machine loses its credential: a seat has one ledger at a time. */
export async function enrol(platform: Platform, request: EnrolRequest): Promise<Result<EnrolReply>> {
  const { store, hall, clock } = platform
  const { token, hash } = mintToken('device')
  const deviceId = DeviceId.parse(randomUUID())
  return transact(store.db, async (tx) => {
    const used = await tx
      .updateTable('enrolment_code')
      .set({ used_at: clock.now(), device: deviceId })
      .where('code_hash', '=', hashToken(request.code))
      .where('hall', '=', hall.id)
      .where('seat', '=', request.seat)
      .where('used_at', 'is', null)
      .returning('role')
      .executeTakeFirst()
    if (used === undefined) return refuse('bad-enrolment')
    const { role } = used
    const { seat, name } = request
    const former = tx.updateTable('device').set({ revoked_at: clock.now() }).where('hall', '=', hall.id).where('seat', '=', seat)
    const replaced = await former.where('revoked_at', 'is', null).returning('id').execute()
    await tellRevoked(
      tx,
      replaced.map(({ id }) => id),
    )
    // A wall shows nothing personal: what it does not have, nobody can take from it.
    const [hallKey = null, ...olderKeys] = role === 'wall' ? [] : keysOut(await readHallKeys(tx, hall.id))
    const handed = hallKey === null ? {} : { key_id: hallKey.id, key_at: clock.now() }
    const device = { id: deviceId, hall: hall.id, seat, name, token_hash: hash, enrolled_at: clock.now(), revoked_at: null, role }
    await tx
      .insertInto('device')
      .values({ ...device, ...handed })
      .execute()
    const commands = tx.selectFrom('command').where('hall', '=', hall.id).where('seat', '=', seat)
    const last = await commands.select((e) => e.fn.max('s').as('s')).executeTakeFirst()
    // The former machine leaves the roster of those that talk to each other.
    const gone = await tombstoneOf(tx, hall.id, seat)
    if (gone.length > 0) await commitChanges(tx, hall.id, gone)
    return ok({ deviceId, token, seat: request.seat, hall: hall.id, role, hallKey, olderKeys, lastS: last?.s ?? 0 })
  })
}
