import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CaseNo } from '#shared/kernel/ids.ts'
import type { NumberBlock } from '#shared/platform-api/people.ts'
import type { HttpClient } from './http-client.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import { LEASED_DAY } from './seat.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let seats: Seat[]

beforeAll(async () => {
  hall = await startPlatform()
  seats = [await hall.enrol('1'), await hall.enrol('2'), await hall.enrol('3')]
})
afterAll(() => hall.stop())

const lease = async (client: HttpClient, day: string, count: number, after?: number): Promise<NumberBlock[]> =>
  (
    await client.post<{ blocks: NumberBlock[] }>('/v1/numbers', {
      days: [day],
      count,
      ...(after === undefined ? {} : { after: { [day]: after } }),
    })
  ).body.blocks

describe('leased case numbers', () => {
  it('are the same block until a further one is asked for', async () => {
    const first = await lease(seats[0]!, '20301122', 100)

    expect(first).toEqual([{ day: '20301122', district: '341523', from: 1, to: 100 }])
    expect(await lease(seats[0]!, '20301122', 100)).toEqual(first)
    expect(await lease(seats[0]!, '20301122', 50, 100)).toEqual([{ day: '20301122', district: '341523', from: 101, to: 150 }])
    expect(await lease(seats[0]!, '20301122', 50, 100)).toEqual([{ day: '20301122', district: '341523', from: 101, to: 150 }])
  })

  it('grow by a block when the platform has seen most of them used, without being told how far the seat has come', async () => {
    const seat = await hall.enrol('5')
    const [first] = await lease(seat, LEASED_DAY, 20)
    for (let i = 0; i < 9; i += 1) await seat.settle(await seat.report(seat.newCase()))
    expect(await lease(seat, LEASED_DAY, 20)).toEqual([first])

    for (let i = 0; i < 3; i += 1) await seat.settle(await seat.report(seat.newCase()))
    const grown = await lease(seat, LEASED_DAY, 20)

    expect(grown).toEqual([first, { ...first, from: first!.to + 1, to: first!.to + 20 }])
    expect(await lease(seat, LEASED_DAY, 20)).toEqual(grown)
  })

  it('never overlap, however many ask at once', async () => {
    const asked = seats.flatMap((seat) => Array.from({ length: 8 }, (_, i) => lease(seat, '20301123', 7 + i, i * 40)))

    const all = (await Promise.all(asked)).flat()
    const blocks = [...new Map(all.map((block) => [block.from, block])).values()].sort((a, b) => a.from - b.from)

    expect(blocks.length).toBeGreaterThan(6)
    for (const [i, block] of blocks.entries()) expect(block.from).toBe(i === 0 ? 1 : blocks[i - 1]!.to + 1)
  })

  it('are new ones for a machine that takes over a seat', async () => {
    const [before] = await lease(await hall.enrol('4'), '20301124', 20)
    const [after] = await lease(await hall.enrol('4'), '20301124', 20)

    expect(after!.from).toBe(before!.to + 1)
  })

  it('can be had in small by a person online, and in turn end for a day', async () => {
    const inspector = await hall.signInOnline('2001', ['inspector'])

    expect((await lease(inspector, '20301125', 5))[0]).toMatchObject({ from: 1, to: 5 })
    expect((await inspector.post('/v1/numbers', { days: ['20301125'], count: 500 })).body).toMatchObject({ code: 'bad-request' })
    await hall.platform.store.db
      .insertInto('number_block')
      .values({ hall: 'main', day: '20301125', from_serial: 6, to_serial: 99_999, holder: 'seat:9', lessee: 'device:x', leased_at: 0 })
      .execute()
    expect((await seats[1]!.post('/v1/numbers', { days: ['20301125'], count: 1 })).body).toEqual({
      code: 'numbers-exhausted',
      detail: '20301125',
    })
    // The other days lose nothing by it.
    const both = (await seats[1]!.post('/v1/numbers', { days: ['20301125', '20301126'], count: 5 })).body
    expect(both).toMatchObject({ blocks: [{ day: '20301126', from: 1, to: 5 }] })
  })

  it('are not used up by one who asks on and on without a case arriving, whatever it says it holds', async () => {
    const inspector = await hall.signInOnline('2001', ['inspector'])
    const askOn = async (client: HttpClient, count: number): Promise<{ got: number; refused: unknown }> => {
      for (let got = 0; ; got += count) {
        const { body } = await client.post('/v1/numbers', { days: ['20301127'], count, after: { '20301127': 99_999 } })
        if (body['blocks'] === undefined) return { got, refused: body['code'] }
      }
    }

    expect(await askOn(inspector, 20)).toEqual({ got: 400, refused: 'numbers-exhausted' })
    expect(await askOn(seats[0]!, 2_000)).toEqual({ got: 4_000, refused: 'numbers-exhausted' })
    // What it has it may ask for again, and the others go on.
    expect(await lease(inspector, '20301127', 20)).toHaveLength(20)
    expect((await lease(seats[1]!, '20301127', 200))[0]).toMatchObject({ from: 4_401 })
  })

  it('go on for a seat as its cases arrive', async () => {
    const seat = await hall.enrol('6')
    const first = (await lease(seat, LEASED_DAY, 2_000))[0]!
    const second = (await lease(seat, LEASED_DAY, 2_000, first.to))[0]!
    const ask = { days: [LEASED_DAY], count: 2_000, after: { [LEASED_DAY]: second.to } }
    const refused = await seat.post('/v1/numbers', ask)
    const report = await seat.report(seat.newCase(), { args: { no: CaseNo.parse(`341523${LEASED_DAY}${String(first.to).padStart(5, '0')}`) } })
    expect(await seat.settle(report)).toMatchObject([{ result: 'accepted' }])

    const [third] = await lease(seat, LEASED_DAY, 2_000, second.to)

    expect(refused.body).toMatchObject({ code: 'numbers-exhausted' })
    expect(third!.from).toBe(second.to + 1)
  })

  it.each([[['20260230']], [['2026113']], [[]], [Array<string>(15).fill('20301122')], ['20301122']])(
    'refuse the days %j',
    async (days) => {
      expect((await seats[0]!.post('/v1/numbers', { days, count: 1 })).status).toBe(400)
    },
  )
})
