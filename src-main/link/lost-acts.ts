import type { Timers } from '#shared/kernel/clock.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import type { PlatformClient } from './platform-client.ts'

export interface LostActsOptions {
  readonly client: Pick<PlatformClient, 'outcomes' | 'lostAct'>
  readonly ledger: Pick<LedgerApi, 'newestAccepted'>
  readonly timers: Timers
  /** The life of the platform's store in which own acts were asked after; null without a line or before that. */
  readonly life: () => string | null
  /** The platform's time, in ms. */
  readonly now: () => number
  /** The platform does not have it any more, and has been told so. */
  readonly lost: (id: CmdId) => void
  readonly failed: (where: string, error: unknown) => void
}

const LOOK_EVERY_MS = 60_000
/** Ids in one question; the contract allows 200. */
const AT_ONCE = 200
/** Outcomes are promised for 90 days; what is asked after must be well within that. */
const YOUNGER_THAN_MS = 60 * 86_400_000

/**
 * Asks now and then whether the platform still has the newest acts it has accepted of this seat. A store that was put back with
 * everything around it looks as before, and once others have written more than was lost, no cursor lies beyond its end: an act
 * that has gone is the proof. The platform then begins a new life, and all that it has lost is sent again.
 */
export class LostActs {
  readonly #options: LostActsOptions
  #stop: (() => void) | null = null
  #isLooking = false

  constructor(options: LostActsOptions) {
    this.#options = options
  }

  start(): void {
    this.#stop = this.#options.timers.every(LOOK_EVERY_MS, () => {
      this.look().catch((error: unknown) => {
        this.#options.failed('lost-acts', error)
      })
    })
  }

  stop(): void {
    this.#stop?.()
  }

  async look(): Promise<void> {
    const epoch = this.#options.life()
    if (epoch === null || this.#isLooking) return
    this.#isLooking = true
    try {
      await this.#ask(epoch)
    } finally {
      this.#isLooking = false
    }
  }

  async #ask(epoch: string): Promise<void> {
    const { client, ledger, now, lost } = this.#options
    const ids = await ledger.newestAccepted(epoch, now() - YOUNGER_THAN_MS, AT_ONCE)
    if (ids.length === 0) return
    const reply = await client.outcomes(ids)
    if (!reply.ok) return
    const there = new Set<string>(reply.value.outcomes.map(({ id }) => id))
    const gone = ids.find((id) => !there.has(id))
    // Of another life by now: the platform pays no heed to it.
    if (gone !== undefined && (await client.lostAct({ epoch, id: gone })).ok) lost(gone)
  }
}
