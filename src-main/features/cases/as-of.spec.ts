import { expect, it } from 'vitest'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { CatchingUp } from '#tests/builders/catching-up.ts'
import { caseId } from '#tests/builders/ids.ts'
import type { CallContext } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import { Sealer } from '../personal/index.ts'
import { Reference } from '../reference/index.ts'
import { sessionHandlers } from '../session/index.ts'
import { CommandWriter } from './command-writer.ts'
import { casesHandlers } from './handlers.ts'

const { BEFORE, CAUGHT_UP } = CatchingUp
const session: SignedIn = {
  ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor'] },
  ...{ shift: null, since: BEFORE, locked: false, attested: true },
}
const who: CallContext = { caller: 'seat', pane: null, isNewest: true, session }

function aDesk() {
  const { seat, cache, link } = new CatchingUp()
  seat.read(new TestPlatform())
  seat.do(aReport(1, 1))
  const signals = { listen: () => () => undefined } as unknown as Hall['signals']
  const sealer = new Sealer({ id: 'k', key: Buffer.alloc(32, 9) })
  // Synchronous calls of the ledger answer awaiting callers just as well.
  const time = { now: () => CAUGHT_UP, shown: () => CAUGHT_UP }
  const hall = { db: { cache, ledger: seat.ledger }, link, signals, sealer, time } as unknown as Hall
  const reference = new Reference(hall.db.cache, signals)
  const cases = casesHandlers(hall, reference, new CommandWriter(hall, reference))
  // Of the service only what the facts of the hall are made from.
  const service = { current: session, offlineUntil: () => Promise.resolve(null) } as never
  return { cases, status: sessionHandlers(hall, service).status }
}

type Desk = ReturnType<typeof aDesk>

const answers: Record<string, (desk: Desk) => Promise<number | null | undefined>> = {
  'the counts of the work lists': async ({ cases }) => unwrap(await cases.counts.read({}, who)).asOf,
  'a work list': async ({ cases }) => unwrap(await cases.list.read({ list: 'to-accept', offset: 0, limit: 20 }, who)).asOf,
  'a case': async ({ cases }) => unwrap(await cases.view.read({ id: caseId(1) }, who))?.asOf,
  'what a search finds': async ({ cases }) => unwrap(await cases.search({ text: '井盖', limit: 20 }, who)).asOf,
  'the facts beside the sign-in': async ({ status }) => unwrap(await status.read({}, who)).cache.syncedAt,
}

it.each(Object.entries(answers))('%s: never said to be newer than when it was read', async (_, ask) => {
  const desk = aDesk()

  expect(await ask(desk)).toBe(BEFORE)
  expect(await ask(desk)).toBe(CAUGHT_UP)
})
