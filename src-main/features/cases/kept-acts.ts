import { KeptAct } from '#shared/contracts/cases.contract.ts'
import type { BegunStep, FoundAct } from '#shared/contracts/cases.contract.ts'
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

  async of({ person }: SignedIn, caseId: CaseId): Promise<FoundAct[]> {
    const stored = (await this.#hall.db.ledger.steps(person)).filter((one) => one.caseId === caseId)
    return stored.flatMap((one): FoundAct[] => {
      const action = stepOf(one)?.action
      const kept = this.#opened(one)
      // One that is damaged, or sealed under a key that is not here, keeps nobody from the others.
      return kept === null ? (action === undefined ? [] : [{ action, answers: null }]) : [kept]
    })
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

  #opened({ id, sealed }: StoredDraft): KeptAct | null {
    const plain = this.#hall.sealer.open(sealed, sealName(id))
    if (!plain.ok) return null
    const kept = KeptAct.safeParse(JSON.parse(plain.value))
    return kept.success ? kept.data : null
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
