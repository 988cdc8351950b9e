import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contracts } from '#shared/contracts/index.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import { Door } from './door.ts'
import type { Handlers } from './handlers.ts'
import { Signals } from './signals.ts'
import { Tickets } from './tickets.ts'
import { openWebDoor } from './web-door.ts'
import type { WebDoor } from './web-door.ts'

const clip = Buffer.from('0123456789')
let web: WebDoor

beforeAll(async () => {
  const door = new Door({
    // Nobody gets as far as an operation here.
    handlers: Object.fromEntries(Object.keys(contracts).map((area) => [area, {}])) as Handlers,
    ...{ signals: new Signals(), session: () => null, clock: systemClock, generation: 1, checkReplies: true },
    onError: () => undefined,
  })
  web = await openWebDoor({
    ...{ door, tickets: new Tickets(Buffer.alloc(32, 7), systemClock), rendererDir: import.meta.dirname, port: 0 },
    media: (word, range) => {
      const headers = { 'content-type': 'video/mp4' }
      if (word !== 'a'.repeat(32)) return Promise.resolve({ status: 404, headers, body: Buffer.alloc(0) })
      return Promise.resolve({ status: 206, headers: { ...headers, 'content-range': range ?? 'none' }, body: clip })
    },
  })
})
afterAll(() => web.close())

interface Reply {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

/** As a browser or anybody else on this machine would; `fetch` sets Host by itself, and that is what is tried here. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  request(new URL(path, web.origin), { method, headers }, (response) => {
    let text = ''
    response
      .setEncoding('utf8')
      .on('data', (part: string) => (text += part))
      .on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
  })
    .on('error', reject)
    .end()
  return promise
}

const opened = `/media/${'a'.repeat(32)}`

describe('a player on the host’s door', () => {
  it('is given the part it asks for', async () => {
    const reply = await get(opened, { range: 'bytes=3-5' })

    expect([reply.status, reply.text, reply.headers['content-range']]).toEqual([206, '0123456789', 'bytes=3-5'])
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.headers['x-content-type-options']).toBe('nosniff')
  })

  it('learns the kind and the length by HEAD', async () => {
    const reply = await get(opened, {}, 'HEAD')

    expect([reply.text, reply.headers['content-type'], reply.headers['content-length']]).toEqual(['', 'video/mp4', '10'])
  })

  it('opened as a page may run nothing and be framed nowhere', async () => {
    const { headers } = await get(opened)

    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox; frame-ancestors 'none'")
  })

  it.each([
    ['another name for this machine', { host: 'evil.example' }, 421],
    ['another page', { origin: 'http://evil.example' }, 403],
    ['another page, by a player of its own', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ])('is refused from %s', async (_what, headers, status) => {
    expect((await get(opened, headers)).status).toBe(status)
  })

  it('finds nothing under a word that was not given out, nor beside it', async () => {
    expect((await get(`/media/${'b'.repeat(32)}`)).status).toBe(404)
    expect((await get('/media/')).status).toBe(404)
    expect((await get('/media/../seat.html')).status).toBe(404)
  })
})
