import { expect, it } from 'vitest'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { anOfflineHall } from '#tests/builders/an-offline-hall.ts'
import { MONDAY_NINE, usualBody } from '#tests/builders/case-story.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { Reference } from '../reference/index.ts'
import { CommandWriter } from './command-writer.ts'
import { casesHandlers } from './handlers.ts'

const session: SignedIn = {
  ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor', 'shift-leader'] },
  ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
}
const context = { caller: 'seat' as const, pane: null, isNewest: true, session }
const note = (words: string): ActBody => ({ action: 'note', args: { words } })

/** A seat with one case, offline. */
function aDesk() {
  const seat = new TestSeat()
  seat.do(aReport(1))
  const platform = new TestPlatform()
  seat.send(platform)
  seat.read(platform)
  const hall = anOfflineHall(seat, { now: () => MONDAY_NINE, monotonicMs: () => 0 })
  const reference = new Reference(hall.db.cache, hall.signals)
  const { act } = casesHandlers(hall, reference, new CommandWriter(hall, reference))
  const ask = (id: number | null, body: ActBody, who = session) =>
    act({ ...(id !== null && { id: cmdId(id) }), caseId: caseId(1), seenVer: 1, body }, { ...context, session: who })
  return { seat, ask }
}

it('a step asked for again, because the answer was lost, is done once and answered as it was saved', async () => {
  const { seat, ask } = aDesk()
  const first = unwrap(await ask(7, note('来电人又来电')))

  const again = unwrap(await ask(7, note('来电人又来电')))

  expect([first.cmdId, again]).toEqual([cmdId(7), first])
  expect(seat.ledger.lastS()).toBe(first.s)
})

it('a step that moves the case is not called overtaken by itself', async () => {
  const { ask } = aDesk()
  const accept = usualBody('accept')
  const first = unwrap(await ask(7, accept))

  expect(unwrap(await ask(7, accept))).toEqual(first)
  expect(await ask(8, accept)).toMatchObject({ error: { code: 'stale-base' } })
})

it('an id is one person’s and one step’s', async () => {
  const { seat, ask } = aDesk()
  const { s } = unwrap(await ask(7, note('来电人又来电')))

  expect(await ask(7, { action: 'urge', args: { words: '催' } })).toMatchObject({ error: { code: 'bad-request' } })
  expect(await ask(7, note('来电人又来电'), { ...session, person: '1002' as PersonId })).toMatchObject({ error: { code: 'bad-request' } })
  expect(seat.ledger.lastS()).toBe(s)
  expect(unwrap(await ask(null, note('没有号'))).s).toBe(s + 1)
})

it('a step that was withdrawn since is done anew', async () => {
  const { seat, ask } = aDesk()
  const first = unwrap(await ask(7, note('来电人又来电')))
  seat.ledger.recordOutcomes([{ id: cmdId(7), result: 'rejected', code: 'forbidden', detail: null, current: null }])

  const again = unwrap(await ask(7, note('来电人又来电')))

  expect([again.s, again.cmdId === first.cmdId]).toEqual([first.s + 1, false])
})

it.each([['moves the case', usualBody('accept')], ['does not', note('来电人又来电')]])(
  'a step pressed again while the first press is still at work is done once, and both are told so: one that %s',
  async (_what, body) => {
    const { seat, ask } = aDesk()

    const [first, again] = await Promise.all([ask(7, body), ask(7, body)])

    expect(unwrap(again)).toEqual(unwrap(first))
    expect(seat.ledger.lastS()).toBe(unwrap(first).s)
  },
)
