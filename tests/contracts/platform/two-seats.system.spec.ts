// Two seats that act on one case at the same time, against the real platform: what moves a case has one winner, what commutes has
// none, and what was done offline counts from when it was done.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { DepartmentId } from '#shared/kernel/ids.ts'
import type { Base, Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

const HOUR = 3_600_000
let hall: PlatformUnderTest
let one: Seat
let two: Seat

beforeAll(async () => {
  hall = await startPlatform()
  one = await hall.enrol('1')
  two = await hall.enrol('2')
})
afterAll(() => hall.stop())

type Steps = readonly (readonly [CaseAction, object, object?])[]
const accept: Steps[number] = ['accept', {}]
const file: Steps[number] = ['file', { conditionId: 'E0110-1' }]
const dispatch: Steps[number] = ['dispatch', { department: 'D02' }]
const account = { reason: '待资金', until: Date.now() + 40 * 24 * HOUR }

/** A case of seat 1 after these steps, and its state version. */
async function caseAfter(...steps: Steps): Promise<{ id: string; ver: number }> {
  const id = one.newCase()
  const report = await one.report(id)
  const commands: SeatCommand[] = [report]
  for (const [action, args] of steps) {
    const base: Base = { after: commands.at(-1)?.id ?? report.id }
    commands.push(one.say(id, action, { base, args: args as never }))
  }
  const outcomes = await one.settle(...commands)
  const last = outcomes.at(-1)
  if (last?.result !== 'accepted') throw new Error(JSON.stringify(last))
  return { id, ver: last.ver }
}
const stored = async (id: string) => (await hall.admin.get<{ row: CaseRow; flow: FlowRecord[] }>(`/v1/cases/${id}`)).body
const say = (seat: Seat, id: string, [action, args, who = {}]: Steps[number], base: Base): SeatCommand =>
  seat.say(id, action, { base, args: args as never, ...who })
/** 改派 to a department, by a dispatcher. */
const anew = (department: string): Steps[number] => ['re-dispatch', { department, reason: '权属' }, { person: '1002', post: 'dispatcher' }]
const leader = { person: '1003', post: 'shift-leader' }

describe('two seats that move a case at once', () => {
  it.each<[string, Steps, Steps[number], Steps[number]]>([
    ['both accept it', [], accept, accept],
    ['one accepts, one sends it to be verified', [], accept, ['send-verify', { inspector: '2001' }]],
    ['one files, one refuses it', [accept], file, ['refuse', { reason: '不属实', duplicateOf: null }]],
    ['both dispatch it', [accept, file], dispatch, ['dispatch', { department: 'D05' }]],
    ['one dispatches, one voids it', [accept, file], dispatch, ['void', { reason: '误立案' }, leader]],
    ['one dispatches, one puts it on account', [accept, file], dispatch, ['put-on-account', account]],
    ['both dispatch it anew', [accept, file, dispatch], anew('D05'), anew('D01')],
    ['one takes it back, one puts it on account', [accept, file], ['return', { reason: '立案有误' }], ['put-on-account', account]],
  ])('have one effect and one loser who is told how the case stands: %s', async (_what, before, mine, theirs) => {
    for (let round = 0; round < 3; round += 1) {
      const { id, ver } = await caseAfter(...before)
      const commands = [say(one, id, mine, { ver }), say(two, id, theirs, { ver })] as const
      const sent = [one.settle(commands[0]), two.settle(commands[1])]

      const outcomes = (await Promise.all(sent)).flat()

      const { row, flow } = await stored(id)
      const winner = commands.find((_, i) => outcomes[i]?.result === 'accepted')
      const loser = outcomes.find(({ result }) => result === 'rejected') as Extract<Outcome, { result: 'rejected' }>
      expect(outcomes.map(({ result }) => result).sort()).toEqual(['accepted', 'rejected'])
      expect(row.ver).toBe(ver + 1)
      const effects = flow.map((line) => line.id).filter((line) => commands.some((command) => command.id === line))
      expect(effects).toEqual([winner?.id])
      expect(loser).toMatchObject({ code: 'stale-base', current: { row: { ver: ver + 1, state: row.state }, bySeat: winner?.seat } })
      expect(loser.current?.byName).not.toBe('')
    }
  })
})

describe('two seats that add to a case at once', () => {
  it('never stand in each other’s way: notes, evidence, 督办 and 催办 all have their effect, beside a step of the life cycle', async () => {
    const { id, ver } = await caseAfter(accept, file)
    const evidence = (n: string) => ({ hash: n.repeat(64), name: `${n}.jpg`, mime: 'image/jpeg', size: 1, use: 'handle' as const })
    const added = (seat: Seat, n: string): SeatCommand[] => [
      seat.say(id, 'note', { args: { words: `${n} 号席来电补充` } }),
      seat.say(id, 'attach', { args: { attachment: evidence(n) } }),
      seat.say(id, 'supervise', { args: { reason: `${n} 号席督办` } }),
      seat.say(id, 'urge', {}),
    ]
    const lists = [added(one, 'a'), [...added(two, 'b'), say(two, id, dispatch, { ver })]] as const

    const outcomes = (await Promise.all([one.settle(...lists[0]), two.settle(...lists[1])])).flat()

    expect(outcomes.filter(({ result }) => result !== 'accepted')).toEqual([])
    const { row, flow } = await stored(id)
    expect(row).toMatchObject({ state: 'handling', ver: ver + 1, supervised: 2, urged: 2 })
    expect(row.attachments.map(({ name }) => name).sort()).toEqual(['a.jpg', 'b.jpg'])
    expect(new Set(flow.map((line) => line.id)).size).toBe(flow.length)
    expect(flow.map(({ n }) => n)).toEqual(flow.map((_, i) => i + 1))
  })

  it('do so on a case that the other has moved on, or closed, meanwhile', async () => {
    const { id, ver } = await caseAfter(accept)
    await two.settle(two.say(id, 'refuse', { base: { ver }, args: { reason: '重复', duplicateOf: null } }))

    const [note] = await one.settle(one.say(id, 'note', { args: { words: '来电人又问' }, over: { offline: true } }))

    expect(note?.result).toBe('accepted')
    expect((await stored(id)).flow.at(-1)).toMatchObject({ words: '来电人又问', offline: true })
  })
})

describe('an act that was done offline', () => {
  it('counts from when it was done, whatever the platform’s clock says when it arrives', async () => {
    const { id, ver } = await caseAfter(accept, file)
    const { row: before } = await stored(id)
    // Two hours of work lie between the act and its arrival.
    hall.clock.advance(2 * HOUR)
    const at = before.lastActAt + 1_000

    const [outcome] = await one.settle(
      one.say(id, 'dispatch', { base: { ver }, args: { department: 'D02' as DepartmentId }, over: { at, offline: true, timeDoubt: true } }),
    )
    hall.clock.advance(-2 * HOUR)

    const { row, flow } = await stored(id)
    const clock = row.clocks.findLast(({ kind }) => kind === 'handle')
    expect(outcome?.result).toBe('accepted')
    expect([row.dispatchedAt, clock?.startedAt]).toEqual([at, at])
    expect(row.handleDueAt).toBe(clock?.dueAt)
    expect(row.clocks.find(({ kind }) => kind === 'dispatch')).toMatchObject({ endedAt: at, late: false })
    expect(flow.at(-1)).toMatchObject({ at, offline: true, timeDoubt: true })
  })
})
