// The settings row against a small platform over real HTTP.
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#shared/kernel/clock.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { ImportArgs } from '../args.ts'
import { bulkClient } from '../client/bulk-client.ts'
import { sendBasemapSettings } from './settings.ts'

const present = { name: 'town', attribution: '本县测绘院', bounds: [0, 0, 1, 1], importedAt: 1, features: 2 }
const aPage = (rest: object): object => ({ epoch: 'e', schema: 1, from: 0, next: 1, head: 2, more: false, time: 0, changes: [], ...rest })
const aChange = (row: object): object => ({ seq: 1, kind: 'settings', id: 'basemap', ver: 1, op: 'put', row })
const health = { product: 'wanmi-platform', ok: true, hall: 'h', epoch: 'e', schema: 1, head: 0, time: 0 }

/** What it answers for the feed, page by page; null is a platform that is busy. */
let pages: (object | null)[] = []
let sent: string[] = []
let server: Server
let url = ''

beforeEach(async () => {
  sent = []
  server = createServer((request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (request.url === '/v1/health') return reply(200, health)
      if (request.method === 'POST') {
        sent.push(body)
        return reply(200, { imported: 1, unchanged: 0, refused: [] })
      }
      const page = pages.shift() ?? null
      reply(page === null ? 503 : 200, page ?? { code: 'platform-busy', detail: null })
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const args = { kind: 'basemap', file: 'b.osm', out: '.', dryRun: false } as ImportArgs

function sendMine(): Promise<Result<null>> {
  const client = bulkClient({ url, token: 'x', retryDelaysMs: [] })
  const run = { client, clock: systemClock, progress: { tick: () => undefined, clear: () => undefined }, say: () => undefined }
  return sendBasemapSettings(args, run, () => ({ name: 'mine', attribution: '省测绘院', bounds: [1, 1, 2, 2], features: 1 }))
}

describe('the settings row of the base map', () => {
  it('keeps the owners that stand on any page of the feed', async () => {
    pages = [aPage({ more: true }), aPage({ from: 1, next: 2, changes: [aChange(present)] })]

    expect(await sendMine()).toMatchObject({ ok: true })
    expect(sent.join('')).toContain('本县测绘院; 省测绘院')
  })

  it('is made anew only where the whole feed has none', async () => {
    pages = [aPage({ next: 0 })]

    expect(await sendMine()).toMatchObject({ ok: true })
    expect(sent.join('')).toContain('"attribution":"省测绘院"')
  })

  it.each([
    ['is busy at once', [null], 'platform-busy'],
    ['is busy behind the first page', [aPage({ more: true }), null], 'platform-busy'],
    ['does not go on', [aPage({ more: true, next: 0 })], 'bad-reply'],
    ['has settings that this importer cannot read', [aPage({ changes: [aChange({ ...present, bounds: 'east' })] })], 'bad-reply'],
  ])('is not written over while the platform %s', async (_, answers, code) => {
    pages = answers

    expect(await sendMine()).toMatchObject({ ok: false, error: { code } })
    expect(sent).toEqual([])
  })
})
