import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'

let hall: PlatformUnderTest

beforeAll(async () => {
  hall = await startPlatform()
})
afterAll(() => hall.stop())

const ask = async <T>(text: string): Promise<T[]> => (await sql.raw<T>(text).execute(hall.platform.store.db)).rows

/** What an act could have left behind. */
const traces = () =>
  ask(`SELECT (SELECT seq FROM feed_head WHERE hall = 'main') AS head, (SELECT count(*) FROM hall_key) AS keys,
         (SELECT count(*) FROM device WHERE revoked_at IS NOT NULL) AS revoked, (SELECT count(*) FROM device) AS devices,
         (SELECT max(changed_at) FROM person_secret) AS secrets, (SELECT count(*) FROM enrolment_code) AS codes,
         (SELECT count(*) FROM enrolment_code WHERE used_at IS NOT NULL) AS used, (SELECT count(*) FROM sign_in) AS signed,
         (SELECT count(*) FROM token) AS tokens, (SELECT count(*) FROM device WHERE signing_key IS NOT NULL) AS signing`)

/** Acts of the administrator, of a machine that comes in and of people, each good to be done once. */
async function acts() {
  const [seat, signing] = [await hall.enrol('3'), await hall.enrol('6')]
  const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64url')
  const inspector = await hall.signInOnline('2001', ['inspector'])
  const { body: minted } = await hall.admin.post<{ code: string }>('/v1/enrolment-codes', { seat: '4' })
  const place = { id: 'p', name: '站', otherNames: [], kind: 'station', address: '', lng: 117.2, lat: 28.3 }
  const device = `/v1/devices/${seat.enrolment.deviceId}`
  return {
    'imported': () => hall.admin.post('/v1/bulk/place', { rows: [place] }),
    'hall-key-rotated': () => hall.admin.post('/v1/hall-keys', {}),
    'device-revoked': () => hall.admin.send('DELETE', device, JSON.stringify({ reason: '丢失' })),
    'secret-set': () => hall.admin.send('PUT', '/v1/people/1001/secret', JSON.stringify({ secret: '135791' })),
    'enrolment-code-made': () => hall.admin.post('/v1/enrolment-codes', { seat: '5' }),
    'signed-in': () => hall.as(null).post('/v1/sign-ins', { person: '2002', secret: '246810', posts: ['inspector'], shift: null }),
    'signed-out': () => inspector.send('DELETE', '/v1/sign-ins/mine'),
    'signing-key-registered': () => signing.send('PUT', '/v1/devices/mine/signing-key', JSON.stringify({ publicKey })),
    'enrolled': () => hall.as(null).post('/v1/devices', { code: minted.code, name: 'pc', seat: '4' }),
  }
}

describe('the audit', () => {
  it('stands or falls with the act: what cannot be written down is not done', async () => {
    const all = await acts()
    const before = await traces()
    await ask('ALTER TABLE audit RENAME TO audit_away')

    const refused: Record<string, number> = {}
    for (const [what, act] of Object.entries(all)) refused[what] = (await act()).status

    const after = await traces()
    await ask('ALTER TABLE audit_away RENAME TO audit')
    expect(refused).toEqual(Object.fromEntries(Object.keys(all).map((what) => [what, 500])))
    expect(after).toEqual(before)
    const stood = Number((await ask<{ n: number }>('SELECT coalesce(max(id), 0)::int AS n FROM audit'))[0]?.n)
    for (const act of Object.values(all)) expect((await act()).status).toBe(200)
    const lines = await ask<{ what: string }>(`SELECT what FROM audit WHERE id > ${String(stood)} ORDER BY id`)
    expect(lines.map(({ what }) => what)).toEqual(Object.keys(all))
  })
})
