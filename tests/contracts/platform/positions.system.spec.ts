import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runPlatform } from '#platform/run-platform.ts'
import type { RunningPlatform } from '#platform/run-platform.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { PositionsLine } from '#shared/platform-api/field.ts'
import type { PositionsReply, TrackReply } from '#shared/platform-api/field.ts'
import { httpClient } from './http-client.ts'
import type { HttpClient } from './http-client.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'

let hall: PlatformUnderTest
let lng: number
let lat: number

beforeAll(async () => {
  hall = await startPlatform()
  const { body } = await hall.admin.get<{ rows: { geometry: { coordinates: number[][][] } }[] }>('/v1/grids?limit=1')
  ;[lng, lat] = body.rows[0]!.geometry.coordinates[0]![0] as [number, number]
  await hall.admin.post('/v1/bulk/vehicle', {
    rows: [{ id: '皖N12345', plate: '皖N12345', kind: 'muck-truck', department: null }],
  })
})
afterAll(() => hall.stop())

const now = (): number => hall.clock.now()
const fix = (over: object = {}): object => ({
  object: 'inspector:2001',
  at: now(),
  lng,
  lat,
  headingDeg: 90,
  speedKmh: 4,
  ...over,
})
const report = (fixes: unknown[], client: HttpClient = hall.admin) => client.post<PositionsReply>('/v1/positions', { fixes })
const track = (object: string, from: number, to: number) =>
  hall.admin.get<TrackReply>(`/v1/positions/track?object=${encodeURIComponent(object)}&from=${from}&to=${to}`)

/** Reads lines until one fits; ends the stream. */
async function lineFrom(url: string, token: string, fits: (line: PositionsLine) => boolean): Promise<PositionsLine> {
  const abort = new AbortController()
  const giveUp = setTimeout(() => abort.abort(), 15_000)
  try {
    const response = await fetch(`${url}/v1/positions/stream`, {
      headers: { authorization: `Bearer ${token}` },
      signal: abort.signal,
    })
    let rest = ''
    for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      const found = lines.map((line) => PositionsLine.parse(JSON.parse(line))).find(fits)
      if (found !== undefined) return found
    }
    throw new Error('the stream ended')
  } finally {
    clearTimeout(giveUp)
    abort.abort()
  }
}

describe('reporting positions', () => {
  it('takes an inspector at his word about himself, and about nobody else', async () => {
    const inspector = await hall.signInOnline('2002', ['inspector'])

    const own = await report([fix({ object: 'inspector:2002' })], inspector)
    const others = await report([fix({ object: 'inspector:2002', at: now() + 1 }), fix()], inspector)

    expect([own.status, own.body]).toEqual([200, { taken: 1, refused: [] }])
    expect([others.status, others.body]).toMatchObject([403, { code: 'forbidden' }])
  })

  it('is nothing for seats, for departments or for strangers', async () => {
    const seat = await hall.enrol('1')
    const worker = await hall.signInOnline('3001', ['department'])

    const statuses = [
      await report([fix()], hall.as(seat.token)),
      await report([fix({ object: 'inspector:3001' })], worker),
      await report([fix()], hall.as(null)),
    ].map(({ status }) => status)

    expect(statuses).toEqual([403, 403, 401])
  })

  it('takes what is good and names what is not, by place in the request', async () => {
    const bad: [object | string, string][] = [
      [fix({ at: 0 }), 'bad-time'],
      [fix({ at: Date.UTC(9999, 11, 31) }), 'bad-time'],
      [fix({ at: now() + 180_000 }), 'bad-time'],
      [fix({ at: now() - 25 * 3_600_000 }), 'bad-time'],
      [fix({ at: now() + 0.5 }), 'bad-request'],
      [fix({ lng: 0, lat: 0 }), 'bad-coordinate'],
      [fix({ lng: lat, lat: lng }), 'bad-request'],
      [fix({ lng: -lng }), 'bad-coordinate'],
      [fix({ lng: '117.2' }), 'bad-request'],
      [fix({ lat: null }), 'bad-request'],
      [fix({ headingDeg: 361 }), 'bad-request'],
      [fix({ speedKmh: -1 }), 'bad-request'],
      [fix({ object: 'inspector:2999' }), 'not-found'],
      [fix({ object: 'inspector:1001' }), 'not-found'],
      [fix({ object: 'vehicle:幽灵' }), 'not-found'],
      [fix({ object: 'inspector:20\u000001' }), 'bad-request'],
      [fix({ object: "vehicle:x' OR 1=1" }), 'bad-request'],
      [fix({ object: 'constructor' }), 'bad-request'],
      ['fix', 'bad-request'],
    ]

    const { body } = await report([fix({ object: 'vehicle:皖N12345' }), ...bad.map(([one]) => one)])

    expect(body.taken).toBe(1)
    expect(body.refused.map(({ index, code }) => [index, code])).toEqual(bad.map(([, code], i) => [i + 1, code]))
  })

  it('refuses what is no number, what is too much and what is too large', async () => {
    const send = (body: string) => hall.admin.send('POST', '/v1/positions', body)

    const nan = await send('{"fixes":[{"object":"inspector:2001","at":NaN,"lng":117,"lat":31}]}')
    const endless = await send(`{"fixes":[{"object":"inspector:2001","at":${now()},"lng":1e999,"lat":31}]}`)
    const none = await report([])
    const many = await report(Array.from({ length: 5_001 }, () => 0))
    const large = await send(`{"fixes":["${'x'.repeat(10 * 1024 * 1024)}"]}`)

    expect([nan, none, many, large].map(({ status }) => status)).toEqual([400, 400, 400, 413])
    expect(endless.body).toMatchObject({ taken: 0, refused: [{ index: 0, code: 'bad-request' }] })
  })
})

