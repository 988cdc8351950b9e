/** One line of the platform: how far it had come at `time` by its own clock, heard at `now` by the monotonic one here; ms. */
export interface Word {
  readonly head: number
  readonly time: number
  readonly now: number
}

/** A quarter of an hour of beats, each with something new; a longer row is thinned out, which only makes the data look older. */
const MOST_AHEAD = 600

/**
 * Since when data has been missing: it must not grow stale in silence. A change that is heard of may be as old as the word
 * before it, so after an outage the lag is as long as the outage was.
 */
export class Lag {
  /** The newest word of which everything has been read; null before the first in this life. */
  #reached: Word | null = null
  /** Words that told of more than has been read, the oldest first, each of more than the one before. */
  readonly #ahead: Word[] = []
  /** The platform's life that the words are of. */
  #life: string | null = null

  /** The platform was heard. A head of a life that is over may never be reached, so a new one begins anew. */
  heard(life: string, word: Word, seq: number): void {
    if (life !== this.#life) {
      this.#reached = null
      this.#ahead.length = 0
    }
    this.#life = life
    if (this.#ahead.at(-1)?.head === word.head) this.#ahead.pop()
    this.#ahead.push(word)
    if (this.#ahead.length > MOST_AHEAD) this.#ahead.splice(1, 1)
    this.read(seq)
  }

  /** Reading has come to `seq`. */
  read(seq: number): void {
    const still = this.#ahead.findIndex(({ head }) => head > seq)
    const reached = this.#ahead.splice(0, still === -1 ? this.#ahead.length : still).at(-1)
    if (reached !== undefined) this.#reached = reached
  }

  /** What counts from now on has come to `seq`, which may be less than what was read: words that were reached are ahead again. */
  standsAt(seq: number): void {
    if (this.#reached !== null && this.#reached.head > seq) {
      this.#ahead.unshift(this.#reached)
      this.#reached = null
    }
    this.read(seq)
  }

  /** By the monotonic clock, ms. */
  ageMs(now: number): number {
    if (this.#ahead.length === 0) return 0
    return this.#reached === null ? Infinity : now - this.#reached.now
  }

  /** Everything the platform had said until then has been read; null where nobody knows. */
  get reached(): Word | null {
    return this.#reached
  }
}
