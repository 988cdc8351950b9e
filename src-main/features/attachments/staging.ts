import { randomBytes } from 'node:crypto'
import { MOST_FILE_BYTES } from '#shared/contracts/attachments.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { CaseId, PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { diskRefusal } from './disk-refusal.ts'
import { HEAD_BYTES, kindOfFile } from './file-kind.ts'
import type { FileKind } from './file-kind.ts'
import { cleanName } from './file-name.ts'
import type { FileStore } from './file-store.ts'
import type { SealedWriter } from './sealed-writer.ts'

export interface Announced {
  readonly caseId: CaseId
  readonly name: string
  readonly size: number
  readonly use: Attachment['use']
  /** It is for a form of its person, and not for a case. */
  readonly forDraft: boolean
}

/** A file that has come whole and is on disk, though not yet in its place. */
export interface Sealed {
  readonly caseId: CaseId
  readonly forDraft: boolean
  readonly name: string
  readonly kind: FileKind
  readonly use: Attachment['use']
  readonly writer: SealedWriter
}

interface Intake extends Announced {
  readonly person: PersonId
  readonly writer: SealedWriter
  kind: FileKind | null
  head: Buffer
  usedAt: number
  /** A piece is being written. */
  busy: boolean
}

const MOST_AT_ONCE = 8
/** A window that has said nothing for so long has gone. */
const FORGOTTEN_MS = 120_000

/** 附件暂存: files on their way from a window into the store, piece by piece. What does not come to its end leaves nothing. */
export class Staging {
  readonly #store: FileStore
  readonly #clock: Clock
  readonly #intakes = new Map<string, Intake>()

  constructor(store: FileStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  async begin(announced: Announced, person: PersonId): Promise<Result<{ upload: string }>> {
    if (!Number.isSafeInteger(announced.size) || announced.size < 0) return refuse('bad-request', 'size')
    if (announced.size === 0) return refuse('empty-file')
    if (announced.size > MOST_FILE_BYTES) return refuse('too-large', `${String(MOST_FILE_BYTES / 1024 ** 3)} GiB`)
    await this.#forget()
    if (this.#intakes.size >= MOST_AT_ONCE) return refuse('too-many-calls', 'attachments')
    const writer = await this.#store.writer(announced.size)
    if (!writer.ok) return writer
    const upload = randomBytes(16).toString('hex')
    const usedAt = this.#clock.monotonicMs()
    const rest = { person, writer: writer.value, kind: null, head: Buffer.alloc(0), usedAt, busy: false }
    this.#intakes.set(upload, { ...announced, ...rest })
    return ok({ upload })
  }

  /** The next piece; a repeated or early one is refused with 'file-changed' and ends the whole. */
  async append(upload: string, person: PersonId, offset: number, bytes: Uint8Array): Promise<Result<{ offset: number }>> {
    const intake = this.#find(upload, person)
    if (intake === undefined) return refuse('upload-gone')
    if (intake.busy || offset !== intake.writer.size || offset + bytes.byteLength > intake.size) {
      return this.#give(upload, refuse('file-changed', intake.name.slice(0, 100)))
    }
    intake.busy = true
    intake.usedAt = this.#clock.monotonicMs()
    try {
      const refused = await this.#look(intake, bytes)
      if (refused !== null) return await this.#give(upload, refused)
      await intake.writer.write(bytes)
      return ok({ offset: intake.writer.size })
    } catch (error) {
      return await this.#give(upload, { ok: false, error: diskRefusal(error) })
    } finally {
      intake.busy = false
    }
  }

  /** The last piece has come: nobody else has to wait while the disk takes it. Who calls says next what becomes of it. */
  async seal(upload: string, person: PersonId): Promise<Result<Sealed>> {
    const intake = this.#find(upload, person)
    if (intake === undefined) return refuse('upload-gone')
    if (intake.busy || intake.writer.size !== intake.size) {
      return this.#give(upload, refuse('file-changed', intake.name.slice(0, 100)))
    }
    const { kind, caseId, forDraft, name, use, writer } = intake
    if (kind === null) return this.#give(upload, refuse('file-type-refused'))
    this.#intakes.delete(upload)
    try {
      await writer.finish()
      return ok({ caseId, forDraft, name, kind, use, writer })
    } catch (error) {
      await writer.drop()
      return { ok: false, error: diskRefusal(error) }
    }
  }

  /** The file in its place under its hash; who calls writes it into the ledger next. */
  async keep({ writer, name, kind, use }: Sealed): Promise<Result<Attachment>> {
    const kept = await this.#store.keep(writer, this.#clock.now())
    return kept.ok ? ok({ ...kept.value, name: cleanName(name, kind), mime: kind.mime, use }) : kept
  }

  async cancel(upload: string, person: PersonId): Promise<void> {
    if (this.#find(upload, person) !== undefined) await this.#give(upload, refuse('cancelled'))
  }

  async stop(): Promise<void> {
    for (const upload of [...this.#intakes.keys()]) await this.#give(upload, refuse('cancelled'))
  }

  #find(upload: string, person: PersonId): Intake | undefined {
    const intake = this.#intakes.get(upload)
    return intake?.person === person ? intake : undefined
  }

  /** As soon as enough of it is known, something that may not be attached is refused. */
  async #look(intake: Intake, bytes: Uint8Array): Promise<Result<never> | null> {
    if (intake.kind !== null) return null
    intake.head = Buffer.concat([intake.head, bytes.subarray(0, HEAD_BYTES - intake.head.length)])
    if (intake.head.length < Math.min(HEAD_BYTES, intake.size)) return null
    intake.kind = await kindOfFile(intake.head)
    return intake.kind === null ? refuse('file-type-refused') : null
  }

  /** Ends an intake with nothing left of it. */
  async #give(upload: string, end: Result<never>): Promise<Result<never>> {
    const intake = this.#intakes.get(upload)
    this.#intakes.delete(upload)
    await intake?.writer.drop()
    return end
  }

  async #forget(): Promise<void> {
    const since = this.#clock.monotonicMs() - FORGOTTEN_MS
    for (const [upload, { usedAt, busy }] of [...this.#intakes]) {
      if (usedAt < since && !busy) await this.#give(upload, refuse('cancelled'))
    }
  }
}
