/**
 * Since when data has been missing, by the monotonic clock: it must not grow stale in silence. A change that is heard of may be
 * as old as the word before it, so after an outage the lag is as long as the outage was.
 */
export class Lag {
  #target: { readonly head: number; readonly since: number } | null = null
  #heardAt = -Infinity
  /** The platform's life that {@link #target} is of. */
  #life: string | null = null

  /** The platform's head was heard of. That of a life that is over may never be reached, so a new one begins anew. */
  heard(life: string, head: number, seq: number, now: number): void {
    if (life !== this.#life) this.forget()
    this.#life = life
    this.read(head, seq)
    this.#heardAt = now
  }

  /** Reading has come to `seq`. */
  read(head: number, seq: number): void {
    if (this.#target !== null && seq < this.#target.head) return
    this.#target = head > seq ? { head, since: this.#heardAt } : null
  }

  /** Reading begins anew. */
  forget(): void {
    this.#target = null
    this.#heardAt = -Infinity
  }

  ageMs(now: number): number {
    return this.#target === null ? 0 : now - this.#target.since
  }
}
