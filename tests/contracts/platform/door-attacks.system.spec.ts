// A good token in bad hands: what its holder may not do with it, however well formed it comes.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { usualBody } from '#tests/builders/case-story.ts'
import type { HttpClient } from './http-client.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

const DAY_MS = 86_400_000

let hall: PlatformUnderTest
let seat: Seat
let wall: Seat
/** Of the department that has the case, and of another one. */
let worker: HttpClient
let stranger: HttpClient
let inspector: HttpClient

beforeAll(async () => {
  hall = await startPlatform()
  ;[seat, wall] = [await hall.enrol('1'), await hall.enrol('W1')]
  worker = await hall.signInOnline('3002', ['department'])
  stranger = await hall.signInOnline('3003', ['department'])
  inspector = await hall.signInOnline('2002', ['inspector'])
})
afterAll(() => hall.stop())

/** A case that department D02 handles, at version 4. */
async function handled(): Promise<string> {
  const id = seat.newCase()
  const outcomes = await seat.settle(
    await seat.report(id),
    seat.say(id, 'accept', { base: { ver: 1 } }),
    seat.say(id, 'file', { base: { ver: 2 }, args: { conditionId: 'E0110-1' } }),
    seat.say(id, 'dispatch', { base: { ver: 3 }, args: { department: 'D02' as never } }),
  )
  expect(outcomes.map(({ result }) => result)).toEqual(Array(4).fill('accepted'))
  return id
}

const stored = async (id: string) => (await hall.admin.get<{ row: CaseRow; flow: FlowRecord[] }>(`/v1/cases/${id}`)).body

async function online(who: HttpClient, caseId: string, action: CaseAction, over: Record<string, unknown>) {
  const common = { id: randomUUID(), caseId, base: { ver: 4 }, body: usualBody(action), at: hall.clock.now() }
  const command = { ...common, timeDoubt: false, offline: false, seat: null, s: null, ...over }
  const { body } = await who.post<{ outcomes: Outcome[] }>('/v1/commands', { commands: [command] })
  return { command, outcome: body.outcomes[0] }
}

describe('a wall', () => {
  it('says nothing, signs nobody in, takes no numbers and hands in no files: nobody sits at it', async () => {
    const report = await seat.report(wall.newCase(), { over: { seat: 'W1', s: 1 } })

    expect((await wall.submit(report)).status).toBe(403)
    expect((await wall.post('/v1/numbers', { days: ['20261116'], count: 5 })).status).toBe(403)
    expect((await wall.post('/v1/sign-ins', { person: '1001', secret: '246810', posts: ['acceptor'], shift: null })).status).toBe(403)
    expect((await wall.send('POST', '/v1/attachments', undefined, { 'tus-resumable': '1.0.0', 'upload-length': '1' })).status).toBe(403)
    expect((await wall.get('/v1/changes?epoch=' + hall.platform.hall.epoch + '&seq=0&limit=1')).status).toBe(200)
  })
})

describe('somebody online', () => {
  it('whose department or task a case is not learns nothing of it from a refusal', async () => {
    const id = await handled()

    for (const [who, person, post, action] of [
      [stranger, '3003', 'department', 'answer'],
      [stranger, '3003', 'department', 'note'],
      [inspector, '2002', 'inspector', 'answer-check'],
    ] as const) {
      for (const base of [{ ver: 4 }, { ver: 1 }, null]) {
        const { outcome, command } = await online(who, id, action, { person, post, base })
        expect(outcome, `${action} ${JSON.stringify(base)}`).toMatchObject({ result: 'rejected' })
        expect(JSON.stringify(outcome)).not.toMatch(/梅河路|井盖|王丽|陈建国/)
        const again = await who.get(`/v1/commands/outcomes?ids=${command.id}`)
        expect(JSON.stringify(again.body)).not.toMatch(/梅河路|井盖|王丽|陈建国/)
      }
    }
  })

  it('sees of the hall’s people those of the own department, and nobody’s verifier', async () => {
    const read = async (who: HttpClient) => (await who.get<{ rows: PersonRow[] }>('/v1/people?limit=1000')).body.rows

    const [all, near, self, shown] = [await read(seat), await read(worker), await read(inspector), await read(wall)]

    expect(all.length).toBeGreaterThan(near.length)
    expect(near.map(({ department }) => department)).toEqual(near.map(() => 'D02'))
    expect(self.map(({ id }) => id)).toEqual(['2002'])
    expect(shown).toHaveLength(all.length)
    for (const person of [...near, ...self, ...shown]) expect(person.verifier).toBeNull()
  })

  it('reads nothing of who reported a case, sealed or hashed, wherever a case is told', async () => {
    const id = seat.newCase()
    const sealed = `s1.k1.${'A'.repeat(60)}` as never
    const reporter = { reporterName: sealed, reporterPhone: sealed, phoneKey: 'f'.repeat(32) }
    await seat.settle(
      await seat.report(id, { args: reporter }),
      seat.say(id, 'accept', { base: { ver: 1 } }),
      seat.say(id, 'file', { base: { ver: 2 }, args: { conditionId: 'E0110-1' } }),
      seat.say(id, 'dispatch', { base: { ver: 3 }, args: { department: 'D02' as never } }),
    )
    expect((await stored(id)).row).toMatchObject(reporter)

    const told = [
      (await worker.get(`/v1/cases/${id}`)).body,
      (await worker.get('/v1/tasks')).body,
      (await wall.get(`/v1/cases/${id}`)).body,
      (await online(worker, id, 'answer', { person: '3002', post: 'department', base: { ver: 1 } })).outcome,
    ]

    for (const one of told) {
      expect(JSON.stringify(one)).toContain(id)
      expect(JSON.stringify(one)).not.toMatch(/AAAAAA|ffffff/)
    }
  })

  it('reads the outcomes of nobody else’s commands', async () => {
    const id = await handled()
    const { command } = await online(worker, id, 'answer', { person: '3002', post: 'department', base: { ver: 1 } })

    const own = await worker.get<{ outcomes: unknown[] }>(`/v1/commands/outcomes?ids=${command.id}`)
    const others = await stranger.get<{ outcomes: unknown[] }>(`/v1/commands/outcomes?ids=${command.id}`)

    expect([own.body.outcomes.length, others.body.outcomes.length]).toEqual([1, 0])
  })

  it('adds nothing to the case of another inspector or of nobody', async () => {
    const id = await handled()

    for (const action of ['note', 'attach'] as const) {
      const { outcome } = await online(inspector, id, action, { person: '2002', post: 'inspector', base: null })
      expect(outcome).toMatchObject({ result: 'rejected', code: 'forbidden' })
    }
  })
})

