import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { DepartmentId } from '#shared/kernel/ids.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { KEEP_BODIES_MS, KEEP_OUTCOMES_MS, dropOld } from '#platform/store/retention.ts'
import type { HttpClient } from './http-client.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

const minute = 60_000

let hall: PlatformUnderTest
let seat: Seat
let worker: HttpClient

beforeAll(async () => {
  hall = await startPlatform()
  seat = await hall.enrol('1')
  worker = await hall.signInOnline('3002', ['department'])
})
afterAll(() => hall.stop())

/** A case that its department has to answer. */
async function dispatched(): Promise<string> {
  const id = seat.newCase()
  const outcomes = await seat.settle(
    await seat.report(id),
    seat.say(id, 'accept', { base: { ver: 1 } }),
    seat.say(id, 'file', { base: { ver: 2 }, args: { conditionId: 'E0110-1' } }),
    seat.say(id, 'dispatch', { base: { ver: 3 }, args: { department: 'D02' as DepartmentId } }),
  )
  expect(outcomes.every(({ result }) => result === 'accepted')).toBe(true)
  return id
}

const answer = (caseId: string, at: number, offline = false) => ({
  ...{ id: randomUUID(), caseId, base: { ver: 4 }, body: { action: 'answer', args: { words: '已清运' } }, at },
  ...{ person: '3002', post: 'department', timeDoubt: false, offline, seat: null, s: null },
})

const send = async (command: object): Promise<{ status: number; outcome: Outcome | undefined }> => {
  const { status, body } = await worker.post<{ outcomes: Outcome[] }>('/v1/commands', { commands: [command] })
  return { status, outcome: body.outcomes[0] }
}

const answered = async (id: string): Promise<{ row: CaseRow; flow: FlowRecord }> => {
  const { body } = await hall.admin.get<{ row: CaseRow; flow: FlowRecord[] }>(`/v1/cases/${id}`)
  return { row: body.row, flow: body.flow.at(-1)! }
}

describe('the answer of a department', () => {
  it('that pretends to an earlier time, or to a later one, counts when it is received, and says that its time is in doubt', async () => {
    for (const offsetMs of [-11 * minute, 3 * 60 * minute]) {
      const id = await dispatched()
      hall.clock.advance(30 * minute)
      const now = hall.clock.now()

      await send(answer(id, now + offsetMs))

      const { row, flow } = await answered(id)
      hall.clock.advance(-30 * minute)
      expect(flow).toMatchObject({ action: 'answer', timeDoubt: true })
      expect(flow.at).toBeGreaterThanOrEqual(now)
      expect(row.clocks.find(({ kind }) => kind === 'handle')?.endedAt).toBe(flow.at)
    }
  })

  it('written down while its line was cut counts at its own time, marked, but never before the case came to it', async () => {
    const [late, early] = [await dispatched(), await dispatched()]
    hall.clock.advance(26 * 60 * minute)
    worker = await hall.signInOnline('3002', ['department'])
    const doneAt = hall.clock.now() - 25 * 60 * minute

    await send(answer(late, doneAt, true))
    await send(answer(early, hall.clock.now() - 48 * 60 * minute, true))

    hall.clock.advance(-26 * 60 * minute)
    worker = await hall.signInOnline('3002', ['department'])
    expect((await answered(late)).flow).toMatchObject({ at: doneAt, offline: true, timeDoubt: false })
    const { flow } = await answered(early)
    expect(flow).toMatchObject({ offline: true, timeDoubt: true })
    expect(flow.at).toBeGreaterThan(Date.now() - minute)
  })

  it('has the same outcome when it is sent again much later, and none when it comes changed', async () => {
    const id = await dispatched()
    const command = answer(id, hall.clock.now())
    const first = await send(command)
    hall.clock.advance(60 * minute)

    const again = await send(command)
    const forged = await send({ ...command, at: command.at + 1 })

    hall.clock.advance(-60 * minute)
    expect(again).toEqual(first)
    expect([forged.status, forged.outcome?.result]).toEqual([422, 'mismatch'])
    expect((await answered(id)).flow).toMatchObject({ at: command.at, timeDoubt: false })
  })
})

describe('what has been kept long enough', () => {
  const kept = () =>
    hall.platform.store.db.selectFrom('command').select(['id', 'body', 'outcome']).orderBy('received_at').execute()

  it('goes in two steps: first what a command said, a year later what became of it; the story of the case stays', async () => {
    const id = await dispatched()
    const report = await seat.report(seat.newCase())
    await seat.settle(report)
    const before = await kept()

    hall.clock.advance(KEEP_BODIES_MS - minute)
    await dropOld(hall.platform)
    expect(await kept()).toEqual(before)

    hall.clock.advance(2 * minute + 27 * 60 * minute)
    expect(await dropOld(hall.platform)).toBeGreaterThan(0)
    expect((await kept()).every(({ body }) => body === null)).toBe(true)
    // What it said is forgotten, that it was said is not.
    expect((await seat.settle(report))[0]).toMatchObject({ result: 'accepted' })

    hall.clock.advance(KEEP_OUTCOMES_MS)
    await dropOld(hall.platform)
    expect(await kept()).toEqual([])
    expect((await answered(id)).flow.action).toBe('dispatch')
    expect(await dropOld(hall.platform)).toBe(0)
  })
})
