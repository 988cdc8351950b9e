import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LeaseRequest } from '#shared/platform-api/people.ts'
import type { NumberBlock } from '#shared/platform-api/people.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { keepNumbers } from './number-keeper.ts'
import { PlatformClient } from './platform-client.ts'

const TODAY = '20261116'
const DAYS = [TODAY, '20261117', '20261118', '20261119', '20261120']

/** A platform over real HTTP that leases to this seat alone, as the contract says; `word` is what becomes of its answer. */
async function aPlatform() {
  const leased: NumberBlock[] = []
  const asked: LeaseRequest[] = []
  const line: { word: 'whole' | 'cut' | 'away' } = { word: 'whole' }
  const answer = (request: LeaseRequest): NumberBlock[] =>
    request.days.flatMap((day) => {
      const known = leased.filter((block) => block.day === day)
      const beyond = known.filter(({ to }) => to > (request.after?.[day] ?? 0))
      if (beyond.length > 0) return beyond
      const from = (known.at(-1)?.to ?? 0) + 1
      const fresh = { day, district: '341523', from, to: from + request.count - 1 }
      leased.push(fresh)
      return [fresh]
    })
  const server = createServer((request, reply) => {
    if (line.word === 'away') return void request.socket.destroy()
    void json(request).then((body) => {
      const wanted = LeaseRequest.parse(body)
      asked.push(wanted)
      const blocks = answer(wanted)
      if (line.word === 'cut') return void request.socket.destroy()
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ blocks }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { leased, asked, line, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` }
}

async function aSeat() {
  const platform = await aPlatform()
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  onTestFinished(() => db.close())
  const client = new PlatformClient(platform.url, 'token')
  const keep = (now = MONDAY_NINE): Promise<boolean> => keepNumbers(client, db.ledger, now, 480)
  /** At most so many; all that are left for a day otherwise. */
  const take = async (most = Infinity, day = TODAY): Promise<string[]> => {
    const taken: string[] = []
    while (taken.length < most) {
      const no = await db.ledger.takeNumber(day)
      if (no === null) break
      taken.push(no)
    }
    return taken
  }
  return { ...platform, ledger: db.ledger, keep, take }
}

describe('a seat that hears the platform', () => {
  it('has numbers for today and the days an outage may last, and asks for none while it has enough', async () => {
    const { asked, ledger, keep } = await aSeat()
    await keep()
    const before = asked.length

    await keep()

    expect((await ledger.numbersLeft(TODAY)).map(({ day, left }) => [day, left])).toEqual(
      DAYS.map((day) => [day, day === DAYS.at(-1) ? 200 : 400]),
    )
    expect(asked).toHaveLength(before)
  })

  it('leases more for a day that runs low, and only for that day', async () => {
    const { asked, leased, keep, take } = await aSeat()
    await keep()
    await take(1)

    await keep()

    expect(asked.at(-1)).toEqual({ days: [TODAY], count: 200, after: { [TODAY]: 400 } })
    expect(leased.at(-1)).toMatchObject({ day: TODAY, from: 401, to: 600 })
  })

  it.each([0, 199])('has 400 for each day of an outage of 72 hours, also one that begins after %i cases today', async (filed) => {
    const { ledger, keep, take } = await aSeat()
    await keep()
    await take(filed)

    await keep()

    const left = (await ledger.numbersLeft(TODAY)).slice(0, 4).map((entry) => entry.left)
    expect(Math.min(...left)).toBeGreaterThanOrEqual(400)
  })

  it('leases no more than one block of a day from one midnight to the next, apart from what it uses', async () => {
    const { leased, keep } = await aSeat()
    await keep()
    const before = leased.length

    await keep(MONDAY_NINE + 86_400_000)

    const fresh = leased.slice(before).map(({ day, from, to }) => [day, to - from + 1])
    expect(fresh).toEqual([
      ['20261120', 200],
      ['20261121', 200],
    ])
  })
})

describe('a lease whose answer does not come through', () => {
  it('leaves the seat with what it holds while the platform is away, and is asked for again when it is back', async () => {
    const { line, keep, take, ledger } = await aSeat()
    await keep()
    await take(150)
    line.word = 'away'

    expect(await keep()).toBe(false)
    expect(await take()).toHaveLength(250)
    expect(await ledger.takeNumber(TODAY)).toBeNull()
    line.word = 'whole'
    await keep()

    expect(await ledger.takeNumber(TODAY)).toBe('3415232026111600401')
  })

  it('burns no second block, and is not used twice when it comes after all', async () => {
    const { line, leased, keep, take } = await aSeat()
    await keep()
    const used = await take(180)
    line.word = 'cut'
    await keep()
    line.word = 'whole'

    await keep()

    expect(leased.filter(({ day }) => day === TODAY)).toHaveLength(3)
    const all = [...used, ...(await take(260))]
    expect([all.length, new Set(all).size]).toEqual([440, 440])
  })

  it('comes twice to two who ask at once, and is one block all the same', async () => {
    const { leased, keep, take } = await aSeat()

    await Promise.all([keep(), keep()])

    expect(leased.filter(({ day }) => day === TODAY)).toHaveLength(2)
    const taken = (await Promise.all([take(), take()])).flat()
    expect([taken.length, new Set(taken).size]).toEqual([400, 400])
  })
})
