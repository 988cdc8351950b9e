// Glossary. content: the form and the caret, always saved together. rev: raised by each save; the host refuses an older one.
// unconfirmed: sent, but the reply was lost with the host; it may or may not be on disk.
import type { Caret, Draft, DraftForm } from '#shared/contracts/intake.contract.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { Author } from '#renderer/features/session/index.ts'

export interface DraftContent {
  readonly form: DraftForm
  readonly caret: Caret
}

/** Where drafts are kept: the host's ledger. */
export interface DraftKeeper {
  /** Under whose name. */
  readonly author: Author | null
  save(content: DraftContent, rev: number): Promise<Result<{ readonly rev: number; readonly savedAt: number }>>
  load(): Promise<Result<Draft>>
}

/** `savedAt` is always the time of the last content known to be on disk. */
export type SaveState =
  | { readonly kind: 'saved'; readonly savedAt: number }
  | { readonly kind: 'saving'; readonly savedAt: number }
  | { readonly kind: 'failed'; readonly savedAt: number; readonly code: ErrorCode }
  | { readonly kind: 'conflict'; readonly savedAt: number; readonly theirs: Draft }

/** After the last keystroke, and at the latest after the first one not yet saved: with the write itself under a second. */
export const SAVE_AFTER_MS = 300
export const SAVE_WITHIN_MS = 800
export const RETRY_AFTER_MS = 2000

type Timer = ReturnType<typeof setTimeout>

/** Keeps a draft on disk while it is typed: one save at a time, none forgotten, never an older one over a newer. */
export class DraftSaver {
  /** As it was when it was loaded. */
  readonly draft: Draft
  readonly #keeper: DraftKeeper
  readonly #unconfirmed = new Set<string>()
  #rev: number
  #savedAt: number
  #savedText: string
  #savedForm: string
  #savedWords: string
  #onState: (state: SaveState) => void
  #state: SaveState
  /** What is not yet known to be on disk. */
  #waiting: DraftContent | null = null
  #running: Promise<void> | null = null
  #isDue = false
  #conflict: Draft | null = null
  #soon: Timer | undefined
  #latest: Timer | undefined
  #isClosed = false
  /** The host knows of no such draft any more. */
  #isOver = false

  constructor(draft: Draft, keeper: DraftKeeper, onState: (state: SaveState) => void) {
    this.draft = draft
    this.#keeper = keeper
    this.#onState = onState
    this.#rev = draft.rev
    this.#savedAt = draft.savedAt
    this.#savedText = canonicalJson({ form: draft.form, caret: draft.caret })
    this.#savedForm = canonicalJson(draft.form)
    this.#savedWords = wordsIn(draft.form)
    this.#state = { kind: 'saved', savedAt: draft.savedAt }
  }

  get author(): Author | null {
    return this.#keeper.author
  }

  get state(): SaveState {
    return this.#state
  }

  /** Of what is known to be on disk. */
  get rev(): number {
    return this.#rev
  }

  get unsaved(): DraftContent | null {
    return this.#waiting
  }

  /** What is in conflict is not, nor what its draft is gone for: it waits for a person. */
  get isSettled(): boolean {
    return this.#isClosed || this.#waiting === null
  }

  /** There is no draft any more that the words could be saved in. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Hears of every change of how it stands, in place of whoever heard before. */
  listen(onState: (state: SaveState) => void): void {
    this.#onState = onState
  }

