import type { Hall } from '../hall/index.ts'
import { WallStore } from './wall-store.ts'
import type { Kept } from './wall-store.ts'

/** What is decided for the wall and outlives a restart: as it is now. */
export class KeptWall {
  readonly #store: WallStore
  #now: Kept

  private constructor(store: WallStore, now: Kept) {
    this.#store = store
    this.#now = now
  }

  static async open(ledger: Hall['db']['ledger']): Promise<KeptWall> {
    const store = new WallStore(ledger)
    return new KeptWall(store, await store.load())
  }

  get now(): Kept {
    return this.#now
  }

  /** What a plan brings, which nobody waits for: it holds from now on, written or not; the next change writes it too. */
  async follow(change: Partial<Kept>, failed: (error: unknown) => void): Promise<void> {
    const kept = { ...this.#now, ...change }
    this.#now = kept
    try {
      await this.#store.save(kept)
    } catch (error) {
      failed(error)
    }
  }

  /** What a person has decided: refused where it cannot be written. */
  async change(change: Partial<Kept>): Promise<void> {
    const before = this.#now
    const kept = { ...before, ...change }
    this.#now = kept
    try {
      await this.#store.save(kept)
    } catch (error) {
      // What could not be written is not shown either; what somebody else or a plan has brought meanwhile stays.
      this.#now = withoutChange(this.#now, change, before)
      throw error
    }
  }
}

function withoutChange(now: Kept, change: Partial<Kept>, before: Kept): Kept {
  const keys = (Object.keys(change) as (keyof Kept)[]).filter((key) => now[key] === change[key])
  return { ...now, ...Object.fromEntries(keys.map((key) => [key, before[key]])) }
}
