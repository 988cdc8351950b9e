import type { CaseAction } from '#shared/domain/case/terms.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CaseId, PersonId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Author } from '#renderer/features/session/index.ts'
import type { ActionAnswers } from './action-form.ts'

/** After the last keystroke; what is typed for a case that is being taken down waits as long. */
export const KEEP_AFTER_MS = 300
const RETRY_AFTER_MS = 2000

/** Which step of which case, and who fills it in. */
export interface ActPlace {
  readonly caseId: CaseId
  readonly action: CaseAction
  readonly author: PersonId | null
}

export interface ActAnswers {
  /** What stands in the fields now. */
  readonly read: () => ActionAnswers
  readonly untouched: ActionAnswers
}

type KeepAct = (answers: ActionAnswers | null) => Promise<Result<null>>

/** Puts what is filled in for a step on disk, one save after the other, and goes on until it has landed. */
export class ActKeeper {
  readonly place: ActPlace
  readonly author: Author | null
  readonly #send: KeepAct
  #answers: ActAnswers
  #empty: string
  #onDisk: string
  #isOver = false
  #isHeld = false
  #isClosed = false
  /** Raised by each panel that shows the words: what ends one of them ends nothing of the next. */
  #turn = 0
  #soon: ReturnType<typeof setTimeout> | undefined
  // One at a time, in order.
  #running: Promise<boolean> = Promise.resolve(true)
  #heard: () => void = () => undefined

  constructor(place: ActPlace, author: Author | null, answers: ActAnswers, send: KeepAct) {
    this.place = place
    this.author = author
    this.#send = send
    this.#answers = answers
    this.#empty = canonicalJson(answers.untouched)
    this.#onDisk = canonicalJson(answers.read())
  }

  /** Null when the step is over or nothing is filled in. */
  get unsaved(): ActionAnswers | null {
    return this.#text() === this.#empty ? null : this.#answers.read()
  }

  get isSettled(): boolean {
    return this.#isClosed || (!this.#isHeld && this.#text() === this.#onDisk)
  }

  /** A panel shows the words from now on. */
  begin(answers: ActAnswers): number {
    this.#answers = answers
    this.#empty = canonicalJson(answers.untouched)
    this.#isOver = false
    this.#heard = () => undefined
    this.#turn += 1
    return this.#turn
  }

  listen(heard: () => void): void {
    this.#heard = heard
  }

  /** Something was filled in. */
  touch(): void {
    this.#later(KEEP_AFTER_MS)
  }

  flush(): Promise<boolean> {
    clearTimeout(this.#soon)
    this.#running = this.#running.then(() => this.#keep())
    return this.#running
  }

  retry(): void {
    if (!this.isSettled) void this.flush()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#soon)
  }

  /** The step of that turn is taken or given up. */
  end(turn: number): void {
    if (turn !== this.#turn) return
    this.#isOver = true
    void this.flush()
  }

  /** Nothing is kept until the answer is called; one that is on its way arrives before. */
  async hold(): Promise<() => void> {
    clearTimeout(this.#soon)
    this.#isHeld = true
    await this.#running
    return () => {
      this.#isHeld = false
      this.#later(KEEP_AFTER_MS)
    }
  }

  /** Another window's step may have ended what was kept. */
  keepAnew(): Promise<boolean> {
    this.#onDisk = this.#empty
    return this.flush()
  }

  #text(): string {
    return this.#isOver ? this.#empty : canonicalJson(this.#answers.read())
  }

  #later(ms: number): void {
    if (this.#isClosed) return
    clearTimeout(this.#soon)
    this.#soon = setTimeout(() => void this.flush(), ms)
  }

  async #keep(): Promise<boolean> {
    const isKept = this.#isClosed || (await this.#save())
    this.#heard()
    return isKept
  }

  async #save(): Promise<boolean> {
    const text = this.#text()
    if (text === this.#onDisk) return true
    if (this.#isHeld) return false
    const kept = await this.#send(text === this.#empty ? null : this.#answers.read())
    if (kept.ok) this.#onDisk = text
    else this.#later(RETRY_AFTER_MS)
    return kept.ok
  }
}
