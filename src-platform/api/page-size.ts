import { MAX_PAGE_CHARS } from '../store/read-changes.ts'

const FIRST_BYTES = 64 * 1024
/** Rows are read before their size is known: as many as fill a page when they are small. */
const SMALL_ROW_BYTES = 512
const LEAST_ROWS = 16
const MOST_ROWS = 1_000

/**
 * How large the pages of one stream are. Nothing tells the platform how fast a line is until its own buffers are full, so they
 * begin small and double while there is more to come; a reader on a slow line opens its stream anew and says what it wants.
 */
export class PageSize {
  readonly #first: number
  readonly #most: number
  #bytes: number

  constructor(asked: number | undefined) {
    this.#most = Math.min(asked ?? MAX_PAGE_CHARS, MAX_PAGE_CHARS)
    this.#first = Math.min(FIRST_BYTES, this.#most)
    this.#bytes = this.#first
  }

  get bytes(): number {
    return this.#bytes
  }

  get rows(): number {
    return Math.min(MOST_ROWS, Math.max(LEAST_ROWS, Math.floor(this.#bytes / SMALL_ROW_BYTES)))
  }

  /** A page was sent. All who have everything read the next commit in one size, so that they can share it. */
  sent(hasMore: boolean): void {
    this.#bytes = hasMore ? Math.min(this.#most, this.#bytes * 2) : this.#first
  }
}
