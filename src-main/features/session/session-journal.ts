import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'

/** What is to be written, with its own time in it: it may be tried long after it was done. */
export type Write = () => Promise<void>

/**
 * Writes down who sat here, in order. What the ledger does not take (a spent disk, one that may only be read) is owed: nobody is
 * kept at or from a seat by it, and nothing that comes later is written before it.
 */
export class SessionJournal {
  readonly #failed: (error: unknown) => void
  /** Said once, until something is taken again. */
  #isSaid = false
  readonly #turns = new OneAtATime()
  #owed: readonly Write[] = []

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  /** Resolves when these are written, or owed. */
  write(...writes: readonly Write[]): Promise<void> {
    this.#owed = [...this.#owed, ...writes]
    return this.settle()
  }

  /** Tries what is owed again. */
  settle(): Promise<void> {
    return this.#turns.run(async () => {
      for (let [next] = this.#owed; next !== undefined; [next] = this.#owed) {
        if (!(await this.#isTaken(next))) return
        this.#owed = this.#owed.slice(1)
      }
    })
  }

  async #isTaken(write: Write): Promise<boolean> {
    try {
      await write()
      this.#isSaid = false
      return true
    } catch (error) {
      if (!this.#isSaid) this.#failed(error)
      this.#isSaid = true
      return false
    }
  }
}
