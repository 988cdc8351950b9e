import { Caret, DraftForm, emptyForm } from '#shared/contracts/intake.contract.ts'
import type { Draft } from '#shared/contracts/intake.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import { newCaseId, newDraftId } from '#shared/kernel/ids.ts'
import type { DraftId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { StoredDraft } from '../../db/ledger-api.ts'
import type { Hall } from '../hall/index.ts'
import { takeCaseNo } from './case-no.ts'

const CHINA_OFFSET_MINUTES = 480

/** What is sealed: a draft's form holds names and numbers in the clear. */
const Body = z.object({ form: DraftForm, caret: Caret })

/** Drafts of the person who sits here. Nobody else's are ever found, whoever asks. */
export class Drafts {
  readonly #hall: Hall

  constructor(hall: Hall) {
    this.#hall = hall
  }

  async open(session: SignedIn, callerPhone: string | null, zoneOffsetMinutes: number): Promise<Result<Draft>> {
    const { clock, random, time, db, signals, hasRoom } = this.#hall
    // Said before a number is taken and a whole form typed; a draft that is open is stored into the kept room.
    if ((await hasRoom?.()) === false) return refuse('no-room-for-new')
    const now = time.now()
    const draft: Draft = {
      id: newDraftId(clock, random),
      caseId: newCaseId(clock, random),
      no: await takeCaseNo(this.#hall, now, zoneOffsetMinutes),
      form: { ...emptyForm, reporterPhone: callerPhone ?? '' },
      caret: null,
      rev: 1,
      callAt: now,
      savedAt: now,
    }
    const stored = await db.ledger.saveDraft(this.#sealed(draft, session, 'open'))
    if (!stored.ok) return stored
    signals.raise('drafts')
    return ok(draft)
  }

  async save(session: SignedIn, id: DraftId, form: DraftForm, caret: Caret, rev: number): Promise<Result<Draft>> {
    const found = await this.loadAt(session, id, rev)
    if (!found.ok) return found
    const draft: Draft = { ...found.value, form, caret, rev: rev + 1, savedAt: this.#hall.time.now() }
    const stored = await this.#hall.db.ledger.saveDraft(this.#sealed(draft, session, 'open'))
    if (!stored.ok) return stored
    this.#hall.signals.raise('drafts')
    return ok(draft)
  }

  async load(session: SignedIn, id: DraftId): Promise<Result<Draft>> {
    const stored = await this.#hall.db.ledger.draft(id)
    if (stored === null || stored.owner !== session.person || stored.state !== 'open') return refuse('not-found', id)
    return this.#opened(stored.no === null ? await this.#numbered(stored) : stored)
  }

  /** Two windows on one draft: the one that has not seen the other's keystrokes must neither undo them nor leave them out. */
  async loadAt(session: SignedIn, id: DraftId, rev: number): Promise<Result<Draft>> {
    const found = await this.load(session, id)
    if (found.ok && rev !== found.value.rev) return refuse('stale-base', `${String(rev)} → ${String(found.value.rev)}`)
    return found
  }

  async list(session: SignedIn): Promise<readonly StoredDraft[]> {
    return this.#hall.db.ledger.drafts(session.person)
  }

  /** Only what is open can be thrown away: a call that was filed is a case. It can be taken back with {@link restore}. */
  async discard(session: SignedIn, id: DraftId, rev: number): Promise<Result<null>> {
    const stored = await this.#hall.db.ledger.draft(id)
    if (stored?.owner !== session.person || stored.state !== 'open') return refuse('not-found', id)
    if (rev !== stored.rev) return refuse('stale-base', `${String(rev)} → ${String(stored.rev)}`)
    const saved = await this.#hall.db.ledger.saveDraft({ ...stored, state: 'discarded', rev: stored.rev + 1 })
    if (!saved.ok) return saved
    this.#hall.signals.raise('drafts')
    return ok(null)
  }

  async restore(session: SignedIn, id: DraftId): Promise<Result<Draft>> {
    const stored = await this.#hall.db.ledger.draft(id)
    if (stored?.owner !== session.person || stored.state !== 'discarded') return refuse('not-found', id)
    const saved = await this.#hall.db.ledger.saveDraft({ ...stored, state: 'open', rev: stored.rev + 1 })
    if (!saved.ok) return saved
    this.#hall.signals.raise('drafts')
    return this.load(session, id)
  }

  /**
   * A draft begun when the seat had no numbers left gets one when there are some again; nobody's words change. Nothing is leased
   * for a day that is over: a call of then gets a number of the day on which it is given.
   */
  async #numbered(stored: StoredDraft): Promise<StoredDraft> {
    const { time, db } = this.#hall
    const zoneOffsetMinutes = (await db.cache.hallSettings())?.zoneOffsetMinutes ?? CHINA_OFFSET_MINUTES
    const ofItsDay = await db.ledger.takeNumber(dayOf(stored.callAt, zoneOffsetMinutes))
    const no = ofItsDay ?? (await takeCaseNo(this.#hall, time.now(), zoneOffsetMinutes))
    if (no === null) return stored
    const saved = await db.ledger.saveDraft({ ...stored, no })
    // Two windows may have asked at once: the first number is the one that counts.
    return saved.ok ? ((await db.ledger.draft(stored.id)) ?? stored) : stored
  }

  #sealed(draft: Draft, session: SignedIn, state: StoredDraft['state']): StoredDraft {
    const { id, caseId, no, form, caret, rev, callAt, savedAt } = draft
    const sealed = this.#hall.sealer.sealWhole(JSON.stringify({ form, caret }), `draft:${id}:form`)
    return { id, caseId, owner: session.person, no, sealed, title: form.classCode, rev, callAt, savedAt, state }
  }

  #opened(stored: StoredDraft): Result<Draft> {
    const plain = this.#hall.sealer.open(stored.sealed, `draft:${stored.id}:form`)
    if (!plain.ok) return plain
    const { id, caseId, no, rev, callAt, savedAt } = stored
    return ok({ id, caseId, no, rev, callAt, savedAt, ...Body.parse(JSON.parse(plain.value)) })
  }
}
