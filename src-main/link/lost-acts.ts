import type { Timers } from '#shared/kernel/clock.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import { OUTCOMES_KEPT_MS } from '#shared/platform-api/commands.ts'
import type { AcceptedAsk, LedgerApi } from '../db/ledger-api.ts'
import type { PlatformClient } from './platform-client.ts'

export interface LostActsOptions {
  readonly client: Pick<PlatformClient, 'outcomes' | 'lostAct'>
  readonly ledger: Pick<LedgerApi, 'acceptedWithin'>
  readonly timers: Timers
  /** The life of the platform's store in which own acts were asked after; null without a line or before that. */
  readonly life: () => string | null
  /** The platform's time, in ms. */
  readonly now: () => number
  /** The platform does not have it any more and was told so; `isHeeded`: a new life of its store has begun. */
  readonly lost: (id: CmdId, isHeeded: boolean) => void
  readonly failed: (where: string, error: unknown) => void
}

const LOOK_EVERY_MS = 60_000
/** Ids in one question; the contract allows 200. */
const AT_ONCE = 200
/** What is asked after must be well within the time for which outcomes are kept. */
const YOUNGER_THAN_MS = (OUTCOMES_KEPT_MS * 2) / 3
const NEWEST = Number.MAX_SAFE_INTEGER

/**
 * Asks now and then whether the platform still has the acts it has accepted of this seat: the newest ones each time, and older
 * ones page by page. A store that was put back with everything around it looks as before, and once others have written more than
 * was lost, no cursor lies beyond its end: an act that has gone is the proof. The platform then begins a new life, and all that
 * it has lost is sent again.
 */
export class LostActs {
  readonly #options: LostActsOptions
  #stop: (() => void) | null = null
  #isLooking = false
  /** Where the page of older ones begins that is asked after next. */
  #before = NEWEST

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
    const { life, now } = this.#options
    const epoch = life()
    if (epoch === null || this.#isLooking) return
    this.#isLooking = true
    try {
      const ask = { epoch, from: now() - YOUNGER_THAN_MS, limit: AT_ONCE }
      const last = await this.#askAfter({ ...ask, before: NEWEST })
      // Nothing there, or no answer: the next look asks again.
      if (last === null || last === NEWEST) return
      // Whoever was away for long may have sent more since than one page holds.
      this.#before = (await this.#askAfter({ ...ask, before: Math.min(this.#before, last) })) ?? NEWEST
    } finally {
      this.#isLooking = false
    }
  }

  /** One page; its lowest number, null when there is none, and where it was to begin when nobody answered. */
  async #askAfter(ask: AcceptedAsk): Promise<number | null> {
    const { client, ledger, lost } = this.#options
    const page = await ledger.acceptedWithin(ask)
    const last = page.at(-1)
    if (last === undefined) return null
    const reply = await client.outcomes(page.map(({ id }) => id))
    if (!reply.ok) return ask.before
    const there = new Set<string>(reply.value.outcomes.map(({ id }) => id))
    const gone = page.find(({ id }) => !there.has(id))
    if (gone === undefined) return last.s
    // Of another life by now: the platform pays no heed to it.
    const told = await client.lostAct({ epoch: ask.epoch, id: gone.id })
    if (told.ok) lost(gone.id, told.value.epoch !== ask.epoch)
    return last.s
  }
}
