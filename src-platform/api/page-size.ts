import { MAX_PAGE_CHARS } from '../store/read-changes.ts'

const FIRST_BYTES = 64 * 1024
/** Rows are read before their size is known: as many as fill a page when they are small. */
const SMALL_ROW_BYTES = 512
const LEAST_ROWS = 16
const MOST_ROWS = 1_000
/** Of a size that a reader asked for come so many pages before larger ones are tried. */
const PAGES_AS_ASKED = 8

/**
 * How large the pages of one stream are. Nothing tells the platform how fast a line is until its own buffers are full, so they
 * begin small and double while there is more to come; a reader on a slow line opens its stream anew and asks for small ones.
 */
export class PageSize {
  readonly #pagesOfASize: number
  #bytes: number
  #sent = 0

  constructor(asked: number | undefined) {
    this.#bytes = Math.min(asked ?? FIRST_BYTES, MAX_PAGE_CHARS)
    this.#pagesOfASize = asked === undefined ? 1 : PAGES_AS_ASKED
  }

  get bytes(): number {
    return this.#bytes
  }

  get rows(): number {
    return Math.min(MOST_ROWS, Math.max(LEAST_ROWS, Math.floor(this.#bytes / SMALL_ROW_BYTES)))
  }

  /** A page was sent and there is more. */
  sentFull(): void {
    this.#sent += 1
    if (this.#sent % this.#pagesOfASize === 0) this.#bytes = Math.min(MAX_PAGE_CHARS, this.#bytes * 2)
  }
}
