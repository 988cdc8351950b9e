// What the platform does for machines of one hall that talk to each other (ADR 013).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { derOf, makeIdentity } from '#main/lan/identity.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let one: Seat
let two: Seat

beforeAll(async () => {
  hall = await startPlatform()
  one = await hall.enrol('1')
  two = await hall.enrol('2')
})
afterAll(() => hall.stop())

const announce = (seat: Seat, body: object) => seat.send('PUT', '/v1/devices/mine', JSON.stringify(body))

async function changesOfDevices(): Promise<Change[]> {
  const health = await hall.admin.get<{ epoch: string }>('/v1/health')
  const page = await two.get<{ changes: Change[] }>(`/v1/changes?epoch=${health.body.epoch}&seq=0&limit=5000&kinds=device`)
  return page.body.changes
}

describe('the roster of machines', () => {
  it('carries what a machine says of itself, with the fingerprint of its key, and no change twice', async () => {
    const identity = await makeIdentity('1' as SeatId)
    const said = { lanUrl: 'https://192.168.3.11:4870/', certificate: derOf(identity.certificate), relayOrder: 1 }

    const first = await announce(one, said)
    await announce(one, said)

    expect(first).toMatchObject({
      status: 200,
      body: { seat: '1', role: 'seat', fingerprint: identity.fingerprint, relayOrder: 1 },
    })
    expect(await changesOfDevices()).toMatchObject([{ id: '1', op: 'put', ver: 1, row: { lanUrl: said.lanUrl } }])
  })

  it.each([
    ['plain http', { lanUrl: 'http://192.168.3.11:4870/' }],
    ['a path', { lanUrl: 'https://192.168.3.11:4870/elsewhere' }],
    ['a name and password', { lanUrl: 'https://a:b@192.168.3.11/' }],
    ['no certificate', { certificate: Buffer.alloc(200).toString('base64') }],
    ['a place among the relays that is none', { relayOrder: 0 }],
  ])('refuses %s', async (_name, over) => {
    const identity = await makeIdentity('2' as SeatId)
    const said = { lanUrl: 'https://192.168.3.12:4870/', certificate: derOf(identity.certificate), relayOrder: null }

    expect(await announce(two, { ...said, ...over })).toMatchObject({ status: 400, body: { code: 'bad-request' } })
  })

  it('is left by a machine that withdraws, that is replaced, and that is revoked', async () => {
    const identity = await makeIdentity('3' as SeatId)
    const said = { lanUrl: 'https://192.168.3.13:4870/', certificate: derOf(identity.certificate), relayOrder: null }
    const third = async (): Promise<string> => (await changesOfDevices()).filter(({ id }) => id === '3').at(-1)?.op ?? 'none'
    const before = await hall.enrol('3')

    await announce(before, said)
    expect(await third()).toBe('put')
    await before.send('DELETE', '/v1/devices/mine')
    expect(await third()).toBe('delete')
    await announce(before, said)
    const after = await hall.enrol('3')
    expect(await third()).toBe('delete')
    await announce(after, said)
    await hall.admin.send('DELETE', `/v1/devices/${after.enrolment.deviceId}`, JSON.stringify({ reason: '本机遗失' }))
    expect(await third()).toBe('delete')
  })
})

describe('an act on top of another seat’s', () => {
  it('waits for that one, alone in its lane, and is then judged as ever', async () => {
    const id = one.newCase()
    const report = await one.report(id)
    const accept = one.say(id, 'accept', { base: { after: report.id } })
    const file = two.say(id, 'file', { base: { after: accept.id }, args: { conditionId: 'E0110-1' } })
    const other = await two.report(two.newCase())

    expect(await two.settle(file, other)).toMatchObject([{ result: 'retry', code: 'base-not-arrived' }, { result: 'accepted' }])
    await one.settle(report, accept)
    expect(await two.settle(file)).toMatchObject([{ result: 'accepted' }])
  })

  it('goes with it when that one is rejected, and is rejected itself when that one never comes', async () => {
    const id = one.newCase()
    const report = await one.report(id)
    const stale = one.say(id, 'accept', { base: { ver: 9 } })
    const file = two.say(id, 'file', { base: { after: stale.id }, args: { conditionId: 'E0110-1' } })
    expect(await two.settle(file)).toMatchObject([{ result: 'retry' }])
    await one.settle(report, stale)
    expect(await two.settle(file)).toMatchObject([{ code: 'depends-on-rejected', detail: stale.id }])

    const lost = one.say(one.newCase(), 'accept', { base: null })
    const orphan = two.say(id, 'note', { base: { after: lost.id } })
    expect(await two.settle(orphan)).toMatchObject([{ result: 'retry' }])
    hall.clock.advance(2 * 3_600_000)
    expect(await two.settle(orphan)).toMatchObject([{ result: 'rejected', code: 'base-not-arrived' }])
  })
})
