// Whatever anybody with a token, or without one, sends to any operation is answered with a value of the contract: no failure of
// the program, no hang, nothing of its inside, and afterwards every row is whole. `HOSTILE=20000` sends more of them,
// `HOSTILE_SEED` others.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { CommandsReply } from '#shared/platform-api/commands.ts'
import { ErrorReply } from '#shared/platform-api/system.ts'
import { SOON } from '#tests/builders/patience.ts'
import { startPlatform } from '../running-platform.ts'
import type { PlatformUnderTest } from '../running-platform.ts'
import type { Seat } from '../seat.ts'
import { goodRequests, goodRow, singletons } from './good-requests.ts'
import type { GoodRequest } from './good-requests.ts'
import { spoil, spoiling } from './hostile-values.ts'
import { renewCommands } from './renewed-commands.ts'

const RUNS = Number(process.env['HOSTILE'] ?? 800)
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_261_122)

let hall: PlatformUnderTest
let requests: GoodRequest[]
let tokens: Record<string, string | null>

beforeAll(async () => {
  hall = await startPlatform()
  const seat = await hall.enrol('1')
  const [wall, spare, gone] = [await hall.enrol('W1'), await hall.enrol('8'), await hall.enrol('9')]
  const cases = [await handled(seat), await handled(seat), await reported(seat)]
  const scene = { hall, seat, cases, spareDevice: spare.enrolment.deviceId }
  requests = await goodRequests(scene)
  await hall.admin.send('DELETE', `/v1/devices/${gone.enrolment.deviceId}`, JSON.stringify({ reason: '遗失' }))
  const person = async (id: string, posts: readonly string[]) => (await hall.signInOnline(id, posts)).token
  tokens = {
    ...{ acceptor: await person('1001', ['acceptor']), inspector: await person('2001', ['inspector']) },
    ...{ department: await person('3002', ['department']), postAdministrator: await person('9001', ['administrator']) },
    ...{ everyPost: await person('1004', []), nobody: null, administrator: hall.adminToken, seat: seat.token },
    ...{ wall: wall.token, revoked: gone.token, forged: `person_${'A'.repeat(43)}` },
  }
})
afterAll(() => hall.stop())

async function reported(seat: Seat): Promise<string> {
  const id = seat.newCase()
  await seat.settle(await seat.report(id))
  return id
}

async function handled(seat: Seat): Promise<string> {
  const id = await reported(seat)
  const outcomes = await seat.settle(
    seat.say(id, 'accept', { base: { ver: 1 } }),
    seat.say(id, 'file', { base: { ver: 2 }, args: { conditionId: 'E0110-1' } }),
    seat.say(id, 'dispatch', { base: { ver: 3 }, args: { department: 'D02' as never } }),
  )
  expect(outcomes.every(({ result }) => result === 'accepted')).toBe(true)
  return id
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly body: string | undefined
}

