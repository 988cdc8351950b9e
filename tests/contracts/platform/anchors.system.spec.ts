import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpClient } from './http-client.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'

let hall: PlatformUnderTest
beforeAll(async () => {
  hall = await startPlatform()
})
afterAll(() => hall.stop())

const hash = (letter: string): string => letter.repeat(64)
const heads = (s: number, letter: string, over: object = {}) => ({
  ...{ generation: 1, s, hash: hash(letter), auditN: s, auditHash: hash(letter) },
  ...over,
})
const tell = async (seat: HttpClient, anchor: object) => {
  const { status, body } = await seat.send<{ code?: string; detail?: string }>('PUT', '/v1/anchor', JSON.stringify(anchor))
  return { status, ...body }
}

describe('the heads of a seat’s ledger', () => {
  it('are kept as they were told last, together with the highest number that has arrived', async () => {
    const seat = await hall.enrol('1')
    expect((await seat.get('/v1/anchor')).body).toEqual({ anchor: null, lastS: 0 })
    const caseId = seat.newCase()
    await seat.settle(await seat.report(caseId))

    await tell(seat, heads(1, 'a'))
    await tell(seat, heads(5, 'b'))

    expect((await seat.get('/v1/anchor')).body).toMatchObject({ anchor: heads(5, 'b'), lastS: 1 })
    expect((await seat.get('/v1/lanes')).body).toEqual({ lanes: [{ lane: caseId, n: 1 }], next: null })
  })

  it.each([
    ['go back', heads(4, 'b')],
    ['deny what was told', heads(5, 'c')],
    ['have lost audit entries', heads(6, 'd', { auditN: 4 })],
    ['have another audit trail', heads(6, 'd', { auditN: 5, auditHash: hash('e') })],
    ['come from before a recovery', heads(9, 'd', { generation: 1 }), heads(5, 'b', { generation: 2 })],
  ])('contradict when they %s; the answer says what is known', async (_what, later, first = heads(5, 'b')) => {
    const seat = await hall.enrol('2')
    await tell(seat, first)

    expect(await tell(seat, later)).toMatchObject({
      status: 409,
      code: 'anchor-contradicts',
      detail: expect.stringContaining('s 5') as string,
    })
    expect((await seat.get('/v1/anchor')).body).toMatchObject({ anchor: first })
  })

  it('may leave out what a recovery has lost, because its generation says so', async () => {
    const seat = await hall.enrol('3')
    await tell(seat, heads(9, 'b'))

    expect((await tell(seat, heads(4, 'c', { generation: 2 }))).status).toBe(200)
  })

  it('begin anew with a new machine on the seat', async () => {
    await tell(await hall.enrol('4'), heads(9, 'b'))

    expect((await tell(await hall.enrol('4'), heads(1, 'c'))).status).toBe(200)
  })

  it('are never changed or erased, not even by hand', async () => {
    await tell(await hall.enrol('1'), heads(1, 'a'))

    await expect(hall.platform.store.db.deleteFrom('anchor').execute()).rejects.toThrow('append-only')
    await expect(hall.platform.store.db.updateTable('anchor').set({ s: 0 }).execute()).rejects.toThrow('append-only')
  })

  it.each([
    ['nobody', (): HttpClient => hall.as(null), 401],
    ['an administrator', (): HttpClient => hall.admin, 403],
  ])('are not the business of %s', async (_who, client, status) => {
    expect((await client().get('/v1/anchor')).status).toBe(status)
    expect((await client().send('PUT', '/v1/anchor', JSON.stringify(heads(1, 'a')))).status).toBe(status)
  })

  it.each([[{}], [heads(-1, 'a')], [heads(1, 'g')], [heads(1.5, 'a')], [heads(1, 'a', { generation: 0 })]])(
    'must be heads: %j',
    async (wrong) => {
      expect((await tell(await hall.enrol('2'), wrong)).status).toBe(400)
    },
  )
})
