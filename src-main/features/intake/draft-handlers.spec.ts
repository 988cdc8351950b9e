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
  const write = async ({ caseId }: { readonly caseId: CaseId }) => {
    await setImmediate()
    written.push(caseId)
    return ok({ caseId })
  }
  const handlers = draftHandlers(hall, {} as Reference, { write } as unknown as CommandWriter)
  const context = { session } as unknown as Parameters<typeof handlers.submit>[1]
  const begin = async (): Promise<DraftId> => DraftId.parse(unwrap(await handlers.open({ callerPhone: null }, context)).id)
  return { written, handlers, context, begin }
}

describe('a draft that two windows send off in the same moment', () => {
  it('becomes one case; the second window is told that it is done', async () => {
    const { written, handlers, context, begin } = aDesk()
    const id = await begin()

    const [first, second] = await Promise.all([
      handlers.submit({ id, form, upTo: 'report' }, context),
      handlers.submit({ id, form, upTo: 'report' }, context),
    ])

    expect(first.ok).toBe(true)
    expect(second).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(written).toHaveLength(1)
  })

  it('becomes a case or is thrown away, and never both', async () => {
    const { written, handlers, context, begin } = aDesk()
    const id = await begin()

    const [discarded, submitted] = await Promise.all([
      handlers.discard({ id }, context),
      handlers.submit({ id, form, upTo: 'report' }, context),
    ])

    expect([discarded.ok, submitted.ok, written]).toEqual([true, false, []])
  })
})