describe('a command of a seat', () => {
  it('does not build on what was said of another case', async () => {
    const [one, other] = [await handled(), seat.newCase()]
    const report = await seat.report(other)
    const accept = seat.say(other, 'accept', { base: { after: report.id } })
    const [, accepted] = await seat.settle(report, accept)
    expect(accepted).toMatchObject({ result: 'accepted', ver: 2 })
    await seat.settle(seat.say(other, 'file', { base: { ver: 2 }, args: { conditionId: 'E0110-1' } }))
    const dispatch = seat.say(other, 'dispatch', { base: { ver: 3 }, args: { department: 'D02' as never } })
    await seat.settle(dispatch)

    const [outcome] = await seat.settle(seat.say(one, 'void', { base: { after: dispatch.id }, person: '1003', post: 'shift-leader' }))

    expect(outcome).toMatchObject({ result: 'rejected', code: 'stale-base' })
  })

  it.each(['send-verify', 'send-check'] as const)('sends nobody out who is no inspector (%s)', async (action) => {
    const id = seat.newCase()
    await seat.settle(await seat.report(id))
    const base = action === 'send-verify' ? { ver: 1 } : null
    for (const nobody of ['9999', '3002', '1002']) {
      const [outcome] = await seat.settle(seat.say(id, action, { base, args: { inspector: nobody as never } }))
      expect(outcome).toMatchObject({ result: 'rejected' })
      if (action === 'send-verify') expect(outcome).toMatchObject({ code: 'not-rostered', detail: nobody })
    }
  })

  it.each([
    ['a week ahead', () => hall.clock.now() + 7 * DAY_MS],
    ['in 9999', () => 253_402_300_799_999],
  ])('dated %s counts when it is received, and its time is in doubt', async (_, when) => {
    const id = seat.newCase()
    const before = hall.clock.now()
    const report = await seat.report(id, { over: { at: when() } })

    const [outcome] = await seat.settle(report)

    expect(outcome).toMatchObject({ result: 'accepted' })
    const { row, flow } = await stored(id)
    expect(row.reportedAt).toBeGreaterThanOrEqual(before)
    expect(row.reportedAt).toBeLessThanOrEqual(hall.clock.now())
    expect(row.lastActAt).toBe(row.reportedAt)
    expect(flow[0]).toMatchObject({ at: row.reportedAt, timeDoubt: true })
  })

  it.each([
    ['in 1970', () => 0],
    ['a year ago', () => hall.clock.now() - 365 * DAY_MS],
  ])('that reports a case %s is refused; with a clock in doubt it counts when it is received', async (_, when) => {
    const [sure, doubted] = [seat.newCase(), seat.newCase()]

    const [refused] = await seat.settle(await seat.report(sure, { over: { at: when() } }))
    const [taken] = await seat.settle(await seat.report(doubted, { over: { at: when(), timeDoubt: true } }))

    expect(refused).toMatchObject({ result: 'rejected', code: 'report-too-late', detail: 'at' })
    expect(taken).toMatchObject({ result: 'accepted' })
    expect((await stored(doubted)).row.reportedAt).toBeGreaterThan(hall.clock.now() - DAY_MS)
  })

  it('that was found in 1970 is refused by the fold of every seat and of the platform', async () => {
    const [outcome] = await seat.settle(await seat.report(seat.newCase(), { args: { foundAt: 0 } }))

    expect(outcome).toMatchObject({ result: 'rejected', code: 'bad-time', detail: 'foundAt' })
  })

  it('dated before the report moves no clock back', async () => {
    const id = seat.newCase()
    const report = await seat.report(id)
    await seat.settle(report, seat.say(id, 'accept', { base: { ver: 1 }, over: { at: 0 } }))

    const { row } = await stored(id)

    for (const clock of row.clocks) expect(clock.startedAt).toBeGreaterThanOrEqual(row.reportedAt)
    expect(row.lastActAt).toBeGreaterThanOrEqual(row.reportedAt)
  })
})

describe('a machine that was revoked', () => {
  it('says nothing more, also what it had said before', async () => {
    const lost = await hall.enrol('7')
    const id = lost.newCase()
    const report = await lost.report(id)
    await lost.settle(report)
    await hall.admin.send('DELETE', `/v1/devices/${lost.enrolment.deviceId}`, JSON.stringify({ reason: '遗失' }))

    for (const command of [report, lost.say(id, 'accept', { base: { ver: 1 } })])
      expect(await lost.submit(command)).toMatchObject({ status: 401, body: { code: 'device-revoked' } })
    expect((await stored(id)).row.state).toBe('reported')
  })
})
