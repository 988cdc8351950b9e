import type { CmdId } from '#shared/kernel/ids.ts'

/** A neighbour whose machine is off comes back with the next shift, or somebody has to decide. */
const LONGEST_WAIT_MS = 2 * 3_600_000
const MOST_WAITING = 20_000

/**
 * How long a command of a seat has been waited for by those of others that build on it (ADR 013). Given up once, it holds nobody
 * up any more: a lane with several that wait for it would stand still that long for each. In memory only: a platform that starts
 * anew waits anew.
 */
export class Patience {
  readonly #since = new Map<CmdId, number>()

  /** May it be waited for any longer? `now` is monotonic, in ms. */
  mayWait(base: CmdId, now: number): boolean {
    const since = this.#since.get(base)
    if (since === undefined) {
      this.#since.set(base, now)
      const [oldest] = this.#since.keys()
      if (this.#since.size > MOST_WAITING && oldest !== undefined) this.#since.delete(oldest)
    }
    return now - (since ?? now) < LONGEST_WAIT_MS
  }

  /** It is here. After a restore it may have to be waited for again. */
  settled(id: CmdId): void {
    this.#since.delete(id)
  }
}