describe('the stream of positions', () => {
  it('begins with the latest fix of everything, whatever order they came in', async () => {
    const at = now()
    await report([fix({ object: 'inspector:2003', at, lng: lng + 0.001 }), fix({ object: 'inspector:2003', at: at - 5_000 })])

    const { type, fixes } = await lineFrom(hall.url, hall.adminToken, () => true)

    expect(type).toBe('snapshot')
    expect(fixes.filter(([object]) => object === 'inspector:2003')).toEqual([
      ['inspector:2003', at, expect.closeTo(lng + 0.001, 6), expect.closeTo(lat, 6), 90, 4],
    ])
  })

  it('beats every second also when nobody moves, and then says who did', async () => {
    const idle = await lineFrom(hall.url, hall.adminToken, ({ type, fixes }) => type === 'batch' && fixes.length === 0)
    const moved = lineFrom(hall.url, hall.adminToken, ({ type, fixes }) => type === 'batch' && fixes.length > 0)
    await sleep(200)
    await report([fix({ object: 'inspector:2004', headingDeg: null, speedKmh: undefined })])

    expect(idle.time).toBeGreaterThan(0)
    expect((await moved).fixes).toEqual([
      ['inspector:2004', expect.any(Number), expect.any(Number), expect.any(Number), null, null],
    ])
  })
})

describe('several platform processes', () => {
  let second: RunningPlatform

  beforeAll(async () => {
    const { dataDir, postgres, clock } = hall
    const shared = { connection: () => postgres.connection, dataDir, port: 0, seed: 1, log: pino({ level: 'silent' }), clock }
    second = unwrap(await runPlatform({ ...shared, town: 'none' }))
  })
  afterAll(() => second.close())

  it('show what was reported to the other one', async () => {
    const at = now()
    const heard = lineFrom(second.url, hall.adminToken, ({ fixes }) =>
      fixes.some(([id, t]) => id === 'inspector:2005' && t === at),
    )

    await report([fix({ object: 'inspector:2005', at })])

    expect((await heard).fixes.length).toBeGreaterThan(0)
  })

  it('have one track of an object that reported to both', async () => {
    const other = httpClient(second.url, hall.adminToken)
    const start = now() - 60_000
    const times = Array.from({ length: 6 }, (_, i) => start + i * 10_000)
    for (const [i, at] of times.entries()) await report([fix({ object: 'inspector:2006', at })], i % 2 === 0 ? hall.admin : other)

    const seen = async (): Promise<number[]> => (await track('inspector:2006', start, now())).body.fixes.map(([at]) => at)

    await expect.poll(seen, { timeout: 60_000, interval: 200 }).toEqual(times)
  })
})

describe('a track', () => {
  it('gives the fixes of the span, oldest first, each once', async () => {
    const start = now() - 100_000
    const walk = Array.from({ length: 10 }, (_, i) =>
      fix({ object: 'inspector:2007', at: start + i * 10_000, lng: lng + i * 1e-4 }),
    )
    await report([...walk.toReversed(), ...walk])

    const { body } = await track('inspector:2007', start + 20_000, start + 50_000)

    expect(body.fixes.map(([at]) => at)).toEqual([2, 3, 4, 5].map((i) => start + i * 10_000))
    expect(body.fixes[0]).toEqual([start + 20_000, expect.closeTo(lng + 2e-4, 6), expect.closeTo(lat, 6), 90, 4])
    expect(body.next).toBeNull()
  })

  it('goes on after 20,000 fixes where the answer says', async () => {
    const start = now() - 20_010_000 / 2
    const fixes = Array.from({ length: 20_010 }, (_, i) => fix({ object: 'inspector:2008', at: Math.round(start) + i * 500 }))
    for (let i = 0; i < fixes.length; i += 5_000) await report(fixes.slice(i, i + 5_000))

    const first = await track('inspector:2008', Math.round(start), now())
    const rest = await track('inspector:2008', first.body.next!, now())

    expect([first.body.fixes.length, rest.body.fixes.length, rest.body.next]).toEqual([20_000, 10, null])
  })

  it('is asked for one day at most, and of something that can exist', async () => {
    const statuses = [
      await track('inspector:2001', 0, 25 * 3_600_000),
      await track('inspector:2001', 10, 0),
      await track('inspector:20;01', 0, 1),
      await hall.admin.get('/v1/positions/track?object=inspector:2001&from=x&to=1'),
    ].map(({ status }) => status)

    expect(statuses).toEqual([400, 400, 400, 400])
  })

  it('takes fewer than 10 bytes a fix in the store', async () => {
    const stored = (): Promise<{ bytes: number; fixes: number }> =>
      hall.platform.store.db
        .selectFrom('position_block')
        .select(sql<number>`sum(length(data))::int`.as('bytes'))
        .select(sql<number>`sum(fixes)::int`.as('fixes'))
        .executeTakeFirstOrThrow()
    await expect.poll(async () => (await stored()).fixes, { timeout: 60_000, interval: 200 }).toBeGreaterThan(20_000)

    const { bytes, fixes } = await stored()

    expect(bytes / fixes).toBeLessThan(10)
  })
})
