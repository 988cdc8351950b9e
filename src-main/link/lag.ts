/** How long the oldest change that is still to come has waited, by the monotonic clock: data must not grow stale in silence. */
export class Lag {
  #target: { readonly head: number; readonly since: number } | null = null

  /** The platform's head is heard of, or more has been read. */
  note(head: number, seq: number, now: number): void {
    if (this.#target !== null && seq < this.#target.head) return
    this.#target = head > seq ? { head, since: now } : null
  }

  /** Reading begins anew. */
  forget(): void {
    this.#target = null
  }

  ageMs(now: number): number {
    return this.#target === null ? 0 : now - this.#target.since
  }
}
