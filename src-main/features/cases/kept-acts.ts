import { KeptAct } from '#shared/contracts/cases.contract.ts'
import type { BegunStep } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { CaseAction } from '#shared/domain/case/terms.ts'
import type { CaseId, DraftId, PersonId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { StoredDraft } from '../../db/ledger-api.ts'
import type { Hall } from '../hall/index.ts'

/** Stands among the drafts of the ledger, and is none that a window could name: those are UUIDs. */
export const keptActId = (caseId: CaseId, person: PersonId, action: CaseAction): DraftId =>
  `act:${caseId}:${person}:${action}` as DraftId

/** Words of steps that are not taken yet: one sealed row of the drafts for each person, case and step. */
export class KeptActs {
  readonly #hall: Hall

  constructor(hall: Hall) {
    this.#hall = hall
  }

  async of({ person }: SignedIn, caseId: CaseId): Promise<Result<KeptAct[]>> {
    const stored = (await this.#hall.db.ledger.steps(person)).filter((one) => one.caseId === caseId)
    const kept: KeptAct[] = []
    for (const one of stored) {
      const plain = this.#hall.sealer.open(one.sealed, sealName(one.id))
      if (!plain.ok) return plain
      kept.push(KeptAct.parse(JSON.parse(plain.value)))
    }
    return ok(kept)
  }

  /** On which cases the person has words, whether or not this machine still has the case. */
  async steps({ person }: SignedIn): Promise<BegunStep[]> {
    const stored = await this.#hall.db.ledger.steps(person)
    return stored.flatMap((one) => stepOf(one) ?? [])
  }

  async keep(session: SignedIn, caseId: CaseId, action: CaseAction, answers: KeptAct['answers'] | null): Promise<Result<null>> {
    const { db, signals } = this.#hall
    const id = keptActId(caseId, session.person, action)
    const stored = await db.ledger.draft(id)
    const wasOpen = stored?.state === 'open'
    if (answers === null && !wasOpen) return ok(null)
    const saved = await (answers === null ? db.ledger.endStep(id) : this.#save(session, stored, caseId, { action, answers }))
    if (!saved.ok) return saved
    // The list of them changes when words begin and end, not with every keystroke.
    if (wasOpen !== (answers !== null)) signals.raise('drafts')
    return ok(null)
  }

  async #save({ person }: SignedIn, stored: StoredDraft | null, caseId: CaseId, kept: KeptAct): Promise<Result<void>> {
    const { db, sealer, time } = this.#hall
    const id = keptActId(caseId, person, kept.action)
    // The name of the case goes along: it may have left this machine when the words are looked for.
    const row = stored === null ? (await db.cache.caseById(caseId))?.row : undefined
    const now = time.now()
    return db.ledger.saveDraft({
      ...{ id, caseId, owner: person, callAt: stored?.callAt ?? now, savedAt: now, state: 'open' },
      ...{ no: stored?.no ?? row?.no ?? null, title: stored?.title ?? row?.className ?? '' },
      ...{ sealed: sealer.sealWhole(JSON.stringify(kept), sealName(id)), rev: (stored?.rev ?? 0) + 1 },
    })
  }
}

const sealName = (id: DraftId): `draft:${string}:act` => `draft:${id}:act`

function stepOf({ id, caseId, no, title, savedAt }: StoredDraft): BegunStep | null {
  const action = CaseAction.safeParse(id.split(':').at(-1))
  return action.success ? { caseId, action: action.data, no, className: title, savedAt } : null
}
