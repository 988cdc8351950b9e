import { expect, it } from 'vitest'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { aWall, endWalls } from '#tests/builders/a-wall.ts'
import { CaseStory, DAY, MONDAY_NINE } from '#tests/builders/case-story.ts'
import { caseId } from '#tests/builders/ids.ts'
import type { CallContext } from '../../doors/handlers.ts'
import { TimeKeeper } from '../../link/time-keeper.ts'
import { evaluationHandlers } from '../evaluation/index.ts'
import type { Hall } from '../hall/index.ts'
import { Reference } from '../reference/index.ts'
import { sessionHandlers } from '../session/index.ts'
import { wallHandlers } from '../wall/index.ts'
import { CommandWriter } from './command-writer.ts'
import { casesHandlers } from './handlers.ts'

const session: SignedIn = {
  ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor'] },
  ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
}
const who: CallContext = { caller: 'seat', pane: null, isNewest: true, session }
const month = { kind: 'month', start: '2026-11-22' } as const
const everything = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
const selection = { scope: { subject: 'department', id: null }, period: month, filter: everything } as const

/** A machine that has heard the platform and then sleeps, its line gone, with one case that runs for four hours. */
class Sleeper {
  readonly #clock = { wall: MONDAY_NINE, mono: 0 }
  readonly #time = new TimeKeeper({ now: () => this.#clock.wall, monotonicMs: () => this.#clock.mono }, 0)
  readonly hall: Hall

  constructor() {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    const { case: row } = CaseStory.after('accept', 'file', 'dispatch')
    platform.put('case', caseId(1), { ...row, id: caseId(1) }, row.ver)
    seat.read(platform)
    this.#time.hear(MONDAY_NINE, 0)
    // Synchronous calls answer awaiting callers just as well; of a hall the parts that these answers are made from.
    this.hall = {
      ...{ db: { cache: seat.reader, ledger: seat.ledger }, time: this.#time },
      link: { status: () => ({ freshAt: MONDAY_NINE }) },
      signals: { listen: () => () => undefined },
    } as unknown as Hall
  }

  sleep(ms: number): void {
    this.#clock.wall += ms
    expect(this.#time.now()).toBe(MONDAY_NINE)
    expect(this.#time.shown()).toBe(MONDAY_NINE + ms)
  }

  /** How many cases are overdue, by everything that counts them. */
  async overdue(): Promise<Record<string, number | undefined>> {
    const { hall } = this
    const reference = new Reference(hall.db.cache, hall.signals)
    const cases = casesHandlers(hall, reference, new CommandWriter(hall, reference))
    // Of the service only what the facts of the hall are made from.
    const service = { current: session, offlineUntil: () => Promise.resolve(null) } as never
    const board = evaluationHandlers(hall, reference)
    const { lists } = unwrap(await cases.counts.read({}, who))
    const { rows } = unwrap(await board.behind({ ...selection, indicator: 'filed', offset: 0, limit: 20 }, who))
    const figure = { ...selection, indicator: 'overdue', compare: null, scheme: null } as const
    return {
      lists: lists.find(({ list }) => list === 'handling')?.overdue,
      handover: unwrap(await sessionHandlers(hall, service).status.read({}, who)).handover.overdue,
      wall: unwrap(await wallHandlers(hall, (await aWall()).conductor).figures.read({}, who)).overdue,
      figure: unwrap(await board.figure.read(figure, who)).value ?? undefined,
      behind: rows.filter(({ lateMinutes }) => lateMinutes !== null).length,
    }
  }
}

it('after a sleep without a line, cases are counted as overdue by the time that windows go by', async () => {
  const machine = new Sleeper()
  try {
    expect(await machine.overdue()).toEqual({ lists: 0, handover: 0, wall: 0, figure: 0, behind: 0 })

    machine.sleep(2 * DAY)

    expect(await machine.overdue()).toEqual({ lists: 1, handover: 1, wall: 1, figure: 1, behind: 1 })
  } finally {
    endWalls()
  }
})
