import type { CmdId } from '#shared/kernel/ids.ts'

/** A neighbour whose machine is off comes back with the next shift, or somebody has to decide. */
const LONGEST_WAIT_MS = 2 * 3_600_000
const MOST_WAITING = 20_000

/**
 * How long commands have waited for one of another seat that they build on (ADR 013). In memory only: a platform that starts anew
 * waits anew.
 */
export class Patience {
  readonly #since = new Map<CmdId, number>()

  /** May the command wait on? `now` is monotonic, in ms. */
  mayWait(id: CmdId, now: number): boolean {
    const since = this.#since.get(id)
    if (since === undefined) {
      this.#since.set(id, now)
      const [oldest] = this.#since.keys()
      if (this.#since.size > MOST_WAITING && oldest !== undefined) this.#since.delete(oldest)
    }
    return now - (since ?? now) < LONGEST_WAIT_MS
  }

  settled(id: CmdId): void {
    this.#since.delete(id)
  }
}
