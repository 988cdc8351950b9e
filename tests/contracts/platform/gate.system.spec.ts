import { request } from 'node:http'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import type { Endpoint } from '#shared/platform-api/endpoints.ts'
import { ErrorReply, Health } from '#shared/platform-api/system.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let seat: Seat

beforeAll(async () => {
  hall = await startPlatform()
  seat = await hall.enrol('1')
})
afterAll(() => hall.stop())

/** A request with headers that fetch would not send. */
function rawRequest(path: string, headers: Record<string, string>, method = 'GET'): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(hall.url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers, setHost: false, agent: false }, (response) => {
      let body = ''
      response
        .on('data', (piece: Buffer) => (body += piece.toString()))
        .on('end', () => {
          resolve({ status: response.statusCode ?? 0, body })
        })
    })
      .on('error', reject)
      .end()
  })
}

/** What comes back until the connection ends. */
function rawAnswer(text: string): Promise<string> {
  const { hostname, port } = new URL(hall.url)
  const socket = connect(Number(port), hostname)
  return new Promise((resolve) => {
    let answer = ''
    socket
      .on('data', (piece) => (answer += piece.toString()))
      .on('error', () => undefined)
      .on('close', () => {
        resolve(answer)
      })
    socket.write(text)
  })
}

describe('the open door', () => {
  it('tells health, time and the contract without a credential', async () => {
    const nobody = hall.as(null)

    expect(Health.parse((await nobody.get('/v1/health')).body)).toMatchObject({ ok: true, epoch: hall.platform.hall.epoch })
    expect((await nobody.get<{ time: number }>('/v1/time')).body.time).toBeGreaterThan(1_700_000_000_000)
    const { body } = await nobody.get<{ openapi: string; paths: Record<string, object> }>('/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    for (const { path, method } of Object.values<Endpoint>(endpoints)) {
      expect(Object.keys(body.paths[path.replace(/:(\w+)/g, '{$1}')] ?? {})).toContain(method.toLowerCase())
    }
  })
})

describe('every operation that needs a credential', () => {
  const closed = Object.entries<Endpoint>(endpoints).filter(([, { callers }]) => callers.length > 0)
  const pathOf = ({ path }: Endpoint): string =>
    path
      .replace(':id', path.includes('people') ? '1001' : crypto.randomUUID())
      .replace(':kind', 'place')
      .replace(':hash', 'a'.repeat(64))

  it.each(closed)('%s refuses nobody, a forged token and a caller of another kind', async (_name, endpoint) => {
    const body = endpoint.method === 'GET' ? null : '{}'
    const tokens: Record<string, string> = {
      device: seat.token!,
      administrator: hall.adminToken,
      // What the administrator's token may do is, of people, for the post of that name.
      person: (await (endpoint.callers.includes('administrator')
        ? hall.signInOnline('9001', ['administrator'])
        : hall.signInOnline('1001', ['acceptor'])
      )).token!,
    }

    // The head of a reply is enough: a stream has no end.
    const statusFor = async (token: string | null): Promise<number> => {
      const headers = {
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      }
      const reply = await fetch(`${hall.url}${pathOf(endpoint)}`, { method: endpoint.method, headers, body })
      await reply.body?.cancel()
      return reply.status
    }

    expect(await statusFor(null)).toBe(401)
    expect(await statusFor(`device_${'A'.repeat(43)}`)).toBe(401)
    for (const [kind, token] of Object.entries(tokens)) {
      const status = await statusFor(token)
      if (endpoint.callers.some((one) => one === kind)) expect([401, 403]).not.toContain(status)
      else expect(status).toBe(403)
    }
  })
})

