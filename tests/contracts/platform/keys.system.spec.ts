import { generateKeyPairSync } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administer } from '#platform/administer/administer.ts'
import { readAdministration } from '#platform/administer/options.ts'
import { MOST_HALL_KEYS } from '#shared/platform-api/people.ts'
import { unseal } from '#platform/auth/seal.ts'
import { runPlatform } from '#platform/run-platform.ts'
import type { RunningPlatform } from '#platform/run-platform.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import type { DevicesReply, EnrolReply, HallKeys } from '#shared/platform-api/people.ts'
import type { AuditEntry } from '#main/db-worker/ledger-api.ts'
import type { CallContext } from '#main/doors/handlers.ts'
import { devicesHandlers } from '#main/features/devices/index.ts'
import type { Hall } from '#main/features/hall/index.ts'
import { KeyRing, readKey, Sealer } from '#main/features/personal/index.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { until } from '#tests/builders/patience.ts'
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

/** Another process on the same database: it has a folder and an administrator of its own. */
async function secondProcess(): Promise<RunningPlatform> {
  const stored = { connection: () => hall.postgres.connection, dataDir: aDataFolder(), pagesDir: null }
  return unwrap(await runPlatform({ ...stored, port: 0, town: 'none', seed: 1, log: pino({ level: 'silent' }) }))
}

async function listed(): Promise<DevicesReply> {
  return (await hall.admin.get<DevicesReply>('/v1/devices')).body
}
const deviceOf = async (id: string) => (await listed()).devices.find((one) => one.id === id)!
const revoke = (id: string, reason: string) =>
  hall.admin.send<{ revokedAt: number }>('DELETE', `/v1/devices/${id}`, JSON.stringify({ reason }))

/** Feed and positions of a machine; `ended` settles when the platform has closed both. */
async function openStreams(token: string, url = hall.url) {
  const { epoch } = hall.platform.hall
  const stop = new AbortController()
  let open = 0
  const read = async (path: string): Promise<void> => {
    const { body, status } = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    })
    expect(status).toBe(200)
    open += 1
    for await (const chunk of body!) void chunk
    open -= 1
  }
  const ended = Promise.allSettled([read(`/v1/changes/stream?epoch=${epoch}&seq=0`), read('/v1/positions/stream')])
  await until('both streams are open', () => open === 2)
  const close = (): void => {
    stop.abort()
  }
  return { ended, isOpen: () => open === 2, close }
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

describe('who has which key', () => {
  it('stands in the list: a seat that was away during the rotation shows the older one until it has asked', async () => {
    const seat = await hall.enrol('1')
    const wall = await enrolWall()
    const before = await deviceOf(seat.enrolment.deviceId)

    const { body } = await hall.admin.post<{ current: string }>('/v1/hall-keys', {})
    const away = await deviceOf(seat.enrolment.deviceId)
    await seat.get('/v1/hall-keys')
    const back = await deviceOf(seat.enrolment.deviceId)

    expect(before.key?.id).toBe(seat.enrolment.hallKey!.id)
    expect(away.key).toEqual(before.key)
    expect(back.key?.id).toBe(body.current)
    expect((await listed()).currentKey.id).toBe(body.current)
    expect((await deviceOf(wall.deviceId)).key).toBeNull()
  })

  it('is for people on the post administrator and for seats; to revoke and to rotate is for the former alone', async () => {
    const seat = await hall.enrol('2')
    const wall = hall.as((await enrolWall()).token)
    const administrator = await hall.signInOnline('9001', ['administrator'])
    const dispatcher = await hall.signInOnline('1002', ['dispatcher'])
    const statuses = async (path: string, method = 'GET', body?: string): Promise<number[]> => {
      const asked = [administrator, seat, wall, dispatcher].map((who) => who.send(method, path, body))
      return (await Promise.all(asked)).map(({ status }) => status)
    }

    expect(await statuses('/v1/devices')).toEqual([200, 200, 403, 403])
    expect(await statuses('/v1/hall-keys', 'POST', '{}')).toEqual([200, 403, 403, 403])
    const path = '/v1/devices/018f0000-0000-7000-8000-000000000001'
    expect(await statuses(path, 'DELETE', '{"reason":"失窃"}')).toEqual([404, 403, 403, 403])
  })
})

