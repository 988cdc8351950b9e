import { PassThrough } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Movers } from '#shared/contracts/field.contract.ts'
import { FieldObjectId } from '#shared/kernel/ids.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import type { FixLine, PositionsLine, TrackReply } from '#shared/platform-api/field.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { ProcessTimers, VirtualTime } from '#tests/simulation/virtual-time.ts'
import type { Signal } from '../../doors/handlers.ts'
import type { LinkResult } from '../../link/platform-client.ts'
import { TimeKeeper } from '../../link/time-keeper.ts'
import { FieldService } from './field-service.ts'

const START = Date.UTC(2026, 10, 20, 6)
const MINUTE = 60_000
const ZHANG = FieldObjectId.parse('inspector:2001')
const LIU = FieldObjectId.parse('inspector:2002')
const TRUCK = FieldObjectId.parse('vehicle:v1')
/** Inside the one unit grid, which belongs to duty grid G03. */
const [LNG, LAT] = [117, 31]
const square = [
  [116.99, 30.99],
  [117.01, 30.99],
  [117.01, 31.01],
  [116.99, 31.01],
  [116.99, 30.99],
]

function aTown(): TestPlatform {
  const town = new TestPlatform()
  const person = { department: null, active: true, verifier: null, phone: null }
  town.put('person', '2001', { ...person, id: '2001', name: '张勇', posts: ['inspector'], dutyGrid: 'G03' })
  town.put('person', '2002', { ...person, id: '2002', name: '刘洋', posts: ['inspector'], dutyGrid: null })
  town.put('person', '2003', { ...person, id: '2003', name: '黄涛', posts: ['inspector'], dutyGrid: null, active: false })
  town.put('vehicle', 'v1', { id: 'v1', plate: '皖N12345', kind: 'muck-truck', department: null })
  town.put('duty-grid', 'G03', { code: 'G03', name: '城关 03', inspectors: ['2001'], department: null })
  town.put('grid', '341523100003017', {
    ...{ code: '341523100003017', name: null, street: null, community: null, dutyGrid: 'G03', areaGrade: 'A' },
    geometry: { type: 'Polygon', coordinates: [square] },
  })
  return town
}

/** Pauses are always the shortest. */
const evenly = { bytes: (length: number) => new Uint8Array(length) }

/** A field service on real data, with a platform of which the test says what it tells, and a clock the test turns. */
async function aField() {
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  await db.cacheWriter.applyPage(aTown().page(0))
  const virtual = new VirtualTime()
  const timers = new ProcessTimers(virtual)
  const raised: Signal[] = []
  const signals = { raise: (...some: Signal[]) => void raised.push(...some), listen: () => () => undefined }
  const now = (): number => START + virtual.now
  const platform = {
    stream: new PassThrough(),
    isDown: false,
    track: refuse('offline') as LinkResult<TrackReply>,
    askedFor: [] as unknown[],
  }
  const client = {
    positions: (signal: AbortSignal) => {
      const stream = new PassThrough()
      platform.stream = stream
      signal.addEventListener('abort', () => stream.destroy(new Error('aborted')))
      return Promise.resolve(platform.isDown ? refuse('offline') : ok(platform.stream))
    },
    track: (span: unknown) => {
      platform.askedFor.push(span)
      return Promise.resolve(platform.track)
    },
  }
  let sleptMs = 0
  const clock = { now: () => now() + sleptMs, monotonicMs: () => virtual.now }
  const time = new TimeKeeper(clock, 0)
  time.hear(START, 0)
  const failures: unknown[] = []
  const field = new FieldService(
    { db, client, time, clock, random: evenly, signals },
    (_where, error) => failures.push(error),
    timers,
  )
  onTestFinished(async () => {
    await field.stop()
    await db.close()
    expect(failures).toEqual([])
  })
  field.start()
  await virtual.runUntil(0)
  const say = async (fixes: FixLine[], type: PositionsLine['type'] = 'batch'): Promise<void> => {
    platform.stream.write(`${JSON.stringify({ type, time: now(), fixes })}\n`)
    await virtual.runUntil(virtual.now)
  }
  const pass = (ms: number): Promise<void> => virtual.runUntil(virtual.now + ms)
  /** The machine does: only its wall clock goes on. */
  const sleep = (ms: number): void => {
    sleptMs += ms
  }
  return { field, platform, raised, say, pass, sleep, now }
}

