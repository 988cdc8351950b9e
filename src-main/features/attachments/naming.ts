import type { Saved } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import type { AttachmentService } from './attachment-service.ts'
import { asAttachment } from './attachment-views.ts'
import type { CaseHolding } from './case-holding.ts'
import type { Sealed } from './staging.ts'

export interface AskedFile {
  readonly caseId: CaseId
  readonly hash: string
  /** Made by the window that asks. */
  readonly id?: CmdId | undefined
}

/** How files come to belong to a case: the act that names them, and what becomes of those that came for a draft. */
export class Naming {
  readonly #hall: Hall
  readonly #service: AttachmentService
  readonly #writer: CommandWriter
  readonly #holding: CaseHolding

  constructor(hall: Hall, service: AttachmentService, writer: CommandWriter, holding: CaseHolding) {
    this.#hall = hall
    this.#service = service
    this.#writer = writer
    this.#holding = holding
  }

  /** 补充附件. In turn: of two at once the second sees what the first has added, and whether there is room left. */
  attach(asked: AskedFile, session: SignedIn): Promise<Result<Saved>> {
    return this.#service.alone(() => this.#attach(asked, session))
  }

  /**
   * A file has come whole. One that came for a draft which was reported meanwhile joins the case that it became; where the draft
   * has become none it is refused, for nobody would name it and it would be swept away in silence.
   */
  async takeIn(upload: string, session: SignedIn): Promise<Result<Attachment>> {
    const sealed = await this.#service.staging.seal(upload, session.person)
    if (!sealed.ok) return sealed
    try {
      return await this.#service.alone(() => this.#place(sealed.value, session))
    } catch (error) {
      // Nobody else knows of it; what has its place already stays there.
      await sealed.value.writer.drop()
      throw error
    }
  }

  async #place(sealed: Sealed, session: SignedIn): Promise<Result<Attachment>> {
    const { caseId, forDraft } = sealed
    const holder = forDraft ? await this.#holding.holderOf(caseId, session) : 'case'
    if (holder === null) {
      await sealed.writer.drop()
      return refuse('draft-over')
    }
    const staged = await this.#service.stage(sealed)
    if (!staged.ok || !forDraft || holder === 'draft') return staged
    const { hash } = staged.value
    if (await this.#isNamed(caseId, hash)) return staged
    const named = await this.#attach({ caseId, hash }, session)
    return named.ok ? staged : named
  }

  async #isNamed(caseId: CaseId, hash: string): Promise<boolean> {
    const found = await this.#hall.db.cache.caseById(caseId)
    return found?.row.attachments.some((one) => one.hash === hash) === true
  }

  async #attach({ caseId, hash, id }: AskedFile, session: SignedIn): Promise<Result<Saved>> {
    const { cache, ledger } = this.#hall.db
    const before = id === undefined ? 'spent' : await this.#writer.savedBefore({ id, caseId, action: 'attach' }, session)
    if (typeof before !== 'string') return before
    const found = await cache.caseById(caseId)
    const staged = (await ledger.attachmentsOfCase(caseId)).find((one) => one.hash === hash)
    const [attachment] = staged === undefined ? [] : asAttachment(staged, caseId)
    if (found === null || attachment === undefined) return refuse('not-found', hash)
    const seen = { caseId, no: found.row.no, row: found.row, flowCount: found.flow.length }
    const bodies = [{ action: 'attach' as const, args: { attachment } }]
    const saved = await this.#writer.write({ ...seen, bodies, ...(before === 'free' && { id }) }, session, null)
    if (saved.ok) this.#service.wake()
    return saved
  }
}
