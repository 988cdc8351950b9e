import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { CmdId } from '#shared/kernel/ids.ts'
import type { DepartmentId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { Claim, LedgerCommand } from '../../db/ledger-api.ts'
import type { ClaimRequest } from '../../lan/lines.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { anOfflineHall } from '#tests/builders/an-offline-hall.ts'
import { MONDAY_NINE, usualBody } from '#tests/builders/case-story.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { CommandWriter } from '../cases/index.ts'
import { Reference } from '../reference/index.ts'
import { outboxHandlers } from './handlers.ts'
import { UNDO_MS } from './withdrawals.ts'

const roads = 'roads' as DepartmentId
const water = 'water' as DepartmentId
const id = caseId(1)

/** A seat whose case somebody else has dispatched to the roads department while it lay offline; the network is the only fake. */
class Tray {
  readonly seat = new TestSeat()
  readonly platform = new TestPlatform()
  readonly session: SignedIn = {
    ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor', 'shift-leader', 'dispatcher'] },
    ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
  }
  readonly context = { caller: 'seat' as const, pane: null, isNewest: true, session: this.session }
  readonly writer: CommandWriter
  readonly handlers: ReturnType<typeof outboxHandlers>
  monotonicMs = 0
  /** What the hall's relay was asked, and what it answers. */
  readonly claims: ClaimRequest[] = []
  relay: Result<Claim> = ok({ word: 'granted', relay: '3' as SeatId })

  constructor() {
    const { seat } = this
    const clock = { now: () => MONDAY_NINE, monotonicMs: () => this.monotonicMs }
    const lan = {
      claim: async (request: ClaimRequest) => {
        this.claims.push(request)
        return this.relay
      },
    }
    const hall = anOfflineHall(seat, clock, lan)
    const reference = new Reference(hall.db.cache, hall.signals)
    this.writer = new CommandWriter(hall, reference)
    this.handlers = outboxHandlers(hall, reference, this.writer)
  }

  /** The case stands filed here and at the platform. */
  file(): void {
    this.seat.do(aReport(1))
    this.seat.send(this.platform)
    this.elsewhere('accept')
    this.elsewhere('file')
    this.seat.read(this.platform)
  }

  async act(action: CaseAction, args: object = {}): Promise<CmdId> {
    const { row, flow } = this.seat.reader.caseById(id)!
    const intent = { caseId: id, no: row.no, row, flowCount: flow.length, bodies: [usualBody(action, args)] }
    return unwrap(await this.writer.write(intent, this.session, null)).cmdId
  }

  elsewhere(action: CaseAction, args: object = {}): void {
    const posts = { accept: 'acceptor', file: 'shift-leader', dispatch: 'dispatcher', answer: 'department' } as const
    const post = action in posts ? posts[action as keyof typeof posts] : 'dispatcher'
    const n = 500 + this.platform.head
    const who = { person: '1005' as PersonId, personName: '李娜', post, seat: '5' as SeatId }
    unwrap(
      this.platform.act({
        ...{ id: cmdId(n), caseId: id, at: MONDAY_NINE, offline: false, timeDoubt: false },
        ...who,
        body: usualBody(action, args),
      }),
    )
  }

  /** Seat 2 has given the case to the roads department; nobody but the hall knows of it yet. */
  besideUs(): LedgerCommand {
    const base = { chain: { ver: this.platform.case(id)!.ver } }
    const act = aCommand(801, 're-dispatch', 1, { post: 'dispatcher', base }, { department: roads })
    const [stored] = unwrap(aLedger({ seat: '2' as SeatId }).append([act], null))
    const told = [{ ...stored!, claim: null }]
    this.seat.ledger.keepNeighbours('2' as SeatId, told)
    this.seat.writer.overlayNeighbours(told)
    return stored!
  }

  /** The platform rejects what is built on an old state, and says who was faster. */
  drain(): void {
    this.seat.writer.settle(this.hear())
  }

  /** The ledger has the outcomes; nobody has told the cache yet. */
  hear(): Outcome[] {
    const row = this.platform.case(id) as CaseRow
    const current = { row, byName: '李娜', bySeat: '5' as SeatId, at: MONDAY_NINE }
    const outcomes = this.seat.ledger.unsent(100).map((one): Outcome => {
      const outcome = this.platform.take(one)
      return outcome.result === 'rejected' ? { ...outcome, current } : outcome
    })
    this.seat.ledger.recordOutcomes(outcomes)
    return outcomes
  }

  page = async (ask: object = {}) =>
    unwrap(await this.handlers.page({ show: 'all', text: '', offset: 0, limit: 100, ...ask }, this.context))
  detail = async (of: CmdId) => unwrap(await this.handlers.entry.read({ id: of }, this.context))!
  settle = (of: CmdId, choice: 'again' | 'merge' | 'withdraw', more: object = {}) =>
    this.handlers.settle(
      { ...{ id: of, choice, sides: {}, words: '', dependents: 'leave' as const, seenVer: null }, ...more },
      this.context,
    )
}

let tray: Tray
beforeEach(() => {
  tray = new Tray()
  tray.file()
})

/** Both dispatched: here to water, elsewhere to roads; what hung on it here is a 改派 to green. */
async function overtaken(): Promise<{ lost: CmdId; held: CmdId }> {
  const lost = await tray.act('dispatch', { department: water })
  const held = await tray.act('re-dispatch', { department: 'green', reason: '改由园林' })
  tray.elsewhere('dispatch', { department: roads })
  tray.drain()
  return { lost, held }
}

describe('a rejected step in the tray', () => {
  it('shows as 对方 what the platform told, also before the cache has let go of the refused act', async () => {
    const lost = await tray.act('dispatch', { department: roads })
    tray.elsewhere('put-on-account')
    tray.elsewhere('resume')
    tray.seat.read(tray.platform)
    tray.hear()

    const { theirs } = await tray.detail(lost)

    expect(tray.seat.reader.caseById(id)?.row.state).toBe('handling')
    expect(theirs).toMatchObject({ byName: '李娜', state: 'filed' })
  })

  it('shows what it was based on, what it made of that, and how the case stands now, by whom', async () => {
    const { lost, held } = await overtaken()

    const detail = await tray.detail(lost)

    expect(detail.ground).toMatchObject({ ver: 3 })
    expect(detail.theirs).toMatchObject({ ver: 4, state: 'handling', byName: '李娜', bySeat: '5', at: MONDAY_NINE })
    expect(detail.differences).toMatchObject([
      { field: 'state', base: '待派遣', mine: '处置中', theirs: '处置中', open: false },
      { field: 'department', base: null, mine: 'water 单位', theirs: 'roads 单位', open: true },
      { field: 'handleDueAt', base: null, open: false },
    ])
    expect(detail.dependents).toMatchObject([{ id: held, action: 're-dispatch', words: '改由园林' }])
    expect(detail.offline).toBe(true)
  })

  it('stands first, what hangs on it beneath, and is found by its act', async () => {
    const { lost, held } = await overtaken()
    await tray.act('note')

    const all = await tray.page()

    expect(all.entries.map(({ id: one, state, causeId }) => [one, state, causeId])).toEqual([
      [lost, 'rejected', null],
      [held, 'held', lost],
      [expect.any(String), 'waiting', null],
    ])
    expect(all.counts).toEqual({ waiting: 1, rejected: 1, held: 1 })
    expect((await tray.page({ text: '改派' })).entries.map((one) => one.id)).toEqual([held])
    expect((await tray.page({ text: '上水' })).total).toBe(3)
  })

  it('says what doing it again would be, or why it cannot be', async () => {
    const { lost } = await overtaken()

    const { again, mergeRefusal } = await tray.detail(lost)

    expect(again).toEqual({ action: 're-dispatch', words: '', refusal: { code: 'reason-required', detail: 'reason' } })
    expect(mergeRefusal).toBeNull()
  })

  it('cannot be merged where the act decides nothing, and says so', async () => {
    const lost = await tray.act('supervise')
    tray.seat.ledger.recordOutcomes([{ id: lost, result: 'rejected', code: 'wrong-post', detail: null, current: null }])

    expect((await tray.detail(lost)).mergeRefusal).toBe('nothing-to-merge')
    expect(await tray.settle(lost, 'merge')).toMatchObject({ ok: false, error: { code: 'nothing-to-merge' } })
  })
})

describe('a decision', () => {
  it('merges: my department on the case as it is now, as 改派 with the reason given', async () => {
    const { lost, held } = await overtaken()

    const done = unwrap(await tray.settle(lost, 'merge', { words: '水务已到场', seenVer: 4 }))

    const [again] = done.again
    expect(tray.seat.ledger.find(CmdId.parse(again))).toMatchObject({
      command: { body: { action: 're-dispatch', args: { department: water, reason: '水务已到场' } }, base: { ver: 4 } },
    })
    expect(done.undoUntil).toBeNull()
    expect(tray.seat.ledger.find(held)?.standing).toBe('held')
    tray.seat.read(tray.platform)
    tray.drain()
    expect(tray.platform.case(id)).toMatchObject({ department: water, state: 'handling', ver: 5 })
  })

  it('that would change nothing is refused, and so is one on a case that moved meanwhile', async () => {
    const { lost } = await overtaken()
    const theirs = { sides: { department: 'theirs' }, words: '同意' }

    expect(await tray.settle(lost, 'merge', theirs)).toMatchObject({ ok: false, error: { code: 'merge-changes-nothing' } })
    expect(await tray.settle(lost, 'merge', { words: '是', seenVer: 3 })).toMatchObject({ error: { code: 'stale-base' } })
    expect(tray.seat.ledger.find(lost)?.standing).toBe('rejected')
  })

  it('does the cause again and what hung on it after it, in order, or nothing at all', async () => {
    const { lost, held } = await overtaken()

    const done = unwrap(await tray.settle(lost, 'merge', { words: '水务已到场', dependents: 'again' }))

    expect(done.settled).toEqual([lost, held])
    expect(done.again.map((one) => tray.seat.ledger.find(CmdId.parse(one))?.command.body)).toMatchObject([
      { action: 're-dispatch', args: { department: water } },
      { action: 're-dispatch', args: { department: 'green', reason: '改由园林' } },
    ])
    expect(tray.seat.ledger.find(CmdId.parse(done.again[1]))?.command.base).toEqual({ after: done.again[0] })
    tray.seat.read(tray.platform)
    tray.drain()
    expect(tray.platform.case(id)).toMatchObject({ department: 'green', ver: 6 })
  })

  it('keeps the dependents where they are when the chain cannot be done again', async () => {
    const { lost, held } = await overtaken()

    const refused = await tray.settle(lost, 'again', { dependents: 'again' })

    expect(refused).toMatchObject({ ok: false, error: { code: 'illegal-move' } })
    expect([lost, held].map((one) => tray.seat.ledger.find(one)?.standing)).toEqual(['rejected', 'held'])
  })

  it('does the same act again where the case allows it', async () => {
    const lost = await tray.act('dispatch', { department: water })
    tray.elsewhere('put-on-account')
    tray.elsewhere('resume')
    tray.drain()
    expect((await tray.detail(lost)).again).toMatchObject({ action: 'dispatch', refusal: null })

    unwrap(await tray.settle(lost, 'again'))
    tray.seat.read(tray.platform)
    tray.drain()

    expect(tray.platform.case(id)).toMatchObject({ state: 'handling', department: water })
  })

  it('does it again over what a neighbour has done and not sent yet, ordered by the relay like any fresh act', async () => {
    tray.elsewhere('dispatch', { department: roads })
    tray.seat.read(tray.platform)
    const lost = await tray.act('re-dispatch', { department: water })
    tray.elsewhere('re-dispatch', { department: 'green' })
    tray.drain()
    tray.seat.read(tray.platform)
    const theirs = tray.besideUs()
    tray.claims.length = 0

    const { again } = unwrap(await tray.settle(lost, 'again', { seenVer: 6 }))

    expect(tray.claims).toEqual([expect.objectContaining({ cmdId: again[0], caseId: id, ver: 6, action: 're-dispatch' })])
    const done = tray.seat.ledger.find(CmdId.parse(again[0]))
    expect(done).toMatchObject({ command: { base: { after: cmdId(801) } }, claim: { word: 'granted', relay: '3' } })
    expect(tray.platform.take(theirs).result).toBe('accepted')
    tray.drain()
    expect(tray.platform.case(id)).toMatchObject({ department: water, state: 'handling', ver: 7 })
  })

  it('is not carried out where another seat was first: the relay says who, and the entry stays', async () => {
    const lost = await tray.act('dispatch', { department: water })
    tray.elsewhere('put-on-account')
    tray.elsewhere('resume')
    tray.drain()
    tray.relay = refuse('claimed', '2 号席 李强')

    const refused = await tray.settle(lost, 'again')

    expect(refused).toEqual(refuse('claimed', '2 号席 李强'))
    expect(tray.seat.ledger.find(lost)?.standing).toBe('rejected')
    expect(tray.seat.ledger.unsent(10)).toEqual([])
  })

  it('asks nobody while it is only looked at', async () => {
    const { lost } = await overtaken()
    tray.claims.length = 0

    await tray.detail(lost)

    expect(tray.claims).toEqual([])
  })

  it('withdraws only with a reason, along with what hung on it, and can be taken back for a moment', async () => {
    const { lost, held } = await overtaken()
    expect(await tray.settle(lost, 'withdraw', { words: ' ' })).toMatchObject({ error: { code: 'reason-required' } })

    const done = unwrap(await tray.settle(lost, 'withdraw', { words: '对方派得对', dependents: 'withdraw' }))
    expect(done).toMatchObject({ settled: [lost, held], again: [], undoUntil: MONDAY_NINE + UNDO_MS })
    expect((await tray.page()).total).toBe(0)

    unwrap(await tray.handlers.takeBack({ id: lost }, tray.context))
    expect((await tray.page()).entries.map(({ state }) => state)).toEqual(['rejected', 'held'])
    expect(tray.seat.ledger.verify()).toBeNull()
  })

  it('that was taken back is answered as taken back when it is asked again, also late, by whoever lost the answer', async () => {
    const { lost, held } = await overtaken()
    unwrap(await tray.settle(lost, 'withdraw', { words: '对方派得对', dependents: 'withdraw' }))
    const takeBack = () => tray.handlers.takeBack({ id: lost }, tray.context)

    const both = await Promise.all([takeBack(), takeBack()])
    tray.monotonicMs = UNDO_MS + 1
    const late = await takeBack()

    expect([...both, late]).toEqual([ok(null), ok(null), ok(null)])
    expect([lost, held].map((one) => tray.seat.ledger.find(one)?.standing)).toEqual(['rejected', 'held'])
    const trail = { before: null, limit: 9, text: '', persons: [], what: 'outbox.take-back', from: null, to: null }
    expect(tray.seat.ledger.auditPage(trail).rows).toHaveLength(1)
  })

  it('can be tried once more where the ledger had no room for it', async () => {
    const { lost } = await overtaken()
    unwrap(await tray.settle(lost, 'withdraw', { words: '对方派得对' }))
    const { ledger } = tray.seat
    const full = vi.spyOn(ledger, 'takeBack').mockReturnValueOnce({ ok: false, error: { code: 'disk-full' } })

    expect(await tray.handlers.takeBack({ id: lost }, tray.context)).toMatchObject({ error: { code: 'disk-full' } })
    full.mockRestore()
    unwrap(await tray.handlers.takeBack({ id: lost }, tray.context))
    expect(ledger.find(lost)?.standing).toBe('rejected')
  })

  it('cannot be taken back later, or by somebody else', async () => {
    const { lost } = await overtaken()
    unwrap(await tray.settle(lost, 'withdraw', { words: '对方派得对' }))
    const other = { ...tray.context, session: { ...tray.session, person: '1002' as PersonId } }

    expect(await tray.handlers.takeBack({ id: lost }, other)).toMatchObject({ error: { code: 'undo-too-late' } })
    tray.monotonicMs = UNDO_MS + 1
    expect(await tray.handlers.takeBack({ id: lost }, tray.context)).toMatchObject({ error: { code: 'undo-too-late' } })
  })

  it('decides a held one by itself', async () => {
    const { lost, held } = await overtaken()

    unwrap(await tray.settle(held, 'withdraw', { words: '不再改派' }))

    expect([lost, held].map((one) => tray.seat.ledger.find(one)?.standing)).toEqual(['rejected', 'settled'])
  })

  it('is refused for what waits, what is settled, and what nobody knows', async () => {
    const waits = await tray.act('note')

    for (const one of [waits, cmdId(99)]) {
      const refused = await tray.settle(one, 'withdraw', { words: '不要了' })
      expect(refused.ok ? 'ok' : refused.error.code).toMatch(/not-resolvable|not-found/)
    }
  })
})
