// How fast lines come, so that no line is waited for longer than the word 抖动 allows.
import type { Clock } from '#shared/kernel/clock.ts'
import { HEARTBEAT_MS, LEAST_PAGE_BYTES } from '#shared/platform-api/changes.ts'

/** A line that takes longer keeps the next beat waiting until it is late. */
const SLOW_AFTER_MS = HEARTBEAT_MS
/** So much of the line is to come in one piece. */
const PIECE_MS = 1_000
/** Whoever gets pages of this size in a second need not ask for small ones. */
const QUICK_BYTES = 64 * 1024
/** So many lines in a row of which twice as much would have come in time, before that is asked for. */
const QUICK_LINES = 8

const NEWLINE = 0x0a

/** Watches the bytes of one stream after another and says how large their pages should be. */
export class LinePace {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #pageBytes: number | null = null
  /** Of the line that is coming: its bytes, and how long they were waited for. */
  #bytes = 0
  #waitedMs = 0
  #askedAt = 0
  #quickLines = 0

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
    this.#quickLines = 0
  }

  /**
   * What came before is dealt with, and the next bytes are waited for. True: the stream is worth opening anew with larger pages
   * instead.
   */
  wait(): boolean {
    this.#askedAt = this.#clock.monotonicMs()
    if (this.#pageBytes === null || this.#quickLines < QUICK_LINES) return false
    const larger = this.#pageBytes * 2
    this.#pageBytes = larger > QUICK_BYTES ? null : larger
    return true
  }

  /**
   * Bytes came. True: the line they belong to takes too long, and the stream is worth opening anew with smaller pages. Of the
   * smallest each line is waited for, however long, and so is one that is larger than was asked for: something must get through.
   */
  isTooSlow(chunk: Buffer): boolean {
    // Before the first byte of a line nothing was owed.
    if (this.#bytes > 0) this.#waitedMs += this.#clock.monotonicMs() - this.#askedAt
    const end = chunk.lastIndexOf(NEWLINE)
    if (end === -1) {
      this.#bytes += chunk.length
      return this.#shrink()
    }
    this.#came(this.#bytes + end)
    this.#bytes = chunk.length - end - 1
    this.#waitedMs = 0
    return false
  }

  /** A beat, or the little that has just happened, says nothing. */
  #came(lineBytes: number): void {
    if (this.#pageBytes === null || lineBytes < this.#pageBytes / 2) return
    this.#quickLines = this.#waitedMs * 2 < PIECE_MS ? this.#quickLines + 1 : 0
  }

  #shrink(): boolean {
    const asked = this.#pageBytes ?? Infinity
    if (this.#waitedMs <= SLOW_AFTER_MS || asked === LEAST_PAGE_BYTES || this.#bytes > asked) return false
    // At least halved, so that it cannot go on for ever.
    const inOnePiece = Math.min((this.#bytes * PIECE_MS) / this.#waitedMs, asked / 2)
    this.#pageBytes = Math.max(LEAST_PAGE_BYTES, Math.floor(inOnePiece))
    return true
  }
}
