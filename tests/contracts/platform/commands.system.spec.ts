import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { DepartmentId } from '#shared/kernel/ids.ts'
import { straightStory } from '#tests/builders/case-story.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let one: Seat
let two: Seat
const sanitation = 'D02' as DepartmentId

beforeAll(async () => {
  hall = await startPlatform()
  one = await hall.enrol('1')
  two = await hall.enrol('2')
})
afterAll(() => hall.stop())

/** A case filed on seat 1 and ready to be dispatched; its state version. */
async function filedCase(): Promise<{ id: string; ver: number }> {
  const id = one.newCase()
  const report = await one.report(id)
  const accept = one.say(id, 'accept', { base: { after: report.id } })
  const file = one.say(id, 'file', { base: { after: accept.id }, args: { conditionId: 'E0110-1' } })
  const outcomes = await one.settle(report, accept, file)
  expect(outcomes.map(({ result }) => result)).toEqual(['accepted', 'accepted', 'accepted'])
  const last = outcomes[2]!
  return { id, ver: last.result === 'accepted' ? last.ver : 0 }
}

const stored = async (id: string) => (await hall.admin.get<{ row: CaseRow; flow: FlowRecord[] }>(`/v1/cases/${id}`)).body

describe('a command from a seat', () => {
  it('makes a case with the number told to the caller, and its outcome names the seq at which the feed shows it', async () => {
    const id = one.newCase()
    const report = await one.report(id)

    const { status, body } = await one.submit(report)

    const { epoch } = hall.platform.hall
    expect(status).toBe(200)
    expect(body.outcomes).toEqual([{ id: report.id, result: 'accepted', epoch, seq: expect.any(Number) as number, ver: 1 }])
    const seq = (body.outcomes[0] as { seq: number }).seq
    const page = await one.get<{ changes: { kind: string; id: string; seq: number }[] }>(
      `/v1/changes?epoch=${epoch}&seq=${seq - 2}`,
    )
    expect(page.body.changes).toMatchObject([
      { kind: 'case', id, seq: seq - 1 },
      { kind: 'flow', id: report.id, seq },
    ])
    expect((await stored(id)).row).toMatchObject({ no: (report.body.args as { no: string }).no, seat: '1', reportedBy: '1001' })
  })

  it('goes through all hands, with the department and the inspector answering over HTTP, until it is closed', async () => {
    const { id, ver } = await filedCase()
    await two.settle(two.say(id, 'dispatch', { base: { ver }, args: { department: sanitation } }))
    const worker = await hall.signInOnline('3002', ['department'])
    const inspector = await hall.signInOnline('2001', ['inspector'])
    const online = async (who: typeof worker, person: string, post: string, action: string, args: object, at: number) =>
      who.post('/v1/commands', {
        commands: [
          {
            id: crypto.randomUUID(),
            caseId: id,
            base: { ver: at },
            body: { action, args },
            at: Date.now(),
            person,
            post,
            timeDoubt: false,
            offline: false,
            seat: null,
            s: null,
          },
        ],
      })

    const tasks = await worker.get<{ tasks: CaseRow[] }>('/v1/tasks')
    expect(tasks.body.tasks.map((row) => row.id)).toContain(id)
    expect((await online(worker, '3002', 'department', 'answer', { words: '已清运' }, ver + 1)).status).toBe(200)
    await one.settle(one.say(id, 'send-check', { base: { ver: ver + 2 }, args: { inspector: '2001' as never } }))
    expect((await inspector.get<{ tasks: CaseRow[] }>('/v1/tasks')).body.tasks.map((row) => row.id)).toEqual([id])
    await online(inspector, '2001', 'inspector', 'answer-check', { fixed: true, words: '' }, ver + 3)
    const [closed] = await one.settle(one.say(id, 'close', { base: { ver: ver + 4 } }))

    expect(closed).toMatchObject({ result: 'accepted', ver: ver + 5 })
    const { row, flow } = await stored(id)
    expect(row.state).toBe('closed')
    expect(flow.map(({ action }) => action)).toEqual(straightStory)
    expect(flow.map(({ personName }) => personName)).toEqual(['王丽', '王丽', '王丽', '陈建国', '韩雪', '王丽', '李强', '周敏'])
    expect((await worker.get<{ tasks: CaseRow[] }>('/v1/tasks')).body.tasks.map((task) => task.id)).not.toContain(id)
  })

  it('has one effect however often it arrives, also at the same time', async () => {
    const id = one.newCase()
    const report = await one.report(id)

    const replies = await Promise.all(Array.from({ length: 8 }, () => one.settle(report)))

    expect(new Set(replies.map((outcomes) => JSON.stringify(outcomes))).size).toBe(1)
    expect((await stored(id)).flow.length).toBe(1)
    const { rows } = await query(`SELECT count(*)::int AS n FROM command WHERE id = '${report.id}'`)
    expect(rows).toEqual([{ n: 1 }])
  })

  it('is never settled when the same id comes with another body', async () => {
    const id = one.newCase()
    const report = await one.report(id)
    await one.settle(report)

    const forged = { ...report, at: report.at + 1 }
    const { status, body } = await one.submit(forged)

    expect(status).toBe(422)
    expect(body.outcomes).toEqual([{ id: report.id, result: 'mismatch', code: 'body-mismatch' }])
    expect((await one.settle(report))[0]?.result).toBe('accepted')
  })

  it('waits for the one before it in its lane', async () => {
    const id = one.newCase()
    const report = await one.report(id)
    const note = one.say(id, 'note', { args: { words: '来电补充' } })
    const second = one.say(id, 'note', { args: { words: '再补充' } })

    const early = await one.submit(note, second)

    expect(early.status).toBe(409)
    expect(early.body.outcomes).toEqual(
      [note, second].map((command) => ({ id: command.id, result: 'gap', lane: id, expected: 1 })),
    )
    expect((await one.settle(report, note, second)).map(({ result }) => result)).toEqual(['accepted', 'accepted', 'accepted'])
    expect((await stored(id)).flow.map(({ words }) => words)).toEqual(['', '来电补充', '再补充'])
  })

  it('is rejected when its hash is not its own', async () => {
    const report = await one.report(one.newCase())

    const [outcome] = await one.settle({ ...report, hash: 'a'.repeat(64) })

    expect(outcome).toMatchObject({ result: 'rejected', code: 'bad-hash' })
  })
})