  /** The form or the caret has changed. The content must be a copy that nobody changes any more. */
  change(content: DraftContent): void {
    if (this.#isClosed || (this.#waiting === null && this.#running === null && canonicalJson(content) === this.#savedText)) return
    this.#waiting = content
    if (this.#conflict !== null) return
    this.#say({ kind: 'saving', savedAt: this.#savedAt })
    clearTimeout(this.#soon)
    this.#soon = setTimeout(() => this.#saveNow(), SAVE_AFTER_MS)
    this.#latest ??= setTimeout(() => this.#saveNow(), SAVE_WITHIN_MS)
  }

  /** Saves at once what waits; true when nothing is left unsaved. */
  async flush(): Promise<boolean> {
    this.#saveNow()
    while (this.#running !== null) await this.#running
    return this.#waiting === null
  }

  /** The host is back, or somebody asked: no waiting for the next try. */
  retry(): void {
    // The draft that the other window saved may be gone meanwhile: then there is nothing left to decide between.
    if (this.#conflict !== null) void this.#lookWhetherGone()
    else if (this.#waiting !== null) this.#saveNow()
  }

  /** After a conflict: what stands here is written over what the other window saved. */
  keepMine(): void {
    if (this.#conflict === null) return
    this.#rev = this.#conflict.rev
    this.#conflict = null
    this.#saveNow()
  }

  /** Nothing is saved from now on. */
  close(): void {
    this.#isClosed = true
    this.#clearTimers()
  }

  #say(state: SaveState): void {
    this.#state = state
    this.#onState(state)
  }

  #clearTimers(): void {
    clearTimeout(this.#soon)
    clearTimeout(this.#latest)
    this.#soon = undefined
    this.#latest = undefined
  }

  /** The host says that another window has saved since, though nothing waits here: what stands there is looked at. */
  lookAgain(content: DraftContent): void {
    this.#waiting = content
    this.#saveNow()
  }

  /** Another window may have ended the draft, or taken it back: that is looked at, and nothing is saved where it is over. */
  async lookWhetherOver(content: DraftContent): Promise<void> {
    const found = await this.#lookWhetherGone()
    if (found.ok && this.#isOver && !this.#isClosed) this.lookAgain(content)
  }

  #saveNow(): void {
    this.#clearTimers()
    if (this.#isClosed || this.#waiting === null || this.#conflict !== null) return
    if (this.#running !== null) {
      this.#isDue = true
      return
    }
    this.#running = this.#save(this.#waiting).finally(() => {
      this.#running = null
      if (!this.#isDue) return
      this.#isDue = false
      this.#saveNow()
    })
  }

  async #save(content: DraftContent): Promise<void> {
    const text = canonicalJson(content)
    const saved = await this.#keeper.save(content, this.#rev)
    if (saved.ok) this.#landed(content, text, saved.value.rev, saved.value.savedAt)
    else if (saved.error.code === 'stale-base') await this.#reconcile()
    else this.#failed(saved.error, text)
  }

  #landed(content: DraftContent, text: string, rev: number, savedAt: number): void {
    this.#rev = rev
    this.#savedAt = savedAt
    this.#savedText = text
    this.#savedForm = canonicalJson(content.form)
    this.#savedWords = wordsIn(content.form)
    this.#isOver = false
    this.#unconfirmed.clear()
    if (this.#waiting === content) this.#waiting = null
    this.#say({ kind: this.#waiting === null ? 'saved' : 'saving', savedAt })
  }

  #failed({ code }: Refusal, text: string): void {
    if (code === 'host-gone') this.#unconfirmed.add(text)
    // A draft that is over is not tried for again.
    this.#isOver = code === 'not-found'
    // Neither the caret nor what has become of the files is words that anybody would miss.
    if (this.#isOver && this.#waiting !== null && wordsIn(this.#waiting.form) === this.#savedWords) this.#waiting = null
    this.#say({ kind: 'failed', savedAt: this.#savedAt, code })
    if (!this.#isOver && !this.#isClosed) this.#soon ??= setTimeout(() => this.#saveNow(), RETRY_AFTER_MS)
  }

  /** Somebody saved in between: either this window itself, whose reply was lost, or another one. */
  async #reconcile(): Promise<void> {
    const found = await this.#keeper.load()
    if (!found.ok) {
      this.#failed(found.error, '')
      return
    }
    const { rev, savedAt, form, caret } = found.value
    // Where only the caret was moved elsewhere there is nothing to choose between.
    if (canonicalJson(form) === this.#savedForm || this.#unconfirmed.has(canonicalJson({ form, caret }))) {
      this.#rev = rev
      this.#savedAt = savedAt
      this.#unconfirmed.clear()
      this.#isDue = true
      return
    }
    this.#conflict = found.value
    this.#say({ kind: 'conflict', savedAt, theirs: found.value })
  }

  async #lookWhetherGone(): Promise<Result<Draft>> {
    const found = await this.#keeper.load()
    if (this.#isClosed || found.ok || found.error.code !== 'not-found') return found
    this.#conflict = null
    this.#failed(found.error, '')
    return found
  }
}

/** Files are not: they lie on this machine, whichever of them a form names. */
export const wordsIn = (form: DraftForm): string => canonicalJson({ ...form, attachments: [] })
