// How fast lines come, so that no line is waited for longer than the word 抖动 allows.
import type { Clock } from '#shared/kernel/clock.ts'
import { HEARTBEAT_MS, LEAST_PAGE_BYTES } from '#shared/platform-api/changes.ts'

/** A line that takes longer keeps the next beat waiting until it is late. */
const SLOW_AFTER_MS = HEARTBEAT_MS
/** So much of the line is to come in one piece. */
const PIECE_MS = 1_000
/** Whoever gets pages of this size in a second need not ask for small ones. */
const QUICK_BYTES = 64 * 1024

const NEWLINE = 0x0a

/** Watches the bytes of one stream after another and says how large their pages should be. */
export class LinePace {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #pageBytes: number | null = null
  /** Of the line that is coming: its bytes, and how long they were waited for. */
  #bytes = 0
  #waitedMs = 0
  #askedAt = 0

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  /** To be asked for at the next opening; null: as the platform likes. */
  get pageBytes(): number | null {
    return this.#pageBytes
  }

  /** Another stream begins. */
  begin(): void {
    this.#bytes = 0
    this.#waitedMs = 0
  }

  /** What came before is dealt with, and the next bytes are waited for. */
  wait(): void {
    this.#askedAt = this.#clock.monotonicMs()
  }

  /**
   * Bytes came. True: the line they belong to takes too long, and the stream is worth opening anew with
   * smaller pages. Of the smallest each line is waited for, however long: something must get through.
   */
  isTooSlow(chunk: Buffer): boolean {
    // Before the first byte of a line nothing was owed.
    if (this.#bytes > 0) this.#waitedMs += this.#clock.monotonicMs() - this.#askedAt
    const end = chunk.lastIndexOf(NEWLINE)
    if (end === -1) {
      this.#bytes += chunk.length
      return this.#shrink()
    }
    const lineBytes = this.#bytes + end
    if (lineBytes >= QUICK_BYTES && this.#waitedMs < PIECE_MS) this.#pageBytes = null
    this.#bytes = chunk.length - end - 1
    this.#waitedMs = 0
    return false
  }

  #shrink(): boolean {
    if (this.#waitedMs <= SLOW_AFTER_MS || this.#pageBytes === LEAST_PAGE_BYTES) return false
    const inOnePiece = Math.floor((this.#bytes * PIECE_MS) / this.#waitedMs)
    // At least halved, so that it cannot go on for ever.
    const most = this.#pageBytes === null ? inOnePiece : this.#pageBytes / 2
    this.#pageBytes = Math.max(LEAST_PAGE_BYTES, Math.floor(Math.min(inOnePiece, most)))
    return true
  }
}
