import type { FastifyBaseLogger } from 'fastify'
import type { Platform } from '../platform.ts'
import { beginEpoch } from './begin-epoch.ts'
import { readEpoch } from './hall.ts'

/**
 * A database that was put back together with the mark beside it looks as if it had only stood still. The hall's machines know
 * better: who stands beyond the head was told what this store has lost. A new life then begins without anybody having to say so.
 */
export class ToldBeyond {
  readonly #platform: Platform
  readonly #log: FastifyBaseLogger
  #begun: Promise<void> | null = null

  constructor(platform: Platform, log: FastifyBaseLogger) {
    this.#platform = platform
    this.#log = log
  }

  /** Believed once in a run: after that nobody honest stands beyond the head, and no machine can begin life after life. */
  provedBy(device: string, seq: number): Promise<void> {
    this.#begun ??= this.#begin(device, seq).catch((error: unknown) => {
      // The store is gone again: the next word is believed.
      this.#begun = null
      throw error
    })
    return this.#begun
  }

  async #begin(device: string, seq: number): Promise<void> {
    const { store, hall, clock } = this.#platform
    this.#log.warn({ device, seq }, 'a seat has read further than this store has come: a backup was restored, a new life begins')
    await beginEpoch(store.db, clock, hall.epoch)
    hall.epoch = await readEpoch(store.db)
  }
}
