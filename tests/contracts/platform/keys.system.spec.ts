import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unseal } from '#platform/auth/seal.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import type { DeviceOut, EnrolReply, HallKeys } from '#shared/platform-api/people.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'

let hall: PlatformUnderTest

beforeAll(async () => {
  hall = await startPlatform()
})
afterAll(() => hall.stop())

async function enrolWall(): Promise<EnrolReply> {
  const { body } = await hall.admin.post<{ code: string }>('/v1/enrolment-codes', { seat: 'W2' })
  return (await hall.as(null).post<EnrolReply>('/v1/devices', { code: body.code, name: '大屏', seat: 'W2' })).body
}

describe('the key of the hall', () => {
  it('changes when the administrator says so; seats learn the new one and keep the old, walls get neither', async () => {
    const seat = await hall.enrol('1')
    const wall = await enrolWall()
    const before = await seat.get<HallKeys>('/v1/hall-keys')

    const rotated = await hall.admin.post<{ current: string; resealed: number }>('/v1/hall-keys', {})
    const after = await seat.get<HallKeys>('/v1/hall-keys')

    expect(before.body.keys).toHaveLength(1)
    expect(after.body).toMatchObject({ current: rotated.body.current })
    expect(after.body.keys.at(-1)).toEqual(before.body.keys[0])
    expect(after.body.current).not.toBe(before.body.current)
    expect([wall.role, wall.hallKey]).toEqual(['wall', null])
    expect((await hall.as(wall.token).get('/v1/hall-keys')).status).toBe(403)
    expect((await hall.as(null).get('/v1/hall-keys')).status).toBe(401)
    expect((await seat.post('/v1/hall-keys', {})).status).toBe(403)
  })

  it('is what verifiers in the feed are sealed under at once, and a machine enrolled later reads both', async () => {
    await hall.admin.post('/v1/hall-keys', {})
    const seat = await hall.enrol('2')
    const { hallKey, olderKeys } = seat.enrolment
    const page = await seat.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=0&kinds=person`)
    const sealed = String(page.body.changes.find(({ id }) => id === '1001')?.row?.['verifier'])

    expect(sealed.split('.')[1]).toBe(hallKey!.id)
    expect(olderKeys.length).toBeGreaterThanOrEqual(1)
    expect(
      unseal(
        { id: hallKey!.id, key: Buffer.from(hallKey!.key, 'base64url') },
        { kind: 'person', id: '1001', field: 'verifier' },
        sealed,
      ).ok,
    ).toBe(true)
  })
})

describe('an enrolment', () => {
  it('can be revoked: the machine is told so, whatever it asks', async () => {
    const seat = await hall.enrol('3')
    const { body } = await hall.admin.get<{ devices: DeviceOut[] }>('/v1/devices')
    const mine = body.devices.find(({ id }) => id === seat.enrolment.deviceId)!

    const first = await hall.admin.send<{ revokedAt: number }>('DELETE', `/v1/devices/${mine.id}`)
    const again = await hall.admin.send<{ revokedAt: number }>('DELETE', `/v1/devices/${mine.id}`)

    expect(mine).toMatchObject({ seat: '3', role: 'seat', revokedAt: null })
    expect([first.status, again.body.revokedAt]).toEqual([200, first.body.revokedAt])
    for (const path of ['/v1/hall-keys', '/v1/changes/stream?epoch=x&seq=0', '/v1/people'])
      expect(await seat.get(path)).toMatchObject({ status: 401, body: { code: 'device-revoked' } })
    expect((await hall.admin.send('DELETE', '/v1/devices/018f0000-0000-7000-8000-000000000001')).status).toBe(404)
  })

  it('registers one signing key and no other', async () => {
    const seat = await hall.enrol('4')
    const aKey = (): string =>
      generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64url')
    const publicKey = aKey()
    const register = (body: object) => seat.send('PUT', '/v1/devices/mine/signing-key', JSON.stringify(body))

    expect((await register({ publicKey })).status).toBe(200)
    expect((await register({ publicKey })).status).toBe(200)
    expect((await register({ publicKey: aKey() })).status).toBe(400)
    expect((await register({ publicKey: 'A'.repeat(60) })).status).toBe(400)
  })
})