const stateOf = ({ ids, states }: Movers, id: FieldObjectId): string | undefined => states[ids.indexOf(id)]

describe('everything that moves', () => {
  it('is unknown until the stream has spoken, and is known by name all the same', async () => {
    const { field } = await aField()

    const movers = await field.movers(false)

    expect(movers).toMatchObject({ isHeard: false, asOf: null, ids: [ZHANG, LIU, TRUCK], grids: ['城关 03', '', ''] })
    expect([movers.names, movers.states]).toEqual([
      ['张勇', '刘洋', '皖N12345'],
      ['unknown', 'unknown', 'unknown'],
    ])
  })

  it('stands where the snapshot says, and those who say nothing stay unknown', async () => {
    const { field, say, now } = await aField()

    await say([[ZHANG, now() - 3_000, LNG, LAT, 90, 4]], 'snapshot')

    const movers = await field.movers(false)
    expect(movers).toMatchObject({ isHeard: true, asOf: now(), lng: [LNG, null, null], headingDeg: [90, null, null] })
    expect(movers.states).toEqual(['moving', 'unknown', 'unknown'])
  })

  it('has numbers for the wall where the seat has names', async () => {
    const { field } = await aField()

    expect((await field.movers(true)).names).toEqual(['2001', '2002', '皖N12345'])
  })

  it('is stale as soon as the stream breaks, and fresh again with the next snapshot', async () => {
    const { field, platform, say, pass, now } = await aField()
    await say([[ZHANG, now(), LNG, LAT, 90, 4]], 'snapshot')

    platform.stream.destroy()
    await pass(0)
    const broken = await field.movers(false)
    await pass(1_000)
    await say([[ZHANG, now(), LNG, LAT, 90, 4]], 'snapshot')

    expect([broken.isHeard, stateOf(broken, ZHANG), broken.at[0]]).toEqual([false, 'stale', START])
    expect(stateOf(await field.movers(false), ZHANG)).toBe('moving')
  })

  it('is not online after what may have been a sleep, before the stream has noticed', async () => {
    const { field, say, sleep, now } = await aField()
    await say([[ZHANG, now(), LNG, LAT, 90, 4]], 'snapshot')
    expect(stateOf(await field.movers(false), ZHANG)).toBe('moving')

    sleep(60 * MINUTE)

    expect(stateOf(await field.movers(false), ZHANG)).toBe('offline')
    expect(await field.objects('张勇')).toMatchObject([{ state: 'offline' }])
  })

  it('is stale when the stream only falls silent, which is noticed within five seconds', async () => {
    const { field, platform, say, pass, now } = await aField()
    await say([[ZHANG, now(), LNG, LAT, 90, 4]], 'snapshot')

    await pass(4_400)
    const before = await field.movers(false)
    platform.isDown = true
    await pass(200)

    expect([stateOf(before, ZHANG), stateOf(await field.movers(false), ZHANG)]).toEqual(['moving', 'stale'])
  })

  it('is off line when it alone falls silent', async () => {
    const { field, say, pass, now } = await aField()
    await say(
      [
        [ZHANG, now(), LNG, LAT, 90, 4],
        [LIU, now(), LNG, LAT, null, 0],
      ],
      'snapshot',
    )

    for (let i = 0; i < 41; i += 1) {
      await pass(3_000)
      await say([[LIU, now(), LNG, LAT, null, 0]])
    }

    const movers = await field.movers(false)
    expect([stateOf(movers, ZHANG), stateOf(movers, LIU)]).toEqual(['offline', 'still'])
  })

  it('moves when two fixes say so and the device does not', async () => {
    const { field, say, pass, now } = await aField()
    await say([[LIU, now(), LNG, LAT, null, null]], 'snapshot')

    await pass(3_000)
    await say([[LIU, now(), LNG + 0.0001, LAT, null, null]])

    expect(stateOf(await field.movers(false), LIU)).toBe('moving')
  })

  it('is announced at most once a second, however fast the platform talks', async () => {
    const { raised, say, pass, now } = await aField()

    for (let i = 0; i < 40; i += 1) {
      await say([[ZHANG, now(), LNG + i / 1e5, LAT, 90, 4]])
      await pass(100)
    }

    expect(raised).toEqual(['movers', 'movers', 'movers', 'movers'])
  })

  it('is not believed from somebody who answers in the platform’s place', async () => {
    const { field, platform, say, pass, now } = await aField()
    await say([[ZHANG, now(), LNG, LAT, 90, 4]], 'snapshot')

    platform.stream.write('<html>login</html>\n')
    await pass(0)

    expect((await field.movers(false)).isHeard).toBe(false)
  })
})