describe('thirty forged requests', () => {
  const host = (): string => new URL(hall.url).host
  const port = (): string => new URL(hall.url).port
  const hosts = [
    () => 'evil.example',
    () => `evil.example:${port()}`,
    () => `127.0.0.1.evil.example:${port()}`,
    () => `127.attacker:${port()}`,
    () => '127.0.0.1',
    () => '127.0.0.1:1',
    () => `${host()}@evil.example`,
    () => `user@${host()}`,
    () => `0.0.0.0:${port()}`,
    () => `[::ffff:127.0.0.1]:${port()}`,
    () => '',
    () => `localhost.:${port()}`,
  ]
  const origins = [
    'http://evil.example',
    'null',
    'file://',
    'http://127.0.0.1',
    'http://localhost:3000',
    'https://127.attacker',
    'app://hall',
    'chrome-extension://x',
  ]
  const tokens = [
    'Bearer ',
    'Bearer x',
    'bearer TOKEN',
    'Basic YTpi',
    'Bearer TOKENx',
    'Bearer  TOKEN',
    'TOKEN',
    'Bearer device_',
    'Bearer admin_TAIL',
    'Bearer person_TAIL',
    'Bearer TOKEN,TOKEN',
    "Bearer ' OR 1=1 --",
  ]

  it.each(hosts)('Host %#', async (make) => {
    const { status } = await rawRequest('/v1/grids', { host: make(), authorization: `Bearer ${seat.token!}` })

    expect([400, 403]).toContain(status)
  })

  it.each(origins)('Origin %s', async (origin) => {
    const { status, body } = await rawRequest('/v1/grids', { host: host(), origin, authorization: `Bearer ${seat.token!}` })

    expect([status, body]).toEqual([403, '{"code":"untrusted-caller","detail":"Origin"}'])
  })

  it.each(tokens)('Authorization %s', async (header) => {
    const token = seat.token!
    const authorization = header.replace(/TOKEN/g, token).replace('TAIL', token.slice(7))

    expect((await rawRequest('/v1/grids', { host: host(), authorization })).status).toBe(401)
  })
})

describe('a body that is not what it should be', () => {
  it.each([
    ['broken JSON', '{"person":', 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['a prototype', '{"__proto__":{"admin":true}}', 400],
    ['a constructor', '{"constructor":{"prototype":{}}}', 400],
    ['NUL in a name', '{"person":"10\\u000001","secret":"246810","posts":[],"shift":null}', 400],
    ['a hundred thousand levels', '['.repeat(100_000) + ']'.repeat(100_000), 400],
    ['a number beyond all numbers', '{"shift":1e400}', 400],
    ['two megabytes', JSON.stringify({ person: 'x'.repeat(2_000_000) }), 413],
  ])('(%s) is refused with a code', async (_what, text, status) => {
    const reply = await hall.as(null).send<{ code: string }>('POST', '/v1/sign-ins', text)

    expect(reply.status).toBe(status)
    expect(Object.keys(errorCatalogue)).toContain(reply.body.code)
  })

  it('names the field', async () => {
    const reply = await hall
      .as(null)
      .post<{ code: string; detail: string }>('/v1/sign-ins', { person: '1001', secret: 'x', posts: [], shift: null })

    expect(reply.body.detail).toMatch(/^body\.secret/)
  })

  it('of another type is refused, and so is an operation that does not exist', async () => {
    expect((await hall.as(null).send('POST', '/v1/sign-ins', '<a/>', { 'content-type': 'text/xml' })).status).toBe(400)
    expect((await hall.as(null).send('DELETE', '/v1/changes', undefined)).body).toEqual({
      code: 'unknown-operation',
      detail: null,
    })
    expect((await hall.as(null).get('/v1/../etc/passwd')).status).toBe(404)
    expect((await hall.as(null).get('/v1/cases/%ff')).status).toBe(400)
  })

  it.each([
    ['an address that is not', 'GET /v1/nothing/here HTTP/1.1', 404],
    ['an address nobody can read', 'GET /v1/cases/%ff HTTP/1.1', 400],
    ['an address nobody can read, at no route', 'GET /%ff%fe HTTP/1.1', 400],
    ['an address without end', `GET /v1/cases/${'x'.repeat(20_000)} HTTP/1.1`, 431],
    ['an id without end', `GET /v1/cases/${'x'.repeat(1_000)} HTTP/1.1`, 400],
    ['a method nobody has', 'PROPFIND /v1/health HTTP/1.1', 404],
    ['a method that is no word', 'B@D /v1/health HTTP/1.1', 400],
    ['options of an operation', 'OPTIONS /v1/health HTTP/1.1', 404],
    ['a page of the departments that is not', 'GET /department/none.js HTTP/1.1', 404],
    ['a body where none is', 'GET /v1/health HTTP/1.1\r\ncontent-length: x', 400],
    ['another version', 'GET /v1/health HTTP/9.1', 400],
  ])('(%s) is answered in the same shape', async (_what, line, status) => {
    const answer = await rawAnswer(`${line}\r\nhost: ${new URL(hall.url).host}\r\nconnection: close\r\n\r\n`)

    expect(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])).toBe(status)
    expect(answer).toMatch(/content-type: application\/json; charset=utf-8/i)
    const { code } = ErrorReply.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)))
    expect(Object.keys(errorCatalogue)).toContain(code)
    expect(answer).not.toMatch(/node_modules|\.ts:|stack/)
  })

  it('of a head without a body is refused with the same status and no text', async () => {
    const { status, body } = await rawRequest('/v1/nothing', { host: new URL(hall.url).host }, 'HEAD')

    expect([status, body]).toEqual([404, ''])
  })

  it('that is no HTTP at all ends the connection', async () => {
    const answer = await rawAnswer('HELO hall\r\n\r\n')

    expect(answer).toMatch(/^HTTP\/1\.1 400/)
  })
})

