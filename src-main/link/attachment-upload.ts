import { maskNumbersInName } from '#shared/domain/personal/find-numbers.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { AttachmentNote, StoredAttachment } from '../db/ledger-api.ts'
import type { AttachmentClient, UploadRefusal } from './attachment-client.ts'
import { paceAfter, startPace } from './attachment-pace.ts'
import type { Pace } from './attachment-pace.ts'

/** The staged copies, by content. */
export interface StagedBytes {
  read(hash: string, from: number, length: number): Promise<Result<Buffer>>
  /** Is the copy whole and what its name says? Reads all of it. */
  isSound(hash: string): Promise<boolean>
}

export interface UploadLine {
  readonly client: AttachmentClient
  readonly bytes: StagedBytes
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Lets commands go first; resolves when the next piece may be sent. */
  readonly turn: () => Promise<void>
  readonly note: (note: AttachmentNote) => Promise<void>
  readonly progress: (sent: number, rate: number) => void
}

/** confirmed: the platform has this very content. rest: to be tried again. failed: a person must look at it. */
export type UploadEnd =
  | { readonly end: 'confirmed' }
  | { readonly end: 'rest'; readonly why: UploadRefusal }
  | { readonly end: 'failed'; readonly code: ErrorCode }

/** So many rounds in a row may bring nothing; then the file rests, longer each time, and others go. */
const MOST_IN_VAIN = 2
const MOST_MISMATCHES = 3
const NOTE_EVERY_MS = 2_000

const rest = (why: UploadRefusal): UploadEnd => ({ end: 'rest', why })
const isGone = ({ status }: UploadRefusal): boolean => status === 404 || status === 410
/** Said of this file and not of the moment. */
const finalCodes: Readonly<Record<number, ErrorCode>> = { 400: 'bad-request', 403: 'forbidden', 413: 'too-large' }

/** One file, from where the platform says it stands to the confirmation of its hash. */
export class AttachmentUpload {
  readonly #line: UploadLine
  readonly #file: StoredAttachment
  #path: string | null
  #pace: Pace = startPace
  #answerMs = 0
  #mismatches = 0
  /** The furthest the platform has said it has come, and since then so many rounds have brought nothing. */
  #furthest = -1
  #inVain = 0
  /** Why it looked again where it stands the last time. */
  #lastRefusal: UploadRefusal = { status: 409, code: 'platform-busy', retryAfterMs: 0 }
  #notedAt = -Infinity

  constructor(line: UploadLine, file: StoredAttachment) {
    this.#line = line
    this.#file = file
    this.#path = file.upload
  }

  async run(): Promise<UploadEnd> {
    const known = await this.#isThere()
    if (known !== false) return known
    while (this.#inVain < MOST_IN_VAIN) {
      this.#inVain += 1
      const end = await this.#round()
      if (end !== null) return end
    }
    return rest(this.#lastRefusal)
  }

  /** False: it is not there, and has to be sent. */
  async #isThere(): Promise<UploadEnd | false> {
    const { hash, size } = this.#file
    const there = await this.#line.client.sizeOf(hash)
    if (there.ok) return there.value === size ? { end: 'confirmed' } : { end: 'failed', code: 'hash-mismatch' }
    return isGone(there.error) ? false : this.#refused(there.error)
  }

  /** Null: look again where it stands. */
  async #round(): Promise<UploadEnd | null> {
    const { client, clock } = this.#line
    if (this.#path === null) {
      // Files of before names were masked where they are staged.
      const name = maskNumbersInName(this.#file.uses[0]?.name ?? '')
      const created = await client.create({ ...this.#file, name })
      if (!created.ok) return this.#refused(created.error)
      await this.#moveTo(created.value)
    }
    const path = this.#path ?? ''
    const askedAt = clock.monotonicMs()
    const stands = await client.offsetOf(path)
    this.#answerMs = clock.monotonicMs() - askedAt
    if (stands.ok) return this.#sendFrom(path, stands.value)
    if (!isGone(stands.error)) return this.#refused(stands.error)
    await this.#moveTo(null)
    return null
  }

  async #sendFrom(path: string, stands: number): Promise<UploadEnd | null> {
    const { size } = this.#file
    if (stands > size) return this.#startOver()
    let offset = stands
    this.#furthest = Math.max(this.#furthest, offset)
    this.#line.progress(offset, 0)
    do {
      const sent = await this.#sendPiece(path, offset)
      if (typeof sent !== 'number') return sent
      if (sent < offset || sent > size) return null
      offset = sent
      this.#noteGain(offset)
    } while (offset < size)
    const there = await this.#isThere()
    return there === false ? this.#startOver() : there
  }

  /** How far it has come, the end, or null to look again. With nothing left an empty piece makes the platform check the hash. */
  async #sendPiece(path: string, offset: number): Promise<number | UploadEnd | null> {
    const { client, bytes, clock, signal, turn, progress } = this.#line
    const { hash, size } = this.#file
    await turn()
    if (signal.aborted) return rest({ status: 0, code: 'cancelled', retryAfterMs: 0 })
    const length = Math.min(this.#pace.pieceBytes, size - offset)
    const piece = length === 0 ? null : await bytes.read(hash, offset, length)
    if (piece !== null && !piece.ok) return { end: 'failed', code: piece.error.code }
    const askedAt = clock.monotonicMs()
    const sent = await client.send(path, offset, piece?.value ?? Buffer.alloc(0), size, signal)
    if (!sent.ok) return this.#pieceRefused(sent.error)
    // The whole is hashed before the last answer: its time says nothing about the line.
    if (length > 0 && sent.value < size) this.#pace = paceAfter(length, clock.monotonicMs() - askedAt, this.#answerMs)
    progress(sent.value, this.#pace.rate)
    await this.#noteSent(sent.value)
    return sent.value
  }

  async #pieceRefused(why: UploadRefusal): Promise<UploadEnd | null> {
    if (isGone(why)) {
      await this.#moveTo(null)
      return null
    }
    // The platform took nothing of it: the same piece again, from where it stands, unless it has asked for time.
    if ((why.status === 409 && why.retryAfterMs === 0) || (why.status === 460 && why.code === 'piece-damaged')) {
      this.#lastRefusal = why
      return null
    }
    if (why.status !== 460) return this.#refused(why)
    if (!(await this.#line.bytes.isSound(this.#file.hash))) return { end: 'failed', code: 'copy-unreadable' }
    return this.#startOver()
  }

  /** What the platform has is not what we sent: from the beginning, a few times. */
  async #startOver(): Promise<UploadEnd | null> {
    this.#mismatches += 1
    this.#inVain = 0
    await this.#moveTo(null)
    return this.#mismatches >= MOST_MISMATCHES ? { end: 'failed', code: 'hash-mismatch' } : null
  }

  #noteGain(offset: number): void {
    if (offset <= this.#furthest) return
    this.#furthest = offset
    this.#inVain = 0
  }

  #refused(why: UploadRefusal): UploadEnd {
    const code = finalCodes[why.status]
    return code === undefined ? rest(why) : { end: 'failed', code: why.code }
  }

  async #moveTo(path: string | null): Promise<void> {
    this.#path = path
    await this.#line.note({ upload: path, sent: 0, state: 'sending' })
  }

  /** A hint for people after a restart; one write of the disk every few seconds is enough for it. */
  async #noteSent(sent: number): Promise<void> {
    const now = this.#line.clock.monotonicMs()
    if (now - this.#notedAt < NOTE_EVERY_MS) return
    this.#notedAt = now
    await this.#line.note({ sent })
  }
}