describe('an inspector outside his duty grid', () => {
  /** Ten-second fixes for so many minutes. */
  async function patrol({ say, pass, now }: Awaited<ReturnType<typeof aField>>, minutes: number, lng: number): Promise<void> {
    for (let second = 0; second < minutes * 60; second += 3) {
      await pass(3_000)
      await say([[ZHANG, now(), lng, LAT, 90, 4]])
    }
  }

  it('is off grid after more than ten minutes, and no more when he is back', async () => {
    const hall = await aField()
    await patrol(hall, 1, LNG)
    await patrol(hall, 9, LNG + 0.05)
    const early = (await hall.field.movers(false)).offGridSince[0]

    await patrol(hall, 2, LNG + 0.05)
    const late = (await hall.field.movers(false)).offGridSince[0]
    await patrol(hall, 1, LNG)

    expect(early).toBeNull()
    expect(late).toBeGreaterThan(START + MINUTE)
    expect((await hall.field.movers(false)).offGridSince[0]).toBeNull()
  })
})

describe('the track of an object', () => {
  it('is what was heard here when that reaches back far enough', async () => {
    const { field, platform, say, pass, now } = await aField()
    for (let i = 0; i < 3; i += 1) {
      await say([[ZHANG, now(), LNG + i / 1e4, LAT, 90, 4]])
      await pass(3_000)
    }

    const track = unwrap(await field.track(ZHANG, START, START + 3_000))

    expect(track).toEqual({ at: [START, START + 3_000], lng: [LNG, LNG + 1e-4], lat: [LAT, LAT], isComplete: true })
    expect(platform.askedFor).toEqual([])
  })

  it('is filled up by the platform, each fix once', async () => {
    const { field, platform, say } = await aField()
    await say([[ZHANG, START, LNG, LAT, 90, 4]])
    platform.track = ok({ object: ZHANG, fixes: [[START - 10_000, LNG, LAT, null, null]], next: null })

    const track = unwrap(await field.track(ZHANG, START - MINUTE, START))

    expect(platform.askedFor).toEqual([{ object: ZHANG, from: START - MINUTE, to: START - 1 }])
    expect([track.at, track.isComplete]).toEqual([[START - 10_000, START], true])
  })

  it('says that it is not complete when the platform cannot be asked', async () => {
    const { field, say } = await aField()
    await say([[ZHANG, START, LNG, LAT, 90, 4]])

    expect(unwrap(await field.track(ZHANG, START - MINUTE, START))).toMatchObject({ at: [START], isComplete: false })
    expect(await field.track(ZHANG, START, START - 1)).toMatchObject({ ok: false, error: { code: 'bad-time' } })
  })
})

describe('looking for somebody in the streets', () => {
  it('finds by name, number and plate, those on line first', async () => {
    const { field, say, now } = await aField()
    await say([[LIU, now(), LNG, LAT, 90, 4]], 'snapshot')

    const found = async (text: string): Promise<string[]> => (await field.objects(text)).map(({ name }) => name)

    expect(await found('200')).toEqual(['刘洋', '张勇'])
    expect(await found('张')).toEqual(['张勇'])
    expect(await found(' 皖n1 ')).toEqual(['皖N12345'])
    expect(await found('黄涛')).toEqual([])
  })
})