describe('many at once', () => {
  const MANY = 300

  /** A head that promises a body which does not come. */
  function slow(path: string, authorization = ''): Socket {
    const { hostname, port, host } = new URL(hall.url)
    const socket = connect(Number(port), hostname)
    const head = [`POST ${path} HTTP/1.1`, `host: ${host}`, 'content-type: application/json', 'content-length: 100']
    socket.on('error', () => undefined).write(`${[...head, ...(authorization === '' ? [] : [authorization])].join('\r\n')}\r\n\r\n{`)
    return socket
  }
  const answerOf = async (socket: Socket): Promise<string> => String(((await once(socket, 'data')) as [Buffer])[0])

  it('whose bodies do not come keep nobody out, and only some of them are waited for', async () => {
    const sockets = Array.from({ length: MANY }, () => slow('/v1/sign-ins'))
    await Promise.any(sockets.map((socket) => once(socket, 'close')))

    const [health, grids, command, signIn] = [
      await hall.as(null).get('/v1/health'),
      await seat.get('/v1/grids'),
      await seat.post('/v1/numbers', { days: ['20301122'], count: 1 }),
      await hall.as(null).post('/v1/sign-ins', { person: 'nobody', secret: '000000' }),
    ]

    expect([health.status, grids.status, command.status]).toEqual([200, 200, 200])
    expect([400, 401, 403, 422]).toContain(signIn.status)
    for (const socket of sockets) socket.destroy()
  })

  it('are refused before their body where they may not call', async () => {
    const socket = slow('/v1/commands', `authorization: Bearer device_${'A'.repeat(43)}`)

    expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 401/)
    socket.destroy()
  })

  it('that read along take no place of those that ask', async () => {
    const stop = new AbortController()
    const { epoch } = hall.platform.hall
    const open = () =>
      fetch(`${hall.url}/v1/changes/stream?epoch=${epoch}&seq=${String(hall.platform.feed.head)}`, {
        headers: { authorization: `Bearer ${seat.token!}` },
        signal: stop.signal,
      })
    const statuses: number[] = []
    for (let n = 0; n < MANY; n += 50)
      statuses.push(...(await Promise.all(Array.from({ length: 50 }, open))).map(({ status }) => status))

    expect(new Set(statuses)).toEqual(new Set([200]))
    expect((await seat.get('/v1/grids')).status).toBe(200)
    stop.abort()
  })
})

describe('the log', () => {
  it('holds no token, no secret and no text of a request', async () => {
    await hall.as(null).post('/v1/sign-ins', { person: '1001', secret: 'secret-planted', posts: [], shift: null })
    await hall.as('device_planted').get('/v1/grids?after=planted-query')

    expect(hall.logged()).not.toMatch(/planted|246810/)
    expect(hall.logged()).not.toContain(seat.token!)
    expect(hall.logged()).not.toContain(hall.adminToken)
  })
})