/** The next number of a lane of seat 1. */
async function nextIn(lane: string): Promise<number> {
  const { db } = hall.platform.store
  const last = await db.selectFrom('lane').select('n').where('seat', '=', '1').where('lane', '=', lane.replaceAll('\0', '')).executeTakeFirst()
  return (last?.n ?? 0) + 1
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** Half a surrogate pair has no percent form. */
const percent = (value: unknown): string => encodeURIComponent(textOf(value).toWellFormed()).slice(0, 6_000)

function write(good: GoodRequest, parts: { params?: unknown; query?: unknown; body?: unknown }): Sent {
  const params = Object(parts.params) as Record<string, unknown>
  const path = good.path.replace(/:(\w+)/g, (_, name: string) => percent(params[name]) || '%20')
  const query = Object.entries(Object(parts.query) as object).map(([name, value]) => `${percent(name)}=${percent(value)}`)
  const body = good.body === undefined && parts.body === undefined ? undefined : JSON.stringify(parts.body)
  return { method: good.method, path: query.length === 0 ? path : `${path}?${query.join('&')}`, body }
}

/** Status and text; of an answer without end its head only. */
async function send({ method, path, body }: Sent, token: string | null, isStream: boolean) {
  const response = await fetch(`${hall.url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined || method === 'GET' ? {} : { body }),
    signal: AbortSignal.timeout(SOON.timeout),
  })
  if (!isStream || !response.ok) return { status: response.status, text: await response.text() }
  await response.body?.cancel()
  return { status: response.status, text: '' }
}

const insides = /node_modules|\.ts:\d+|\bat \w+ \(|SELECT |INSERT |UPDATE |relation "|out of range for type|invalid input syntax|ZodError|kysely|ECONN/

/** What is wrong with an answer; undefined when all is well. */
function faultOf(status: number, text: string): string | undefined {
  if (status === 500 || status > 503) return 'failed'
  if (text.includes('"outcomes"')) {
    const { outcomes } = CommandsReply.parse(JSON.parse(text))
    return outcomes.some((one) => one.result === 'retry' && one.code !== 'base-not-arrived') ? 'not settled' : undefined
  }
  if (status < 400) return undefined
  if (insides.test(text)) return 'tells of its inside'
  const reply = ErrorReply.safeParse(JSON.parse(text))
  return reply.success && isErrorCode(reply.data.code) ? undefined : 'no refusal of the contract'
}

const told = ({ method, path, body = '' }: Sent, answer: string): string =>
  `${method} ${path.slice(0, 200)} ${body.slice(0, 700)} -> ${answer.slice(0, 300)}`

/** A singleton that a hostile request has changed lawfully would make everything after it a refusal. */
async function mend(good: GoodRequest): Promise<void> {
  const kind = singletons.find((one) => good.name === 'bulk' && good.params['kind'] === one)
  if (kind !== undefined) await hall.admin.post(`/v1/bulk/${kind}`, { rows: [goodRow(kind)] })
}

describe('a hostile request', () => {
  it(`(${String(RUNS)} of them) is answered by the contract, whoever sends it`, async () => {
    const callers = Object.keys(tokens)
    const drawn = fc.record({
      which: fc.nat(requests.length - 1),
      caller: fc.constantFrom(...callers),
      /** As often as not somebody who may. */
      isEntitled: fc.boolean(),
      /** Commands: under an id of their own, next in their lanes, with the hash they should have; else as they stand. */
      isNext: fc.boolean(),
      method: fc.constantFrom(null, null, null, null, null, null, null, 'PUT', 'DELETE', 'PATCH', 'POST'),
      spoilings: fc.array(spoiling, { minLength: 0, maxLength: 3 }),
    })

    const faults: string[] = []
    let taken = 0
    await fc.assert(
      fc.asyncProperty(drawn, async ({ which, caller, isEntitled, isNext, method, spoilings }) => {
        const good = requests[which]!
        const parts = spoil({ params: good.params, query: good.query, body: good.body }, spoilings)
        if (isNext && good.name === 'commands') await renewCommands(parts.body, nextIn)
        const sent = { ...write(good, parts), ...(method !== null && good.method !== 'GET' && { method }) }
        const token = tokens[isEntitled ? good.by : caller] ?? null

        const { status, text } = await send(sent, token, good.isStream)

        if (status < 300) taken += 1
        const fault = faultOf(status, text)
        if (fault !== undefined) faults.push(`${fault}: ${told(sent, `${String(status)} ${text}`)}`)
        await mend(good)
      }),
      { numRuns: RUNS, seed: SEED },
    )

    expect(faults.slice(0, 20)).toEqual([])
    // Most are turned away; what passes is what might do harm.
    expect(taken).toBeGreaterThan(RUNS / 20)
    await expectWhole()
    expect(hall.logged()).not.toMatch(/246810|"msg":"unexpected"/)
  })
})

/** Nothing is half written: rows are of their shape, flows without a gap, lanes as long as what was said in them. */
async function expectWhole(): Promise<void> {
  const { db } = hall.platform.store
  const cases = await sql<{ row: unknown }>`SELECT row FROM entity WHERE kind = 'case'`.execute(db)
  for (const { row } of cases.rows) expect(CaseRow.safeParse(row).error?.issues[0], JSON.stringify(row)).toBeUndefined()
  const flows = await sql<{ row: unknown }>`SELECT row FROM entity WHERE kind = 'flow'`.execute(db)
  for (const { row } of flows.rows) expect(FlowRecord.safeParse(row).error?.issues[0], JSON.stringify(row)).toBeUndefined()
  const gaps = await sql`
    SELECT row->>'caseId' AS c FROM entity WHERE kind = 'flow' GROUP BY 1 HAVING max((row->>'n')::int) <> count(*)`.execute(db)
  expect(gaps.rows).toEqual([])
  const lost = await sql`
    SELECT id FROM command WHERE outcome->>'result' = 'accepted' AND id NOT IN (SELECT id FROM entity WHERE kind = 'flow')`.execute(db)
  expect(lost.rows).toEqual([])
  const feed = await sql<{ top: number; head: number }>`SELECT max(e.seq) AS top, max(h.seq) AS head FROM entity e, feed_head h`.execute(db)
  expect(feed.rows[0]?.top).toBe(feed.rows[0]?.head)
}