describe('设备与密钥 at a seat', () => {
  const context = { caller: 'seat', pane: null, session: { person: '9001', posts: ['administrator'] } } as unknown as CallContext

  it('cuts off a lost machine, then changes the key; what was sealed before opens at every seat that stays', async () => {
    const [own, lost] = [await hall.enrol('1'), await hall.enrol('2')]
    const client = new PlatformClient(hall.url, own.token)
    const ring = KeyRing.of(unwrap(await client.hallKeys()))
    const sealer = new Sealer(ring)
    const before = sealer.seal('王丽', 'case:1:reporterName')
    const trail: AuditEntry[] = []
    const db = { ledger: { audit: async (entry: AuditEntry) => void trail.push(entry) } }
    const handlers = devicesHandlers({ client, db, time: { now: () => Date.now() } } as unknown as Hall, {
      own: own.enrolment.deviceId,
      clientAs: (token) => new PlatformClient(hall.url, token),
    })
    const device = lost.enrolment.deviceId
    const secret = '246810'

    const mistyped = await handlers.rotate({ secret: '000000' }, context)
    const itself = await handlers.revoke({ device: own.enrolment.deviceId, reason: '误点', secret }, context)
    const revoked = await handlers.revoke({ device, reason: '主机失窃', secret }, context)
    const rotated = unwrap(await handlers.rotate({ secret }, context))
    // A seat that was away seals under the key it has until it hears of the new one.
    const meanwhile = sealer.seal('李强', 'case:2:reporterName')
    const { keys, current } = unwrap(await client.hallKeys())
    ring.learn(keys.map(readKey), current)
    const after = sealer.seal('赵云', 'case:3:reporterName')

    expect([mistyped.ok, itself.ok, revoked.ok]).toEqual([false, false, true])
    expect((await lost.get('/v1/hall-keys')).body).toMatchObject({ code: 'device-revoked' })
    expect([meanwhile, after].map((value) => value.split('.')[1])).toEqual([before.split('.')[1], rotated.current])
    // Another seat, enrolled after all of it.
    const later = await hall.enrol('3')
    const elsewhere = new Sealer(KeyRing.of(unwrap(await new PlatformClient(hall.url, later.token).hallKeys())))
    expect(
      [before, meanwhile, after].map((value, at) => elsewhere.open(value, `case:${String(at + 1)}:reporterName`)),
    ).toEqual(['王丽', '李强', '赵云'].map((value) => ({ ok: true, value })))
    expect(trail.map(({ what, subject, result, detail }) => [what, subject, result, detail])).toEqual([
      ['keys.rotate', null, 'refused', 'bad-credentials'],
      ['keys.revoke-device', own.enrolment.deviceId, 'refused', 'bad-request'],
      ['keys.revoke-device', device, 'ok', '主机失窃'],
      ['keys.rotate', rotated.current, 'ok', null],
    ])
    expect(unwrap(await handlers.list({}, context)).own).toBe(own.enrolment.deviceId)
  })
})

describe("the administrator's command line", () => {
  const say = (...args: string[]) => {
    const asked = readAdministration([...args, '--data-dir', hall.dataDir, '--platform-url', hall.url])
    if (asked === null) throw new Error('no act of an administrator')
    return administer(unwrap(asked))
  }

  it('makes a code, cuts a seat off and changes the key, and each stands in the trail', async () => {
    const { line: made } = unwrap(await say('--enrol-code', '4'))
    const { body } = await hall.as(null).post<EnrolReply>('/v1/devices', { code: made['code'], name: '席位', seat: '4' })
    const open = await openStreams(body.token)

    const { line: revoked } = unwrap(await say('--revoke', '4', '--reason', '主机失窃'))
    await open.ended
    const again = await say('--revoke', '4', '--reason', '主机失窃')
    const { line: rotated } = unwrap(await say('--rotate-key'))

    expect(revoked).toMatchObject({ type: 'device-revoked', seat: '4', device: body.deviceId })
    expect(await deviceOf(body.deviceId)).toMatchObject({ revokedReason: '主机失窃' })
    expect(again).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect((await listed()).currentKey.id).toBe(rotated['current'])
    const { store } = hall.platform
    const trail = await store.db.selectFrom('audit').select(['who', 'what']).orderBy('id', 'desc').limit(4).execute()
    expect(trail.map(({ what }) => what)).toEqual(['hall-key-rotated', 'device-revoked', 'enrolled', 'enrolment-code-made'])
    expect(new Set([trail[0]?.who, trail[1]?.who, trail[3]?.who])).toEqual(new Set(['administrator']))
  })

  it('changes no key where the hall has had as many as seats can read', async () => {
    const { store, hall: of } = hall.platform
    const keys = () => store.db.selectFrom('hall_key').select('n').where('hall', '=', of.id).execute()
    const had = (await keys()).length
    const row = (n: number) => ({ hall: of.id, n, id: `filler${String(n)}`, key: Buffer.alloc(32), made_at: 0 })
    const fillers = Array.from({ length: MOST_HALL_KEYS - had }, (_, i) => row(had + 1 + i))
    await store.db.insertInto('hall_key').values(fillers).execute()

    const refused = await say('--rotate-key')

    expect(refused).toMatchObject({ ok: false, error: { code: 'too-many-keys', detail: '200' } })
    expect(await keys()).toHaveLength(MOST_HALL_KEYS)
    await store.db.deleteFrom('hall_key').where('n', '>', had).execute()
    expect((await say('--rotate-key')).ok).toBe(true)
  })

  it('says so where no platform runs', async () => {
    const asked = unwrap(readAdministration(['--rotate-key', '--data-dir', hall.dataDir, '--platform-url', 'http://127.0.0.1:9'])!)

    expect(await administer(asked)).toMatchObject({ ok: false, error: { code: 'no-platform' } })
  })
})

