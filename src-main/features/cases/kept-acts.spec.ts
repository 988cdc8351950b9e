import { describe, expect, it } from 'vitest'
import type { KeptAct } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'
import { caseId } from '#tests/builders/ids.ts'
import type { Hall } from '../hall/index.ts'
import { Sealer } from '../personal/index.ts'
import { KeptActs, keptActId } from './kept-acts.ts'

const sessionOf = (person: string): SignedIn => ({
  ...{ signIn: 's1', person: person as PersonId, name: '王丽', posts: ['acceptor'] },
  ...{ shift: null, since: MONDAY_NINE, locked: false, attested: true },
})
const [mine, theirs] = [sessionOf('1001'), sessionOf('1002')]
const said = (words: string): KeptAct['answers'] => ({
  ...{ department: '', inspector: '', conditionId: '', areaGrade: 'A', urgent: false, until: null, yes: null, words },
})

/** A desk over a real ledger. */
function aDesk() {
  const ledger = aLedger()
  const sealer = new Sealer({ id: 'k', key: Buffer.alloc(32, 9) })
  const raised: string[] = []
  const signals = { raise: (what: string) => raised.push(what) }
  // What this machine has of the case; nothing once it has left the hall.
  const cache = { caseById: async () => ({ row: { no: 'N1', className: '暴露垃圾' } }) }
  const hall = { db: { ledger, cache }, time: { now: () => MONDAY_NINE }, sealer, signals } as unknown as Hall
  return { ledger, raised, kept: new KeptActs(hall), again: () => new KeptActs(hall) }
}

describe('words typed for a step that is not taken yet', () => {
  it('are there for the next window, of each step its own, until the step is taken', async () => {
    const { kept, again } = aDesk()
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来电人')))
    unwrap(await kept.keep(mine, caseId(1), 'void', said('重复')))
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来电人又来电')))

    const found = await again().of(mine, caseId(1))
    unwrap(await kept.keep(mine, caseId(1), 'note', null))

    expect(found.map(({ action, answers }) => [action, answers?.words])).toEqual([
      ['note', '来电人又来电'],
      ['void', '重复'],
    ])
    expect((await again().of(mine, caseId(1))).map(({ action }) => action)).toEqual(['void'])
  })

  it('are nobody else’s and of no other case', async () => {
    const { kept } = aDesk()
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来电人 13812345678')))

    expect([await kept.of(theirs, caseId(1)), await kept.of(mine, caseId(2))]).toEqual([[], []])
  })

  it('are no draft of a call, neither in the list nor in the count of others, and lie sealed', async () => {
    const { ledger, kept } = aDesk()
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来电人 13812345678')))

    expect([ledger.drafts(mine.person), ledger.draftCountOfOthers(theirs.person)]).toEqual([[], []])
    expect(JSON.stringify(ledger.draft(keptActId(caseId(1), mine.person, 'note')))).not.toContain('13812345678')
  })

  it('leave nothing behind when there never were any', async () => {
    const { ledger, kept } = aDesk()

    unwrap(await kept.keep(mine, caseId(1), 'note', null))

    expect(ledger.draft(keptActId(caseId(1), mine.person, 'note'))).toBeNull()
  })

  it('go in the transaction of the act they have become, sealed text and all, and with nothing else', async () => {
    const { ledger, kept } = aDesk()
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来电人')))
    unwrap(await kept.keep(mine, caseId(1), 'void', said('重复')))
    const note = keptActId(caseId(1), mine.person, 'note')

    const refused = ledger.append([aCommand(1, 'note', 1, { at: -1 })], null, note)
    const before = ledger.draft(note)
    unwrap(ledger.append([aReport(1)], null, note))

    expect([refused.ok, before?.state]).toEqual([false, 'open'])
    expect(ledger.draft(note)).toMatchObject({ state: 'done', sealed: '' })
    expect((await kept.of(mine, caseId(1))).map(({ action }) => action)).toEqual(['void'])
    expect(ledger.verify()).toBeNull()
  })

  it.each(['字', '\u0001'])('are kept however many there are (%j)', async (character) => {
    const { kept } = aDesk()
    const words = character.repeat(4000)

    unwrap(await kept.keep(mine, caseId(1), 'note', said(words)))

    expect((await kept.of(mine, caseId(1))).map(({ answers }) => answers?.words)).toEqual([words])
  })

  it('can be written once more for the same step when the case comes back to it', async () => {
    const { ledger, kept } = aDesk()
    unwrap(await kept.keep(mine, caseId(1), 'note', said('第一回')))
    unwrap(ledger.append([aReport(1)], null, keptActId(caseId(1), mine.person, 'note')))

    unwrap(await kept.keep(mine, caseId(1), 'note', said('第二回')))

    expect((await kept.of(mine, caseId(1))).map(({ answers }) => answers?.words)).toEqual(['第二回'])
  })

  it('are listed over all cases, with the name each case had, and the list changes as they begin and end', async () => {
    const { raised, kept } = aDesk()
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来')))
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来电')))
    unwrap(await kept.keep(theirs, caseId(2), 'note', said('别人的')))

    const begun = await kept.steps(mine)
    unwrap(await kept.keep(mine, caseId(1), 'note', null))

    expect(begun).toEqual([{ caseId: caseId(1), action: 'note', no: 'N1', className: '暴露垃圾', savedAt: MONDAY_NINE }])
    expect(await kept.steps(mine)).toEqual([])
    expect(raised).toEqual(['drafts', 'drafts', 'drafts'])
  })

  it('are found although those of another step are damaged, which is said and not left out', async () => {
    const { ledger, kept } = aDesk()
    unwrap(await kept.keep(mine, caseId(1), 'note', said('来电人')))
    unwrap(await kept.keep(mine, caseId(1), 'void', said('重复')))
    const stored = ledger.draft(keptActId(caseId(1), mine.person, 'void'))!
    unwrap(ledger.saveDraft({ ...stored, sealed: 's1.k.AAAA', rev: stored.rev + 1 }))

    const found = await kept.of(mine, caseId(1))

    expect(found.map(({ action, answers }) => [action, answers?.words])).toEqual([['note', '来电人'], ['void', undefined]])
    expect(found.find(({ action }) => action === 'void')?.answers).toBeNull()
  })
})
