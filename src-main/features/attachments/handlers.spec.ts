import { describe, expect, it, onTestFinished } from 'vitest'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import { aDraft } from '#tests/builders/a-command.ts'
import { aFileMachine } from '#tests/builders/a-file-machine.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import type { CommandWriter } from '../cases/index.ts'
import { attachmentsHandlers } from './handlers.ts'

async function aDesk() {
  const machine = await aFileMachine(aDataFolder())
  onTestFinished(machine.close)
  const { ofCase } = attachmentsHandlers(machine.hall, machine.service, {} as CommandWriter)
  const draft = aDraft(1)
  const of = (person: PersonId = draft.owner) =>
    ofCase.read({ caseId: draft.caseId }, { session: { person } as SignedIn } as never)
  return { ...machine, draft, of }
}

describe('the files of a draft', () => {
  it('are none where it has none, and nobody’s business where it is over or another’s: that is no empty list', async () => {
    const { ledger, draft, of } = await aDesk()
    unwrap(await ledger.saveDraft(draft))
    const before = [await of(), await of('9999' as PersonId)]

    unwrap(await ledger.saveDraft({ ...draft, state: 'discarded', rev: draft.rev + 1 }))

    const notFound = refuse('not-found', draft.caseId)
    expect([...before, await of()]).toEqual([ok([]), notFound, notFound])
  })
})
