import type { Clock } from '#shared/kernel/clock.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import { askAgain } from './ask-again.ts'
import type { PlatformClient } from './platform-client.ts'

export interface PlatformLifeOptions {
  readonly client: PlatformClient
  readonly ledger: LedgerApi
  readonly clock: Clock
  /** The platform's time, in ms. */
  readonly now: () => number
  /** Recorded in the ledger already; the cache is told next, and what the life has lost waits to be sent. */
  readonly asked: (kept: readonly Outcome[]) => Promise<void>
  readonly failed: (error: unknown) => void
}

/** In which life of the platform's store this seat's acts are known to stand: once in each, they are asked after. */
export class PlatformLife {
  readonly #options: PlatformLifeOptions
  #asked: string | null = null
  #asking: string | null = null
  #notBefore = 0
  /** A slow line has brought a word of another life since that was asked: nobody has asked after its acts. */
  #hasLateWord = false

  constructor(options: PlatformLifeOptions) {
    this.#options = options
  }

  /** The life in which own acts have been asked after; null until that is done. */
  get asked(): string | null {
    return this.#asked
  }

  /** The outbox has recorded these. While a life is being asked, one of the life before may come too late for the question. */
  told(outcomes: readonly Outcome[]): void {
    const life = this.#asking ?? this.#asked
    if (outcomes.some((outcome) => outcome.result === 'accepted' && outcome.epoch !== life)) this.#hasLateWord = true
  }

  /** A beat of this life; asks again with the next one when it did not come through. */
  heard(epoch: string): void {
    const { client, ledger, clock, now, asked, failed } = this.#options
    if ((this.#asked === epoch && !this.#hasLateWord) || this.#asking !== null || clock.monotonicMs() < this.#notBefore) return
    this.#asking = epoch
    this.#hasLateWord = false
    askAgain(client, ledger, epoch, now())
      .then(async (reply) => {
        if (!reply.ok) {
          this.#hasLateWord = true
          this.#notBefore = clock.monotonicMs() + (reply.error.retryAfterMs ?? 0)
          return
        }
        this.#asked = epoch
        await asked(reply.value)
      })
      .catch((error: unknown) => {
        this.#hasLateWord = true
        failed(error)
      })
      .finally(() => {
        this.#asking = null
      })
  }
}