describe('an enrolment', () => {
  it('can be revoked: the machine is told so, whatever it asks', async () => {
    const seat = await hall.enrol('3')
    const mine = await deviceOf(seat.enrolment.deviceId)

    const first = await revoke(mine.id, '主机失窃')
    const again = await revoke(mine.id, '又说一遍')

    expect(mine).toMatchObject({ seat: '3', role: 'seat', revokedAt: null, revokedReason: null })
    expect(await deviceOf(mine.id)).toMatchObject({ revokedAt: first.body.revokedAt, revokedReason: '主机失窃' })
    expect([first.status, again.body.revokedAt]).toEqual([200, first.body.revokedAt])
    for (const path of ['/v1/hall-keys', '/v1/changes/stream?epoch=x&seq=0', '/v1/people'])
      expect(await seat.get(path)).toMatchObject({ status: 401, body: { code: 'device-revoked' } })
    expect((await revoke('018f0000-0000-7000-8000-000000000001', '查无此机')).status).toBe(404)
  })

  it('is revoked with a reason or not at all', async () => {
    const seat = await hall.enrol('3')
    const path = `/v1/devices/${seat.enrolment.deviceId}`

    const refused = await Promise.all(
      [undefined, '{}', '{"reason":"  "}', '{"reason":1}', JSON.stringify({ reason: '失'.repeat(201) })].map((body) =>
        hall.admin.send('DELETE', path, body),
      ),
    )

    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
    expect((await seat.get('/v1/hall-keys')).status).toBe(200)
  })

  it('that ends closes what the machine has open at once, and no new key reaches it', async () => {
    const seat = await hall.enrol('3')
    const stays = await hall.enrol('4')
    const gone = await openStreams(seat.token!)
    const other = await openStreams(stays.token!)

    await revoke(seat.enrolment.deviceId, '主机失窃')
    await gone.ended
    await hall.admin.post('/v1/hall-keys', {})

    const client = new PlatformClient(hall.url, seat.token)
    expect(await client.hallKeys()).toMatchObject({ ok: false, error: { code: 'device-revoked' } })
    expect(other.isOpen()).toBe(true)
    other.close()
  })

  it('that ends closes what the machine has open at another platform process on the same database', async () => {
    const beside = await secondProcess()
    const [seat, stays] = [await hall.enrol('3'), await hall.enrol('4')]
    const gone = await openStreams(seat.token!, beside.url)
    const other = await openStreams(stays.token!, beside.url)

    await revoke(seat.enrolment.deviceId, '主机失窃')
    await gone.ended

    const client = new PlatformClient(beside.url, seat.token)
    expect(await client.hallKeys()).toMatchObject({ ok: false, error: { code: 'device-revoked' } })
    expect(other.isOpen()).toBe(true)
    other.close()
    await beside.close()
  })

  it('that a new one of the same seat replaces ends its streams too', async () => {
    const former = await hall.enrol('3')
    const open = await openStreams(former.token!)

    await hall.enrol('3')

    await open.ended
    expect((await former.get('/v1/hall-keys')).body).toMatchObject({ code: 'device-revoked' })
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
