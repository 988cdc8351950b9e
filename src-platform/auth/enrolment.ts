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
import { auditIn } from '../store/audit.ts'
import { commitChanges } from '../store/commit-changes.ts'
import type { Db, Tx } from '../store/migrations/migration.ts'
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
  for (const seat of FIRST_SEATS) codes[seat] = await mintEnrolmentCode(store.db, platform, seat)
  await writePrivateFile(join(dataDir, 'enrolment.json'), `${JSON.stringify(codes, null, 2)}\n`)
}

/** Walls are named W1, W2, … unless the administrator says otherwise. */
const roleOf = (seat: string): DeviceRole => (seat.startsWith('W') ? 'wall' : 'seat')

export async function mintEnrolmentCode(
  db: Db,
  { hall, clock }: Platform,
  seat: SeatId | string,
  role: DeviceRole = roleOf(seat),
): Promise<string> {
  const { code, hash } = mintCode()
  const unused = { used_at: null, device: null, claim_hash: null }
  await db
    .insertInto('enrolment_code')
    .values({ code_hash: hash, hall: hall.id, seat, role, created_at: clock.now(), ...unused })
    .execute()
  return code
}

/** So long a machine that has used a code may say that it never got the reply. */
const CLAIM_MS = 24 * 3_600_000

/**
 * Makes a machine the seat of its code. The seat's former machine loses its credential: a seat has one ledger at a time. A code
 * is good once; only the machine that has used it may ask again, see {@link EnrolRequest}.
 */
export async function enrol(platform: Platform, request: EnrolRequest): Promise<Result<EnrolReply>> {
  const { store, hall, clock } = platform
  const deviceId = DeviceId.parse(randomUUID())
  const { seat, code, claim } = request
  const mine = { hall: hall.id, seat, code_hash: hashToken(code) }
  return transact(store.db, async (tx) => {
    const used = await tx
      .updateTable('enrolment_code')
      .set({ used_at: clock.now(), device: deviceId, claim_hash: claim === undefined ? null : hashToken(claim) })
      .where((e) => e.and(mine))
      .where('used_at', 'is', null)
      .returning('role')
      .executeTakeFirst()
    if (used !== undefined) return admit(tx, platform, request, { id: deviceId, role: used.role })
    if (claim === undefined) return refuse('bad-enrolment')
    const claimed = await tx
      .selectFrom('enrolment_code')
      .select(['device', 'role'])
      .where((e) => e.and({ ...mine, claim_hash: hashToken(claim) }))
      .where('used_at', '>', clock.now() - CLAIM_MS)
      .executeTakeFirst()
    return claimed?.device == null
      ? refuse('bad-enrolment')
      : readmit(tx, platform, request, { id: DeviceId.parse(claimed.device), role: claimed.role })
  })
}

interface Admitted {
  readonly id: DeviceId
  readonly role: DeviceRole
}

async function admit(
  tx: Tx,
  platform: Platform,
  { seat, name }: EnrolRequest,
  { id, role }: Admitted,
): Promise<Result<EnrolReply>> {
  const { hall, clock } = platform
  const former = tx.updateTable('device').set({ revoked_at: clock.now() }).where('hall', '=', hall.id).where('seat', '=', seat)
  const replaced = await former.where('revoked_at', 'is', null).returning('id').execute()
  await tellRevoked(
    tx,
    replaced.map((device) => device.id),
  )
  const { token, hash } = mintToken('device')
  const device = { id, hall: hall.id, seat, name, token_hash: hash, enrolled_at: clock.now(), revoked_at: null, role }
  await tx.insertInto('device').values(device).execute()
  const reply = await handOut(tx, platform, { id, role, seat, name, token })
  // The former machine leaves the roster of those that talk to each other.
  const gone = await tombstoneOf(tx, hall.id, seat)
  if (gone.length > 0) await commitChanges(tx, hall.id, gone)
  return ok(reply)
}

/** The same machine once more; the token that was lost on the way is worth nothing any longer. */
async function readmit(
  tx: Tx,
  platform: Platform,
  { seat, name }: EnrolRequest,
  { id, role }: Admitted,
): Promise<Result<EnrolReply>> {
  const { token, hash } = mintToken('device')
  const mine = tx.updateTable('device').set({ token_hash: hash }).where('hall', '=', platform.hall.id).where('id', '=', id)
  const renewed = await mine.where('revoked_at', 'is', null).returning('id').executeTakeFirst()
  return renewed === undefined ? refuse('bad-enrolment') : ok(await handOut(tx, platform, { id, role, seat, name, token }))
}

async function handOut(
  tx: Tx,
  platform: Platform,
  { id, role, seat, name, token }: Admitted & { readonly seat: SeatId; readonly name: string; readonly token: string },
): Promise<EnrolReply> {
  const { hall, clock } = platform
  await auditIn(tx, platform, { who: `seat:${seat}`, what: 'enrolled', detail: { name } })
  // A wall shows nothing personal: what it does not have, nobody can take from it.
  const [hallKey = null, ...olderKeys] = role === 'wall' ? [] : keysOut(await readHallKeys(tx, hall.id))
  if (hallKey !== null) {
    const handed = { key_id: hallKey.id, key_at: clock.now() }
    await tx.updateTable('device').set(handed).where('hall', '=', hall.id).where('id', '=', id).execute()
  }
  const commands = tx.selectFrom('command').where('hall', '=', hall.id).where('seat', '=', seat)
  const last = await commands.select((e) => e.fn.max('s').as('s')).executeTakeFirst()
  return { deviceId: id, token, seat, hall: hall.id, role, hallKey, olderKeys, lastS: last?.s ?? 0 }
}
