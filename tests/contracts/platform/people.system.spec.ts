import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { verify } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unseal } from '#platform/auth/seal.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import type { EnrolReply, PersonRow } from '#shared/platform-api/people.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'

let hall: PlatformUnderTest

beforeAll(async () => {
  hall = await startPlatform()
})
afterAll(() => hall.stop())

const signIn = (body: object, token: string | null = null) =>
  hall
    .as(token)
    .post<Record<string, unknown>>('/v1/sign-ins', { person: '1001', secret: '246810', posts: [], shift: null, ...body })

describe('enrolling a machine', () => {
  it('works once with a code of the first start, which only the owner of the folder can read', async () => {
    const path = join(hall.dataDir, 'enrolment.json')
    const codes = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
    const enrol = () => hall.as(null).post('/v1/devices', { code: codes['W1'], name: '大屏', seat: 'W1' })

    const [first, second] = [await enrol(), await enrol()]

    expect(Object.keys(codes)).toEqual(['1', '2', '3', '4', 'W1'])
    expect((await stat(path)).mode & 0o077).toBe(0)
    expect((await stat(join(hall.dataDir, 'admin-token'))).mode & 0o077).toBe(0)
    expect(first.body).toMatchObject({ seat: 'W1', hall: 'main', role: 'wall', lastS: 0, hallKey: null, olderKeys: [] })
    expect([second.status, second.body]).toEqual([403, { code: 'bad-enrolment', detail: null }])
  })

  it('refuses a code for another seat and a code nobody made', async () => {
    const minted = await hall.admin.post<{ code: string }>('/v1/enrolment-codes', { seat: '5' })
    const wrongSeat = await hall.as(null).post('/v1/devices', { code: minted.body.code, name: 'pc', seat: '6' })
    const guessed = await hall.as(null).post('/v1/devices', { code: 'AAAAA-AAAAA-AAAAA-AAAAA', name: 'pc', seat: '5' })

    expect([wrongSeat.status, guessed.status]).toEqual([403, 403])
    expect((await hall.as(null).post('/v1/devices', { code: minted.body.code, name: 'pc', seat: '5' })).status).toBe(200)
  })

  it('takes the credential from the machine that was the seat before', async () => {
    const before = await hall.enrol('7')
    const after = await hall.enrol('7')

    expect((await before.get('/v1/grids')).status).toBe(401)
    expect((await after.get('/v1/grids')).status).toBe(200)
  })

  it('answers the machine that has used a code once more when the reply was lost, and nobody else', async () => {
    const { body: minted } = await hall.admin.post<{ code: string }>('/v1/enrolment-codes', { seat: '9' })
    const enrol = (more: object) => hall.as(null).post<EnrolReply>('/v1/devices', { code: minted.code, name: 'pc', seat: '9', ...more })
    const claim = 'c'.repeat(43)

    const [first, again] = [await enrol({ claim }), await enrol({ claim })]
    const others = [await enrol({}), await enrol({ claim: 'd'.repeat(43) }), await enrol({ claim: 'short' })]

    expect(again).toMatchObject({ status: 200, body: { deviceId: first.body.deviceId, hallKey: first.body.hallKey } })
    expect((await hall.as(first.body.token).get('/v1/grids')).status).toBe(401)
    expect((await hall.as(again.body.token).get('/v1/grids')).status).toBe(200)
    expect(others.map(({ status }) => status)).toEqual([403, 403, 400])
    await hall.enrol('9')
    expect((await enrol({ claim })).status).toBe(403)
  })

  it('gives one machine only when two try the same code at once', async () => {
    const minted = await hall.admin.post<{ code: string }>('/v1/enrolment-codes', { seat: '8' })
    const replies = await Promise.all(
      [1, 2, 3, 4].map((i) => hall.as(null).post('/v1/devices', { code: minted.body.code, name: `pc-${i}`, seat: '8' })),
    )

    expect(replies.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403])
  })
})

