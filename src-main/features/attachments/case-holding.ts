import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { StoredAttachment } from '../../db/ledger-api.ts'
import type { Hall } from '../hall/index.ts'
import { asAttachment } from './attachment-views.ts'

export interface Held {
  readonly named: readonly Attachment[]
  readonly staged: readonly StoredAttachment[]
}

/** Which files a person may see: those of a case that is here, and those of an own draft. A hash alone opens nothing. */
export class CaseHolding {
  readonly #hall: Hall
  /** Reading a clip asks for the same file a thousand times; answers hold until the case or the session changes. */
  readonly #seen = new Map<string, Attachment>()

  constructor(hall: Hall) {
    this.#hall = hall
    hall.signals.listen((signal) => {
      if (signal === 'cases' || signal === 'session' || signal === 'attachments') this.#seen.clear()
    })
  }

  /** Null when the case is not here and no open draft of this person is for it. */
  async holderOf(caseId: CaseId, session: SignedIn): Promise<'case' | 'draft' | null> {
    if ((await this.#hall.db.cache.caseById(caseId)) !== null) return 'case'
    return (await this.#hasDraft(caseId, session)) ? 'draft' : null
  }

  /** Null as {@link holderOf} answers it. */
  async of(caseId: CaseId, session: SignedIn): Promise<Held | null> {
    const { cache, ledger } = this.#hall.db
    const found = await cache.caseById(caseId)
    if (found === null && !(await this.#hasDraft(caseId, session))) return null
    return { named: found?.row.attachments ?? [], staged: await ledger.attachmentsOfCase(caseId) }
  }

  async #hasDraft(caseId: CaseId, { person }: SignedIn): Promise<boolean> {
    return (await this.#hall.db.ledger.drafts(person)).some((draft) => draft.caseId === caseId)
  }

  async file(caseId: CaseId, hash: string, session: SignedIn): Promise<Attachment | undefined> {
    const key = `${session.person} ${caseId} ${hash}`
    const seen = this.#seen.get(key)
    if (seen !== undefined) return seen
    const held = await this.of(caseId, session)
    if (held === null) return undefined
    const staged = held.staged.flatMap((one) => asAttachment(one, caseId))
    const file = [...held.named, ...staged].find((one) => one.hash === hash)
    if (file !== undefined) this.#seen.set(key, file)
    return file
  }
}