describe('two seats on one case', () => {
  it('lets the first commit win and tells the other by whom', async () => {
    const { id, ver } = await filedCase()
    const first = one.say(id, 'dispatch', { base: { ver }, args: { department: sanitation } })
    const second = two.say(id, 'dispatch', { base: { ver }, args: { department: 'D05' as DepartmentId }, person: '1004' })

    const [[a], [b]] = await Promise.all([one.settle(first), two.settle(second)])

    const results = [a!, b!]
    const lost = results.find(({ result }) => result === 'rejected')
    const winner = a!.result === 'accepted' ? { byName: '陈建国', bySeat: '1' } : { byName: '赵志强', bySeat: '2' }
    expect(results.map(({ result }) => result).sort()).toEqual(['accepted', 'rejected'])
    expect(lost).toMatchObject({ code: 'stale-base', current: { ...winner, row: { id, state: 'handling', ver: ver + 1 } } })
  })

  it('lets notes, evidence and supervision of both stand', async () => {
    const { id, ver } = await filedCase()
    const said = [one.say(id, 'note', { args: { words: '一' } }), one.say(id, 'supervise', { args: { reason: '领导关注' } })]
    const theirs = [
      two.say(id, 'note', { args: { words: '二' } }),
      two.say(id, 'dispatch', { base: { ver }, args: { department: sanitation } }),
    ]

    const outcomes = (await Promise.all([one.settle(...said), two.settle(...theirs)])).flat()

    expect(outcomes.map(({ result }) => result)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    expect((await stored(id)).row).toMatchObject({ state: 'handling', supervised: 1, ver: ver + 1 })
  })

  it('rejects with a step whatever was built on it, and nothing else', async () => {
    const { id, ver } = await filedCase()
    const lost = one.say(id, 'dispatch', { base: { ver: ver + 7 }, args: { department: sanitation } })
    const built = one.say(id, 'return', {
      base: { after: lost.id },
      args: { reason: '不属本单位' },
      person: '3002',
      post: 'department',
    })
    const note = one.say(id, 'note', { args: { words: '照常' } })

    const outcomes = await one.settle(lost, built, note)

    expect(outcomes).toMatchObject([
      { code: 'stale-base' },
      { code: 'depends-on-rejected', detail: lost.id },
      { result: 'accepted' },
    ])
  })

  it('does not let a chain of own steps jump over a step of another seat', async () => {
    const { id, ver } = await filedCase()
    const mine = one.say(id, 'dispatch', { base: { ver }, args: { department: sanitation } })
    await one.settle(mine)
    await two.settle(
      two.say(id, 'put-on-account', { base: { ver: ver + 1 }, args: { reason: '待资金', until: Date.now() + 86_400_000 } }),
    )

    const [outcome] = await one.settle(
      one.say(id, 're-dispatch', {
        base: { after: mine.id },
        args: { department: 'D05' as DepartmentId, reason: '改派' },
        person: '1002',
        post: 'dispatcher',
      }),
    )

    expect(outcome).toMatchObject({
      result: 'rejected',
      code: 'stale-base',
      current: { byName: '陈建国', bySeat: '2', row: { state: 'on-account' } },
    })
  })

  it('resumes a case when its time on account is over, as an act of the system', async () => {
    const { id, ver } = await filedCase()
    await one.settle(one.say(id, 'put-on-account', { base: { ver }, args: { reason: '待资金', until: Date.now() + 3_600_000 } }))

    hall.clock.advance(3_700_000)
    const { resumeDue } = await import('#platform/commands/resume-due.ts')
    const { referenceReader } = await import('#platform/commands/reference-data.ts')
    const resumed = await resumeDue(hall.platform, referenceReader())
    hall.clock.advance(-3_700_000)

    expect(resumed).toBeGreaterThanOrEqual(1)
    const { row, flow } = await stored(id)
    expect(row).toMatchObject({ state: 'filed', ver: ver + 2 })
    expect(flow.at(-1)).toMatchObject({ action: 'resume', post: 'system', person: null, personName: '系统' })
  })
})

describe('what a seat may not do', () => {
  it.each([
    ['a post the person does not hold', { person: '1002', post: 'acceptor' }, 'wrong-post'],
    ['somebody who is not on the roster', { person: '7777', post: 'acceptor' }, 'not-rostered'],
    ['a post the step is not for', { person: '3002', post: 'department' }, 'wrong-post'],
  ])('acts as %s', async (_what, who, code) => {
    const [outcome] = await one.settle(await one.report(one.newCase(), who))

    expect(outcome).toMatchObject({ result: 'rejected', code })
  })

  it('answers for another department', async () => {
    const { id, ver } = await filedCase()
    await one.settle(one.say(id, 'dispatch', { base: { ver }, args: { department: sanitation } }))

    const [outcome] = await one.settle(
      one.say(id, 'answer', { base: { ver: ver + 1 }, args: { words: '办结' }, person: '3003', post: 'department' }),
    )

    expect(outcome).toMatchObject({ result: 'rejected', code: 'forbidden' })
  })

  it.each([
    ['another district', '3200002026111600001'],
    ['a block of nobody', '3415232026111699999'],
    ['no such day', '3415232026139900001'],
    ['no number at all', 'abcd'],
  ])('files under a number of %s', async (_what, no) => {
    const [outcome] = await one.settle(await one.report(one.newCase(), { args: { no: no as never } }))

    expect(outcome).toMatchObject({ result: 'rejected', code: 'number-not-leased' })
  })

  it('uses a number twice, or one of the neighbour', async () => {
    const first = await one.report(one.newCase())
    await one.settle(first)
    const { no } = first.body.args as unknown as { no: never }

    const [again] = await one.settle(await one.report(one.newCase(), { args: { no } }))
    const [neighbour] = await two.settle(await two.report(two.newCase(), { args: { no } }))

    expect([again, neighbour]).toMatchObject([{ code: 'number-not-leased' }, { code: 'number-not-leased' }])
  })

  it('makes the same case twice', async () => {
    const { id } = await filedCase()

    const [outcome] = await one.settle(await one.report(id))

    expect(outcome).toMatchObject({ result: 'rejected', code: 'case-exists' })
  })

  it('speaks for another seat, or for the system; then nothing is remembered', async () => {
    const forged = await one.report(one.newCase(), { over: { seat: '2' } })
    const system = await one.report(one.newCase(), { post: 'system' })

    const replies = [await one.submit(forged), await one.submit(system)]

    expect(replies.map(({ status, body }) => [status, body])).toMatchObject([
      [403, { code: 'forbidden', detail: 'commands.0.seat' }],
      [403, { code: 'forbidden', detail: 'commands.0.post' }],
    ])
    const { rows } = await query(`SELECT 1 FROM command WHERE id IN ('${forged.id}', '${system.id}')`)
    expect(rows).toEqual([])
    await restart()
  })
})

describe('a command nobody can understand', () => {
  it.each([
    ['NUL in its words', { action: 'note', args: { words: 'a\0b' } }, /^body\.args\.words: NUL/],
    ['a lone surrogate', { action: 'note', args: { words: '\ud800' } }, /^body\.args\.words: broken Unicode/],
    ['an unknown action', { action: 'explode', args: {} }, /action/],
    ['missing arguments', { action: 'dispatch' }, /^/],
    ['a body that is no object', 'note', /./],
    ['words of a megabyte', { action: 'note', args: { words: 'x'.repeat(200_000) } }, /words/],
    [
      'members without end',
      { action: 'note', args: { words: 'x', deep: JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown } },
      /nested too deep/,
    ],
  ])('(%s) is rejected and its lane goes on', async (_what, body, detail) => {
    const id = one.newCase()
    const report = await one.report(id)
    const poison = one.say(id, 'note', { over: { body }, args: { words: 'x' } })
    const next = one.say(id, 'note', { args: { words: '后面的照常' } })

    const { status, body: reply } = await one.submit(report, poison, next)

    expect(status).toBe(200)
    expect(reply.outcomes.map(({ result }) => result)).toEqual(['accepted', 'rejected', 'accepted'])
    expect((reply.outcomes[1] as { detail: string }).detail).toMatch(detail)
    expect((await one.settle(poison))[0]?.result).toBe('rejected')
  })

  it('is refused as a whole when not even its envelope can be read', async () => {
    const report = await one.report(one.newCase())

    const reply = await one.submit({ ...report, lanes: 'none' })

    expect([reply.status, reply.body]).toEqual([400, { code: 'bad-request', detail: 'commands.0.lanes' }])
    await restart()
  })

  it('does not hold up fifty other lanes when it stands at the head of its own', async () => {
    const poisoned = one.newCase()
    const head = await one.report(poisoned, { args: { classCode: 'E9999' } })
    const dependent = one.say(poisoned, 'accept', { base: { after: head.id } })
    const others = []
    for (let i = 0; i < 50; i += 1) others.push(await one.report(one.newCase()))

    const outcomes = await one.settle(head, dependent, ...others)

    expect(outcomes.slice(0, 2)).toMatchObject([{ code: 'unknown-class' }, { code: 'depends-on-rejected' }])
    expect(outcomes.slice(2).every(({ result }) => result === 'accepted')).toBe(true)
  })
})

describe('outcomes', () => {
  it('are told again for known ids and left out for unknown ones', async () => {
    const report = await one.report(one.newCase())
    const [outcome] = await one.settle(report)

    const told = await two.get(`/v1/commands/outcomes?ids=${report.id},${crypto.randomUUID()}`)

    expect(told.body).toEqual({ outcomes: [outcome] })
    expect((await two.get('/v1/commands/outcomes?ids=x')).status).toBe(400)
  })
})

describe('a seat enrolled on a new machine', () => {
  it('goes on after the last s the platform has seen, and its lanes may begin again', async () => {
    const before = await hall.enrol('3')
    const id = before.newCase()
    await before.settle(await before.report(id))

    const after = await hall.enrol('3')

    expect(after.enrolment.lastS).toBe(1)
    expect((await before.submit(before.say(id, 'note', { args: { words: '旧机' } }))).status).toBe(401)
    expect((await after.settle(after.say(id, 'note', { args: { words: '新机' } })))[0]?.result).toBe('accepted')
  })
})

const query = (text: string) =>
  import('pg').then(async ({ Client }) => {
    const client = new Client(hall.postgres.connection)
    await client.connect()
    try {
      return { rows: (await client.query(text)).rows as unknown[] }
    } finally {
      await client.end()
    }
  })

/** A seat whose ledger holds commands that were never settled starts over with a new one. */
async function restart(): Promise<void> {
  one = await hall.enrol('1')
}
