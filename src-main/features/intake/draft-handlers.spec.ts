import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { emptyForm } from '#shared/contracts/intake.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import { DraftId } from '#shared/kernel/ids.ts'
import type { CaseId, PersonId } from '#shared/kernel/ids.ts'
import { ok, unwrap } from '#shared/kernel/result.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'
import { caseId } from '#tests/builders/ids.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import { Sealer } from '../personal/index.ts'
import type { Reference } from '../reference/index.ts'
import { draftHandlers } from './draft-handlers.ts'

const session: SignedIn = {
  ...{ signIn: 's1', person: '1001' as PersonId, name: '王丽', posts: ['acceptor'] },
  ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
}
const form = { ...emptyForm, classCode: 'C0101', description: '井盖裂了', lng: 116.95, lat: 31.46 }

/** A desk over a real ledger of drafts; cases are written by a writer that takes its time, and found once they are. */
function aDesk() {
  const ledger = aLedger()
  ledger.addBlocks([{ day: '20261116', district: '341523', from: 1, to: 9 }])
  const written: CaseId[] = []
  const none = () => Promise.resolve(null)
  const cache = {
    ...{ hallSettings: none, gridAt: none, nearestStreet: none, dutyGrid: none, person: none },
    componentsNear: () => Promise.resolve([]),
    caseById: (id: CaseId) => Promise.resolve(written.includes(id) ? { row: { id } } : null),
  }
  const hall = {
    ...{ db: { ledger, cache }, random: systemRandom, signals: { raise: () => undefined } },
    clock: { now: () => MONDAY_NINE, monotonicMs: () => 0 },
    time: { now: () => MONDAY_NINE },
    sealer: new Sealer({ id: 'k', key: Buffer.alloc(32, 9) }),
  } as unknown as Hall
  const write = async ({ caseId }: { readonly caseId: CaseId }, _session: unknown, _audit: unknown, draft: DraftId) => {
    await setImmediate()
    written.push(caseId)
    unwrap(ledger.append([], null, draft))
    return ok({ caseId })
  }
  const handlers = draftHandlers(hall, {} as Reference, { write } as unknown as CommandWriter, { alone: (work) => work() })
  const context = { session } as unknown as Parameters<typeof handlers.submit>[1]
  const begin = async (): Promise<{ id: DraftId; rev: number }> => {
    const { id, rev } = unwrap(await handlers.open({ callerPhone: null }, context))
    return { id: DraftId.parse(id), rev }
  }
  return { written, handlers, context, begin }
}

describe('a draft that two windows send off in the same moment', () => {
  it('becomes one case; the second window is told that it is done', async () => {
    const { written, handlers, context, begin } = aDesk()
    const draft = await begin()

    const [first, second] = await Promise.all([
      handlers.submit({ ...draft, form, upTo: 'report' }, context),
      handlers.submit({ ...draft, form, upTo: 'report' }, context),
    ])

    expect(first.ok).toBe(true)
    expect(second).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(written).toHaveLength(1)
  })

  it('becomes a case or is thrown away, and never both', async () => {
    const { written, handlers, context, begin } = aDesk()
    const draft = await begin()

    const [discarded, submitted] = await Promise.all([
      handlers.discard(draft, context),
      handlers.submit({ ...draft, form, upTo: 'report' }, context),
    ])

    expect([discarded.ok, submitted.ok, written]).toEqual([true, false, []])
  })

  it('takes no words any more that are saved in that very moment, and says so', async () => {
    const { handlers, context, begin } = aDesk()
    const draft = await begin()

    const [submitted, saved] = await Promise.all([
      handlers.submit({ ...draft, form, upTo: 'report' }, context),
      handlers.save({ ...draft, form, caret: null }, context),
    ])

    expect([submitted.ok, saved]).toMatchObject([true, { ok: false, error: { code: 'not-found' } }])
  })
})

describe('a draft in two windows', () => {
  it('is not ended by the one that has not seen what the other was told is saved', async () => {
    const { written, handlers, context, begin } = aDesk()
    const older = await begin()
    const newer = { ...form, description: '井盖裂了，旁边还有一个' }
    const { rev } = unwrap(await handlers.save({ ...older, form: newer, caret: null }, context))

    const tries = [
      await handlers.submit({ ...older, form, upTo: 'report' }, context),
      await handlers.mergeInto({ ...older, form, caseId: caseId(1) }, context),
      await handlers.discard(older, context),
    ]

    expect(tries.map((tried) => (tried.ok ? 'ok' : tried.error.code))).toEqual(['stale-base', 'stale-base', 'stale-base'])
    expect([written, unwrap(await handlers.load({ id: older.id }, context)).form]).toEqual([[], newer])
    expect((await handlers.submit({ id: older.id, rev, form: newer, upTo: 'report' }, context)).ok).toBe(true)
  })
})

describe('a draft that was filed', () => {
  it('cannot be thrown away afterwards, and is not open again', async () => {
    const { handlers, context, begin } = aDesk()
    const draft = await begin()
    unwrap(await handlers.submit({ ...draft, form, upTo: 'report' }, context))

    const thrown = await handlers.discard({ ...draft, rev: draft.rev + 1 }, context)
    const tries = [thrown, await handlers.restore({ id: draft.id }, context)]

    expect(tries).toMatchObject([{ error: { code: 'not-found' } }, { error: { code: 'not-found' } }])
  })
})
