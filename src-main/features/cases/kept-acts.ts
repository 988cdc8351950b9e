import { KeptAct } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { CaseId, DraftId, PersonId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Hall } from '../hall/index.ts'

const Body = z.array(KeptAct)

/** Stands among the drafts of the ledger, and is none that a window could name: those are UUIDs. */
export const keptActsId = (caseId: CaseId, person: PersonId): DraftId => `act:${caseId}:${person}` as DraftId

/** Words of steps that are not taken yet: one sealed row of the drafts for each person and case. */
export class KeptActs {
  readonly #hall: Hall

  constructor(hall: Hall) {
    this.#hall = hall
  }

  async of({ person }: SignedIn, caseId: CaseId): Promise<Result<KeptAct[]>> {
    const stored = await this.#hall.db.ledger.draft(keptActsId(caseId, person))
    return stored?.state === 'open' ? this.#opened(stored.id, stored.sealed) : ok([])
  }

  async keep(session: SignedIn, caseId: CaseId, action: KeptAct['action'], answers: KeptAct['answers'] | null): Promise<Result<null>> {
    const { db, sealer, time } = this.#hall
    const { person } = session
    const id = keptActsId(caseId, person)
    const stored = await db.ledger.draft(id)
    const known = stored?.state === 'open' ? this.#opened(id, stored.sealed) : ok([])
    // Words under a key that is gone are nobody's any more; the new ones take their place.
    const others = known.ok ? known.value.filter((one) => one.action !== action) : []
    const kept = answers === null ? others : [...others, { action, answers }]
    if (stored === null && kept.length === 0) return ok(null)
    const now = time.now()
    const saved = await db.ledger.saveDraft({
      ...{ id, caseId, owner: person, no: null, title: '', callAt: stored?.callAt ?? now, savedAt: now },
      ...{ sealed: sealer.seal(JSON.stringify(kept), `draft:${id}:acts`), rev: (stored?.rev ?? 0) + 1 },
      state: kept.length === 0 ? 'done' : 'open',
    })
    return saved.ok ? ok(null) : saved
  }

  #opened(id: DraftId, sealed: string): Result<KeptAct[]> {
    const plain = this.#hall.sealer.open(sealed, `draft:${id}:acts`)
    return plain.ok ? ok(Body.parse(JSON.parse(plain.value))) : plain
  }
}
