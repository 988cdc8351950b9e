import type { Contracts } from '#shared/contracts/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { explainClock } from '#shared/domain/limits/explain-clock.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { InTurn } from '#shared/kernel/one-at-a-time.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CallContext, HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference } from '../reference/index.ts'
import { viewCase } from './case-view.ts'
import type { CommandWriter } from './command-writer.ts'
import { KeptActs, keptActId } from './kept-acts.ts'
import { revealNumbers } from './reveal-numbers.ts'
import { revealPhone } from './reveal-phone.ts'
import { search } from './search.ts'
import { seenOf } from './seen-of.ts'
import { sessionOf } from './session-of.ts'

type Area = HandlersOf<Contracts['cases']>
type FindCase = (id: CaseId) => Promise<Result<NonNullable<Awaited<ReturnType<Hall['db']['cache']['caseById']>>>>>

export function casesHandlers(hall: Hall, reference: Reference, writer: CommandWriter): Area {
  const keptActs = new KeptActs(hall)
  /** To be asked before anything is read: what arrives meanwhile must not make it look fresher than it is. */
  const freshAt = (): number | null => hall.link.status().freshAt
  const find: FindCase = async (id) => {
    const stored = await hall.db.cache.caseById(id)
    return stored === null ? refuse('not-found', id) : ok(stored)
  }
  return {
    counts: {
      watches: ['cases', 'drafts', 'clock'],
      read: async (_arg, context) => {
        const [session, asOf] = [sessionOf(context), freshAt()]
        const lists = await hall.db.cache.workListCounts(hall.time.shown())
        const [drafts, steps] = await Promise.all([hall.db.ledger.drafts(session.person), keptActs.steps(session)])
        return ok({ lists: [...lists], drafts: drafts.length + steps.length, asOf })
      },
    },
    list: {
      watches: ['cases', 'reference'],
      read: async ({ list, offset, limit }) => {
        const asOf = freshAt()
        const { rows, total } = await hall.db.cache.workList(list, offset, limit)
        return ok({ rows: [...rows], total, asOf })
      },
    },
    view: {
      watches: ['cases', 'reference', 'outbox', 'clock'],
      read: async ({ id }, context) => {
        const asOf = freshAt()
        const [stored, data] = await Promise.all([hall.db.cache.caseById(id), reference.data()])
        if (stored === null) return ok(null)
        return data.ok ? ok({ ...(await viewCase(stored, data.value, sessionOf(context), hall)), asOf }) : data
      },
    },
    act: actHandler(find, writer),
    ...keptHandlers(keptActs),
    explainClock: async ({ caseId, kind }) => {
      const [stored, data] = await Promise.all([find(caseId), reference.data()])
      if (!stored.ok) return stored
      return data.ok ? explain(stored.value.row, kind, data.value.calendar, hall.time.shown()) : data
    },
    ...revealHandlers(hall, find),
    search: async ({ text, limit }) => {
      const asOf = freshAt()
      return ok({ hits: await search(hall, text, limit), asOf })
    },
  }
}

function actHandler(find: FindCase, writer: CommandWriter): Area['act'] {
  const presses = new InTurn<CmdId>()
  const act: Area['act'] = async ({ id, caseId, seenVer, body }, context) => {
    const session = sessionOf(context)
    const before = id === undefined ? 'spent' : await writer.savedBefore({ id, caseId, action: body.action }, session)
    if (typeof before !== 'string') return before
    const stored = await find(caseId)
    if (!stored.ok) return stored
    const { row } = stored.value
    // What the operator decided on must be what stands: a row that moved meanwhile is shown first.
    if (raisesVersion(body.action) && row.ver !== seenVer)
      return refuse('stale-base', `${String(seenVer)} → ${String(row.ver)}`)
    const words = keptActId(caseId, session.person, body.action)
    const intent = { caseId, no: row.no, ...seenOf(stored.value), bodies: [body], ...(before === 'free' && { id }) }
    return writer.write(intent, session, null, words)
  }
  // One press after the other: one that got no answer in time may still be at work when it is pressed again.
  return (asked, context) => (asked.id === undefined ? act(asked, context) : presses.run(asked.id, () => act(asked, context)))
}

function revealHandlers(hall: Hall, find: FindCase): Pick<Area, 'revealPhone' | 'revealNumbers'> {
  return {
    revealPhone: async ({ caseId, reason }, context: CallContext) => {
      const stored = await find(caseId)
      return stored.ok ? revealPhone(hall, stored.value.row, reason, sessionOf(context)) : stored
    },
    revealNumbers: async ({ caseId, reason }, context: CallContext) => {
      const stored = await find(caseId)
      return stored.ok ? revealNumbers(hall, stored.value.row, stored.value.flow, reason, sessionOf(context)) : stored
    },
  }
}

function keptHandlers(keptActs: KeptActs): Pick<Area, 'begunSteps' | 'keptActs' | 'keepAct'> {
  return {
    begunSteps: { watches: ['drafts'], read: async (_arg, context) => ok(await keptActs.steps(sessionOf(context))) },
    keptActs: async ({ caseId }, context) => ok(await keptActs.of(sessionOf(context), caseId)),
    keepAct: ({ caseId, action, answers }, context) => keptActs.keep(sessionOf(context), caseId, action, answers),
  }
}

function explain(
  row: CaseRow,
  kind: CaseRow['clocks'][number]['kind'],
  calendar: Parameters<typeof explainClock>[1],
  now: number,
): ReturnType<Area['explainClock']> {
  const clock = row.clocks.findLast((one) => one.kind === kind)
  if (clock === undefined) return Promise.resolve(refuse('not-found', kind))
  const explained = explainClock(clock, calendar, now)
  if (!explained.ok) return Promise.resolve(explained)
  const { counted, skipped, usedMs, limitMs, dueAt } = explained.value
  const skippedShown = skipped.map(({ from, to, why, name }) => ({ from, to, why, name: name ?? null }))
  return Promise.resolve(
    ok({ clock, counted: counted.map(({ from, to }) => ({ from, to })), skipped: skippedShown, usedMs, limitMs, dueAt }),
  )
}
