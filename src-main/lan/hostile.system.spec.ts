import { request } from 'node:https'
import { connect } from 'node:tls'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aHallOf, LanHost } from '#tests/builders/a-lan-host.ts'
import { SOON } from '#tests/builders/patience.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { faultOf } from './check-offered.ts'
import { derOf, makeIdentity } from './identity.ts'
import type { LanIdentity } from './identity.ts'
import { numbersIn } from './ranges.ts'
import { RequestRate } from './request-rate.ts'
import { TlsWire } from './tls-wire.ts'

const nothing = { held: [], head: null }

interface Said {
  readonly path?: string
  readonly body?: string
  readonly identity?: LanIdentity | null
}

/** The status a caller gets, or the error of the connection. */
function ask(host: LanHost, { path = '/v1/lan/offer', body = JSON.stringify(nothing), identity = null }: Said): Promise<string> {
  return new Promise((resolve) => {
    const mine = identity === null ? {} : { key: identity.key, cert: identity.certificate }
    const sent = request(new URL(path, host.row.lanUrl), { method: 'POST', ...mine, agent: false, rejectUnauthorized: false })
    sent.on('response', (reply) => {
      resolve(String(reply.statusCode))
      reply.destroy()
    })
    sent.on('error', () => resolve('refused'))
    sent.end(body)
  })
}

describe('the door between the machines of a hall', () => {
  it('opens to nobody without a certificate, or with one that is not in the roster', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)

    expect(await ask(one, {})).toBe('refused')
    expect(await ask(one, { identity: await makeIdentity('2' as SeatId) })).toBe('refused')
    expect(await ask(one, { identity: two.identity })).toBe('200')
  })

  it('speaks nothing older than TLS 1.3', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)
    const { key, certificate: cert } = two.identity

    const met = new Promise<string>((resolve) => {
      const { port } = one.server
      const socket = connect({ host: '127.0.0.1', port, key, cert, maxVersion: 'TLSv1.2', rejectUnauthorized: false })
      socket.on('secureConnect', () => resolve('met'))
      socket.on('error', () => resolve('refused'))
    })

    expect(await met).toBe('refused')
  })

  it('puts a machine out at once that has left the roster', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)

    await one.meet()

    await expect.poll(() => two.lan.status().peers[0]?.connected, SOON).toBe(false)
    expect(await ask(one, { identity: two.identity })).toBe('refused')
  })

  it('does not talk to a stranger who sits at a neighbour’s address', async () => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    const stranger = await makeIdentity('1' as SeatId)
    const wire = new TlsWire(two.identity)
    await one.meet(two)

    const other = { ...one.row, certificate: derOf(stranger.certificate), fingerprint: stranger.fingerprint }
    expect(await wire.open(other, nothing, new AbortController().signal)).toMatchObject({ error: { code: 'offline' } })
    const wrongPin = { ...one.row, fingerprint: stranger.fingerprint }
    expect(await wire.open(wrongPin, nothing, new AbortController().signal)).toMatchObject({ error: { code: 'offline' } })
  })

  it.each([
    ['no JSON', '{"held":'],
    ['the wrong shape', '{"held":[[0,-1]],"head":null}'],
    ['nothing', ''],
    ['NUL', '\0\0\0'],
    ['something deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['too much', `{"held":[],"head":null,"x":"${'x'.repeat(1_100_000)}"}`],
  ])('answers %s with a refusal and goes on', async (_name, body) => {
    const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
    await aHallOf(one, two)

    expect(['400', 'refused']).toContain(await ask(one, { body, identity: two.identity }))
    expect(await ask(one, { path: '/v1/lan/claims', body, identity: two.identity })).not.toBe('200')
    expect(await ask(one, { path: '/v1/commands', identity: two.identity })).toBe('404')
    expect(await ask(one, { identity: two.identity })).toBe('200')
  })
})

describe('what a neighbour tells', () => {
  it('is taken only in its own name, as its hash says, and in its own order', async () => {
    const one = await LanHost.open('1')
    await one.do(aReport(1), aCommand(2, 'accept'))
    const [first, second] = (await one.db.ledger.commandsAt([1, 2])).map((stored) => ({ ...stored, claim: null }))
    const head = { s: 1, hash: first!.command.hash }

    expect(faultOf(second!, one.seat, head)).toBeNull()
    expect(faultOf(second!, '2' as SeatId, head)).toContain('in the name of 2')
    expect(faultOf({ ...second!, command: { ...second!.command, at: 1 } }, one.seat, head)).toContain('hash')
    expect(faultOf(second!, one.seat, { s: 1, hash: 'f'.repeat(64) })).toContain('does not follow')
    expect(faultOf(first!, one.seat, { s: 1, hash: 'f'.repeat(64) })).toContain('two commands')
    const { hash: _hash, ...members } = { ...first!.command, seat: '3' as SeatId }
    const forged = { ...members, hash: createHash('sha256').update(canonicalJson(members)).digest('hex') }
    expect(faultOf({ ...first!, command: forged }, one.seat, null)).toContain('seat 3')
  })

  it('said again changes nothing', async () => {
    const one = await LanHost.open('1')
    const two = await LanHost.open('2')
    await one.do(aReport(1), aCommand(2, 'accept'))
    const told = (await one.db.ledger.commandsAt([1, 2])).map((stored) => ({ ...stored, claim: null }))

    for (let i = 0; i < 3; i += 1) {
      await two.db.ledger.keepNeighbours(one.seat, told)
      await two.db.cacheWriter.overlayNeighbours(told)
    }

    expect(await two.storyOf(caseId(1))).toEqual(['report 1', 'accept 1'])
    expect((await two.db.ledger.neighbours()).map(({ command }) => command.id)).toEqual([cmdId(1), cmdId(2)])
  })

  it('cannot make the answer long by ranges without end', () => {
    expect(numbersIn(Array.from({ length: 20_000 }, () => [1, 199_999] as const)).size).toBe(199_999)
    expect(numbersIn([[1, Number.MAX_SAFE_INTEGER]]).size).toBe(200_000)
    expect(numbersIn([[5, 3]]).size).toBe(0)
  })

  it('may be asked for ten times a second, with room for a burst', () => {
    let now = 0
    const rate = new RequestRate({ ...systemClock, monotonicMs: () => now })

    expect(Array.from({ length: 50 }, () => rate.allows('1')).filter(Boolean)).toHaveLength(40)
    expect(rate.allows('2')).toBe(true)
    now += 1_000
    expect(Array.from({ length: 50 }, () => rate.allows('1')).filter(Boolean)).toHaveLength(10)
  })
})
