import { TOPIC_CREDIT } from '#shared/contracts/frames.ts'
import type { DownFrame } from '#shared/contracts/frames.ts'
import { finalCodes } from '#shared/kernel/final-codes.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { Signal } from './handlers.ts'

export interface SubscriptionPort {
  read(): Promise<Result<unknown>>
  /** Encodes and sends unless the bytes equal the last ones; true when something left. */
  send(frame: DownFrame, onlyIfChanged: boolean): boolean
  ended(): void
}

/** Reads are at least so far apart; the first change after a quiet time is read at once. */
const APART_MS = 40
/** What cannot be read now is tried again this long after, twice as long each time. */
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000

/**
 * One watched topic of one window. A change marks it dirty; it is read again when the last read is done and not too near, and
 * when the window has credit, so a slow window gets fewer, never older, snapshots. A read that fails does not end it: a damaged
 * page is mended and a cache is filled or swapped while the window stays open.
 */
export class Subscription {
  readonly #id: number
  readonly #watches: readonly Signal[]
  readonly #port: SubscriptionPort
  #rev = 0
  #taken = 0
  #dirty = true
  #reading = false
  #ended = false
  #timer: NodeJS.Timeout | null = null
  #lastReadAt = -APART_MS
  #retry: NodeJS.Timeout | null = null
  #retryMs = FIRST_RETRY_MS

  constructor(id: number, watches: readonly Signal[], port: SubscriptionPort) {
    this.#id = id
    this.#watches = watches
    this.#port = port
    void this.#refresh()
  }

  onSignal(signal: Signal): void {
    // A session change may take away the right to watch, whatever the topic watches itself.
    if (!this.#watches.includes(signal) && signal !== 'session') return
    this.#dirty = true
    this.#schedule()
  }

  took(rev: number): void {
    if (rev <= this.#rev && rev > this.#taken) this.#taken = rev
    if (this.#dirty) this.#schedule()
  }

  end(): void {
    this.#ended = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#forgetRetry()
  }

  #schedule(): void {
    if (this.#ended || this.#reading || this.#timer !== null) return
    // Even "at once" is after this turn, so that all it changes is read together.
    const waitMs = Math.max(0, this.#lastReadAt + APART_MS - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#refresh()
    }, waitMs)
  }

  async #refresh(): Promise<void> {
    if (this.#ended || this.#reading || this.#rev - this.#taken >= TOPIC_CREDIT) return
    this.#forgetRetry()
    this.#reading = true
    this.#dirty = false
    this.#lastReadAt = performance.now()
    const result = await this.#port.read()
    this.#reading = false
    if (this.isEnded()) return
    if (!result.ok) {
      this.#refused(result.error)
      return
    }
    this.#retryMs = FIRST_RETRY_MS
    if (this.#port.send({ t: 'value', id: this.#id, rev: this.#rev + 1, value: result.value }, this.#rev > 0)) this.#rev += 1
    if (this.isDirty()) this.#schedule()
  }

  #refused(error: Refusal): void {
    if (finalCodes.has(error.code)) {
      this.end()
      this.#port.send({ t: 'refused', id: this.#id, error }, false)
      this.#port.ended()
      return
    }
    // Told once: the same trouble again is the same bytes. A value after it never is.
    this.#port.send({ t: 'trouble', id: this.#id, error }, true)
    this.#retry = setTimeout(() => {
      this.#retry = null
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS)
      this.#dirty = true
      this.#schedule()
    }, this.#retryMs)
    if (this.isDirty()) this.#schedule()
  }

  #forgetRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#retry = null
  }

  // Methods, because these fields change while a read is awaited.
  isEnded(): boolean {
    return this.#ended
  }

  isDirty(): boolean {
    return this.#dirty
  }
}
