// How much of what waits leaves in one request, and how long its answer is waited for: a slow line would never answer a large one
// in time, and it would be sent again for ever.
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'

const FIRST_BYTES = 32 * 1024
/** The platform takes bodies of 1 MiB. */
const MOST_BYTES = 768 * 1024
/** One command alone is sent whatever its size. */
const LEAST_BYTES = 1024
const PATIENCE_MS = 8_000
const MOST_PATIENCE_MS = 20_000
/** Of the patience: an answer that took less leaves room for more, one that took more was nearly given up. */
const QUICK = 0.6
const SLOW = 0.8
/** After a size that failed so many answers before it is tried again. */
const CAUTIOUS = 8

export class SendSize {
  #bytes = FIRST_BYTES
  #patienceMs = PATIENCE_MS
  /** Half of what failed last, for a while. */
  #most = MOST_BYTES
  #answers = 0

  /** How long to wait for an answer, ms. */
  get patienceMs(): number {
    return this.#patienceMs
  }

  /** The first ones of a batch, as many as may leave together; one at least. */
  fit(batch: readonly SeatCommand[]): readonly SeatCommand[] {
    let bytes = 0
    const end = batch.findIndex((command, i) => {
      bytes += bytesOf(command)
      return i > 0 && bytes > this.#bytes
    })
    return end === -1 ? batch : batch.slice(0, end)
  }

  /** They were answered. */
  answered(sent: readonly SeatCommand[], tookMs: number): void {
    this.#patienceMs = Math.min(MOST_PATIENCE_MS, Math.max(PATIENCE_MS, tookMs * 2))
    this.#answers += 1
    if (this.#answers > CAUTIOUS) this.#most = MOST_BYTES
    if (tookMs > this.#patienceMs * SLOW) this.#bytes = Math.max(LEAST_BYTES, bytesOf(sent) / 2)
    else if (tookMs < this.#patienceMs * QUICK) this.#bytes = Math.min(this.#most, this.#bytes * 2)
  }

  /** They were not: fewer may be, and one alone with more patience. */
  failed(sent: readonly SeatCommand[], code: ErrorCode): void {
    if (code !== 'link-silent' && code !== 'too-large') return
    this.#bytes = Math.max(LEAST_BYTES, bytesOf(sent) / 2)
    this.#most = this.#bytes
    this.#answers = 0
    if (code === 'link-silent' && sent.length === 1) this.#patienceMs = Math.min(MOST_PATIENCE_MS, this.#patienceMs * 2)
  }
}

const bytesOf = (what: object): number => Buffer.byteLength(JSON.stringify(what))
