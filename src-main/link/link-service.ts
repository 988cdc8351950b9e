import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import { systemTimers } from '#shared/kernel/clock.ts'
import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { CacheChange } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import { FeedReader } from './feed-reader.ts'
import { onBeat, onTick, startLadder } from './ladder.ts'
import type { Ladder } from './ladder.ts'
import { keepNumbers } from './number-keeper.ts'
import { OutboxSender } from './outbox-sender.ts'
import type { PlatformClient } from './platform-client.ts'
import { RateMeter } from './rate-meter.ts'
import type { TimeKeeper } from './time-keeper.ts'

export interface LinkEvents {
  /** The status has changed in a way a window shows. */
  statusChanged(): void
  cacheChanged(change: CacheChange): void
  outboxChanged(): void
  failed(where: string, error: unknown): void
}

export interface LinkServiceOptions {
  readonly client: PlatformClient
  readonly db: HallDb
  readonly time: TimeKeeper
  readonly clock: Clock
  /** Real ones unless given. */
  readonly timers?: Timers
  readonly random: Random
  readonly zoneOffsetMinutes: () => number
  readonly events: LinkEvents
}

const TICK_MS = 100
const LEASE_EVERY_MS = 60_000
/** Commands folded into a fresh cache in one step. */
const REFOLD_STEP = 500

/** The line to the platform: one stream in, one outbox out, and the ladder that says honestly how it stands. */
export class LinkService {
  readonly #options: LinkServiceOptions
  readonly #feed: FeedReader
  readonly #outbox: OutboxSender
  readonly #rate: RateMeter
  #ladder: Ladder
  #failure: ErrorCode | null = null
  #head = 0
  #seq = 0
  #waiting = 0
  #rejected = 0
  #lastContactAt: number | null
  readonly #timers: Timers
  #stopTicking: (() => void) | null = null
  #leasedAt = -Infinity

  constructor(options: LinkServiceOptions) {
    this.#options = options
    const { client, db, clock, random, timers = systemTimers } = options
    this.#timers = timers
    this.#ladder = startLadder(clock.monotonicMs())
    this.#rate = new RateMeter(clock)
    this.#lastContactAt = options.time.lastKnown === 0 ? null : options.time.lastKnown
    this.#feed = new FeedReader({
      client,
      cache: db.cacheWriter,
      timers,
      random,
      events: {
        heard: (head, time) => {
          this.#heard(head, time)
        },
        lost: (code) => {
          this.#failure = code
        },
        applied: (change, page) => {
          this.#seq = page.next
          this.#rate.count(page.changes.length)
          options.events.cacheChanged(change)
        },
        epochChanged: async () => {
          this.#seq = 0
          await this.refold()
        },
      },
    })
    this.#outbox = new OutboxSender({
      client,
      ledger: db.ledger,
      clock,
      timers,
      random,
      onOutcomes: (outcomes) => this.#settled(outcomes),
      onFailure: (where, error) => {
        options.events.failed(where, error)
      },
    })
  }

  async start(): Promise<void> {
    this.#seq = (await this.#options.db.cacheWriter.cursor())?.seq ?? 0
    await this.refold()
    await this.recount()
    this.#feed.start()
    this.#stopTicking = this.#timers.every(TICK_MS, () => {
      this.#tick()
    })
  }

  async stop(): Promise<void> {
    this.#stopTicking?.()
    await Promise.all([this.#feed.stop(), this.#outbox.stop()])
  }

  /** Ids on the wire now. */
  get sending(): ReadonlySet<string> {
    return this.#outbox.sending
  }

  get isOffline(): boolean {
    return this.#ladder.rung === 'offline'
  }

  /** Something was appended to the ledger. */
  async commandsAdded(): Promise<void> {
    await this.recount()
    if (!this.isOffline) this.#outbox.wake()
  }

  /** Folds everything of the ledger that the cache has not seen; after a crash between the two, and for a fresh cache. */
  async refold(): Promise<void> {
    const { ledger, cacheWriter } = this.#options.db
    for (;;) {
      const missing = await ledger.since(await cacheWriter.appliedS(), REFOLD_STEP)
      if (missing.length === 0) return
      this.#options.events.cacheChanged(await cacheWriter.overlay(missing))
      if (missing.length < REFOLD_STEP) return
    }
  }

  async recount(): Promise<void> {
    const tray = await this.#options.db.ledger.tray()
    this.#waiting = tray.filter(({ standing }) => standing === 'waiting').length
    this.#rejected = tray.length - this.#waiting
    this.#options.events.outboxChanged()
    this.#options.events.statusChanged()
  }

  status(): LinkStatus {
    const { clock, time } = this.#options
    const ageMs = clock.monotonicMs() - this.#ladder.since
    return {
      rung: this.#ladder.rung,
      since: Math.max(0, Math.round(time.now() - ageMs)),
      reason: this.#ladder.rung === 'normal' ? null : this.#ladder.reason,
      waiting: this.#waiting,
      rejected: this.#rejected,
      lastContactAt: this.#lastContactAt,
      behind: Math.max(0, this.#head - this.#seq),
      ratePerSecond: this.#rate.perSecond(),
      clockOffsetMs: time.offsetMs,
      hostTime: time.now(),
    }
  }

  #heard(head: number, time: number): void {
    const { clock } = this.#options
    this.#head = head
    this.#failure = null
    this.#options.time.hear(time, 0)
    this.#lastContactAt = time
    const wasOffline = this.isOffline
    this.#step(onBeat(this.#ladder, { now: clock.monotonicMs(), owed: this.#owed(), failure: null }))
    if (wasOffline) this.#outbox.wake(true)
    else if (this.#waiting > 0) this.#outbox.wake()
    this.#lease()
  }

  #tick(): void {
    this.#step(onTick(this.#ladder, { now: this.#options.clock.monotonicMs(), owed: this.#owed(), failure: this.#failure }))
  }

  #owed(): number {
    return Math.max(0, this.#head - this.#seq) + this.#waiting
  }

  #step(next: Ladder): void {
    const changed = next.rung !== this.#ladder.rung || next.reason !== this.#ladder.reason
    this.#ladder = next
    // While catching up the count to come is shown, so it must move.
    if (changed || next.rung === 'catching-up') this.#options.events.statusChanged()
  }

  async #settled(outcomes: readonly Outcome[]): Promise<void> {
    this.#options.events.cacheChanged(await this.#options.db.cacheWriter.settle(outcomes))
    await this.recount()
  }

  #lease(): void {
    const now = this.#options.clock.monotonicMs()
    if (now - this.#leasedAt < LEASE_EVERY_MS) return
    this.#leasedAt = now
    const { client, db, time, zoneOffsetMinutes, events } = this.#options
    void keepNumbers(client, db.ledger, time.now(), zoneOffsetMinutes()).catch((error: unknown) => {
      this.#leasedAt = -Infinity
      events.failed('numbers', error)
    })
    void db.ledger.setMeta('platform-time', String(time.lastKnown)).catch((error: unknown) => {
      events.failed('time', error)
    })
  }
}