describe('signing in', () => {
  it('on a device gives no token; online it gives one', async () => {
    const seat = await hall.enrol('1')

    const onDevice = await signIn({ posts: ['acceptor'], shift: 'day' }, seat.token)
    const online = await signIn({ person: '3001', posts: ['department'] })

    expect(onDevice.body).toMatchObject({ person: '1001', name: '王丽', posts: ['acceptor'], token: null })
    expect(online.body).toMatchObject({ department: 'D01', posts: ['department'] })
    expect((await hall.as(online.body['token'] as string).get('/v1/tasks')).status).toBe(200)
  })

  it('gives all posts held when none is asked for and refuses one that is not held', async () => {
    expect((await signIn({ person: '1004' })).body['posts']).toEqual(['acceptor', 'shift-leader', 'dispatcher', 'evaluator'])
    expect((await signIn({ posts: ['administrator'] })).body).toEqual({ code: 'wrong-post', detail: 'administrator' })
  })

  it('answers the same for a wrong secret and for somebody who does not exist, and locks both after five', async () => {
    for (const person of ['1005', '8888']) {
      const replies = []
      for (let i = 0; i < 6; i += 1) replies.push(await signIn({ person, secret: '000000' }))

      expect(replies.map(({ body }) => body['code'])).toEqual([...Array<string>(5).fill('bad-credentials'), 'account-locked'])
      expect((await signIn({ person, secret: '246810' })).status).toBe(423)
    }
    hall.clock.advance(15 * 60_000 + 1)
    expect((await signIn({ person: '1005' })).status).toBe(200)
    hall.clock.advance(-15 * 60_000 - 1)
  })

  it('opens a locked number with a new secret: nobody waits for what was guessed at the former one', async () => {
    for (let i = 0; i < 5; i += 1) await signIn({ person: '1007', secret: '000000' })
    expect((await signIn({ person: '1007' })).body['code']).toBe('account-locked')

    await hall.admin.send('PUT', '/v1/people/1007/secret', JSON.stringify({ secret: '975310' }))

    expect((await signIn({ person: '1007', secret: '975310' })).status).toBe(200)
    await hall.admin.send('PUT', '/v1/people/1007/secret', JSON.stringify({ secret: '246810' }))
  })

  it('forgets failures once somebody has signed in', async () => {
    for (let i = 0; i < 4; i += 1) await signIn({ person: '1006', secret: '000000' })
    await signIn({ person: '1006' })
    for (let i = 0; i < 4; i += 1) await signIn({ person: '1006', secret: '000000' })

    expect((await signIn({ person: '1006' })).status).toBe(200)
  })

  it('online ends after twelve hours and when the person leaves', async () => {
    const person = await hall.signInOnline('3005', ['department'])
    hall.clock.advance(12 * 3_600_000 + 1)
    expect((await person.get('/v1/tasks')).status).toBe(401)
    hall.clock.advance(-12 * 3_600_000 - 1)
    expect((await person.get('/v1/tasks')).status).toBe(200)

    await hall.admin.post('/v1/bulk/person', { rows: [{ ...(await personRow('3005')), active: false }] })

    expect((await person.get('/v1/tasks')).status).toBe(401)
    expect((await signIn({ person: '3005' })).body['code']).toBe('bad-credentials')
  })

  it('refuses more checks at once than the machine can do', async () => {
    const replies = await Promise.all(Array.from({ length: 24 }, (_, i) => signIn({ person: `90${i + 10}` })))

    const busy = replies.filter(({ status }) => status === 429)
    expect(busy.length).toBeGreaterThan(0)
    expect(busy[0]!.headers.get('retry-after')).toBe('1')
  })
})

async function personRow(id: string): Promise<PersonRow> {
  const { body } = await hall.admin.get<{ rows: PersonRow[] }>('/v1/people')
  return body.rows.find((row) => row.id === id)!
}

describe('the verifier of a person', () => {
  it('travels sealed, so that a seat with the hall key can check the PIN by itself', async () => {
    const seat = await hall.enrol('2')
    const { id, key: bytes } = seat.enrolment.hallKey!
    const key = { id, key: Buffer.from(bytes, 'base64url') }
    const { body } = await seat.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=0&kinds=person`)
    const row = body.changes.find((one) => one.id === '1001')!.row!

    const opened = unseal(key, { kind: 'person', id: '1001', field: 'verifier' }, row['verifier'] as string)

    expect(opened.ok && (await verify(opened.value, '246810'))).toBe(true)
    expect(opened.ok && (await verify(opened.value, '000000'))).toBe(false)
    expect(unseal(key, { kind: 'person', id: '1002', field: 'verifier' }, row['verifier'] as string).ok).toBe(false)
  })

  it('is not shown to people and cannot be brought in', async () => {
    const before = await hall.admin.get<{ rows: PersonRow[] }>('/v1/people')
    await hall.admin.post('/v1/bulk/person', { rows: [{ ...before.body.rows[0], name: '王莉', verifier: 'mine' }] })

    expect(before.body.rows.every(({ verifier }) => verifier === null)).toBe(true)
    expect((await signIn({})).body['name']).toBe('王莉')
  })

  it('is left alone by whoever brings people in again', async () => {
    const put = (secret: string, onlyIfNone: boolean) =>
      hall.admin.send('PUT', '/v1/people/1009/secret', JSON.stringify({ secret, onlyIfNone }))
    await hall.admin.post('/v1/bulk/person', {
      rows: [{ ...(await personRow('1008')), id: '1009', name: '新人', verifier: null }],
    })

    await put('111111', true)
    const kept = await put('222222', true)

    expect(kept.status).toBe(200)
    expect((await signIn({ person: '1009', secret: '111111' })).status).toBe(200)
  })

  it('changes with the secret, in the feed as well', async () => {
    const online = await hall.signInOnline('1008', ['acceptor'])
    const head = (await hall.admin.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=0&limit=1`)).body.head

    const reply = await hall.admin.send('PUT', '/v1/people/1008/secret', JSON.stringify({ secret: '新口令-2026' }))

    expect(reply.status).toBe(200)
    expect((await signIn({ person: '1008' })).status).toBe(401)
    expect((await signIn({ person: '1008', secret: '新口令-2026' })).status).toBe(200)
    expect((await online.get('/v1/tasks')).status).toBe(401)
    const { body } = await hall.admin.get<ChangesPage>(`/v1/changes?epoch=${hall.platform.hall.epoch}&seq=${head}`)
    expect(body.changes).toMatchObject([{ kind: 'person', id: '1008', ver: 2 }])
    expect((await hall.admin.send('PUT', '/v1/people/7777/secret', JSON.stringify({ secret: '123456' }))).status).toBe(404)
  })
})
