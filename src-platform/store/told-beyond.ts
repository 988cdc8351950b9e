import type { FastifyBaseLogger } from 'fastify'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Platform } from '../platform.ts'
import { beginEpoch } from './begin-epoch.ts'
import { readEpoch } from './hall.ts'

/** A place in the feed beyond the head, or an accepted act that is not in the store. */
type Sign = { readonly seq: number } | { readonly act: CmdId }

/**
 * A database that was put back together with the mark beside it looks as if it had only stood still. The hall's machines know
 * better: who stands beyond the head, or has an act that was accepted and is not there, was told what this store has lost. A new
 * life then begins without anybody having to say so.
 */
export class ToldBeyond {
  readonly #platform: Platform
  readonly #log: FastifyBaseLogger
  #begun: Promise<void> | null = null

  constructor(platform: Platform, log: FastifyBaseLogger) {
    this.#platform = platform
    this.#log = log
  }

  /** Believed once in a run: after that nobody honest has such a sign, and no machine can begin life after life. */
  provedBy(device: string, sign: Sign): Promise<void> {
    if (this.#begun !== null) this.#log.warn({ device, ...sign }, 'one more seat was told what this store does not have')
    this.#begun ??= this.#begin(device, sign).catch((error: unknown) => {
      // The store is gone again: the next word is believed.
      this.#begun = null
      throw error
    })
    return this.#begun
  }

  async #begin(device: string, sign: Sign): Promise<void> {
    const { store, hall, clock } = this.#platform
    this.#log.warn({ device, ...sign }, 'a seat was told what this store does not have: a backup was restored, a new life begins')
    await beginEpoch(store.db, clock, hall.epoch)
    hall.epoch = await readEpoch(store.db)
  }
}
