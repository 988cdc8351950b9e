import type { CacheReaderApi, CacheWriterApi, MovableReaderApi, ShadowWriterApi } from './cache-api.ts'
import { catchUp } from './catch-up.ts'
import type { LedgerApi } from './ledger-api.ts'
import { readerPool, writerOperations } from './worker-apis.ts'

/**
 * Whoever reads or writes the cache does it through here, so that a rebuilt one can take the place of the running one between two
 * calls: everybody sees the old one, then everybody the new one.
 */
export class CacheSwitch {
  readonly writer: CacheWriterApi
  readonly cache: CacheReaderApi
  readonly #ledger: LedgerApi
  readonly #readers: readonly MovableReaderApi[]
  #current: CacheWriterApi
  /** Calls wait here while the change-over happens. */
  #gate: Promise<void> | null = null

  constructor(ledger: LedgerApi, writer: CacheWriterApi, readers: readonly MovableReaderApi[]) {
    this.#ledger = ledger
    this.#current = writer
    this.#readers = readers
    this.writer = gated(
      Object.keys(writerOperations),
      () => this.#current,
      () => this.#gate,
    )
    const pool = readerPool(readers)
    this.cache = gated(
      Object.keys(pool),
      () => pool,
      () => this.#gate,
    )
  }

  /** The shadow becomes the cache, with every own command the ledger has to fold in. Until it counts, the old one goes on. */
  async adopt(shadow: ShadowWriterApi): Promise<void> {
    await catchUp(this.#ledger, shadow)
    const old = this.#current
    await this.#behindTheGate(async () => {
      const revisions = await old.revisions()
      // What was told to the old one meanwhile.
      await catchUp(this.#ledger, shadow)
      await shadow.takeOver(revisions)
      this.#current = shadow
      await Promise.all(this.#readers.map((reader) => reader.reopen()))
    })
    await old.close()
    await shadow.sweep()
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()))
    await this.#current.close()
  }

  async #behindTheGate(work: () => Promise<void>): Promise<void> {
    const done = work()
    this.#gate = done.then(noop, noop)
    try {
      await done
    } finally {
      this.#gate = null
    }
  }
}

function gated<Api extends object>(operations: readonly string[], current: () => Api, gate: () => Promise<void> | null): Api {
  const call = (op: string, args: readonly unknown[]): unknown => {
    const operation: unknown = Reflect.get(current(), op)
    if (typeof operation !== 'function') throw new Error(`the cache cannot ${op}`)
    return Reflect.apply(operation, current(), args)
  }
  const calls = operations.map((op) => [
    op,
    (...args: unknown[]): unknown => {
      const shut = gate()
      return shut === null ? call(op, args) : shut.then(() => call(op, args))
    },
  ])
  // Every operation of the API under its own name, with the same arguments and answers.
  return Object.fromEntries(calls) as Api
}

function noop(): void {
  return undefined
}
