import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import type { RebuildStatus } from '#shared/contracts/rebuild.contract.ts'
import { systemTimers } from '#shared/kernel/clock.ts'
import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { CacheChange } from '../db/cache-api.ts'
import { catchUpMeanwhile } from '../db/catch-up.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { LedgerCommand } from '../db/ledger-api.ts'
import { CacheCare } from './cache-care.ts'
import { FeedReader } from './feed-reader.ts'
import type { FeedEvents } from './feed-reader.ts'
import { onBeat, onTick, startLadder } from './ladder.ts'
import type { Ladder, LadderInput } from './ladder.ts'
import { keepNumbers } from './number-keeper.ts'
import { OutboxSender } from './outbox-sender.ts'
import type { PlatformClient } from './platform-client.ts'
import { PlatformLife } from './platform-life.ts'
import { keepPlatformWord, lastPlatformWord } from './platform-word.ts'
import type { ReadUntil } from './platform-word.ts'
import { RateMeter } from './rate-meter.ts'
import { Reading } from './reading.ts'
import type { TimeKeeper } from './time-keeper.ts'

export interface LinkEvents {
  /** The status has changed in a way a window shows. */
  statusChanged(): void
  cacheChanged(change: CacheChange): void
  /** The cache was made anew and has taken the old one's place: everything that is shown may be different. */
  cacheReplaced(): void
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
/** A seat without numbers cannot tell a caller one: what did not come through is asked for again soon. */
const LEASE_AGAIN_MS = 5_000
const REPAIR_EVERY_MS = 1_500

/** The line to the platform: one stream in, one outbox out, and the ladder that says honestly how it stands. */
export class LinkService {
  readonly #options: LinkServiceOptions
  readonly #feed: FeedReader
  readonly #care: CacheCare
  readonly #outbox: OutboxSender
  readonly #rate: RateMeter
  readonly #reading = new Reading()
  #ladder: Ladder
  #failure: ErrorCode | null = null
  #sendFailure: ErrorCode | null = null
  /** Nothing was here at the start, and the platform's end has not been reached yet. */
  #isFirstFill = false
  #waiting = 0
  #rejected = 0
  /** How often the ledger was asked for these counts, and which of the questions they answer. */
  #countsAsked = 0
  #countsKnown = 0
  #lastContactAt: number | null
  /** What is shown holds everything the platform said until then. */
  #read: ReadUntil | null = null
  readonly #timers: Timers
  #stopTicking: (() => void) | null = null
  #leasedAt = -Infinity
  #sleepsAtOpening = 0
  readonly #life: PlatformLife
  /** A write to the cache has failed: the ledger knows more than it shows. */
  #cacheOwes = false
  #repairNotBefore = 0

  constructor(options: LinkServiceOptions) {
    this.#options = options
    const { client, db, clock, random, timers = systemTimers } = options
    this.#timers = timers
    this.#ladder = startLadder(clock.monotonicMs())
    this.#rate = new RateMeter(clock)
    this.#lastContactAt = options.time.lastKnown === 0 ? null : options.time.lastKnown
    this.#care = new CacheCare({
      ...{ db, client, clock, timers, random },
      events: {
        ...options.events,
        standsAt: (cursor) => {
          this.#reading.standsAt(cursor)
        },
        // What a write owed to the one before is asked of the ledger once more: one of its own may have failed meanwhile.
        replaced: (cursor) => {
          this.#reading.standsAt(cursor)
          // Of the cache before it nothing holds for this one.
          this.#read = this.#reading.until
          options.events.cacheReplaced()
        },
      },
    })
    this.#feed = new FeedReader({
      ...{ client, clock, timers, random },
      cache: db.cacheWriter,
      rebuild: this.#care.rebuild,
      events: this.#feedEvents(),
    })
    this.#life = new PlatformLife({
      client,
      ledger: db.ledger,
      clock,
      now: () => options.time.now(),
      asked: async (kept) => {
        await this.#settled(kept)
        this.#outbox.wake()
      },
      failed: (error) => {
        options.events.failed('epoch', error)
      },
    })
    this.#outbox = new OutboxSender({
      client,
      ledger: db.ledger,
      clock,
      timers,
      random,
      onOutcomes: (outcomes) => {
        this.#life.told(outcomes)
        return this.#settled(outcomes)
      },
      onRefused: (code) => {
        this.#sendFailure = code
      },
      onFailure: (where, error) => {
        options.events.failed(where, error)
      },
    })
  }

  #feedEvents(): FeedEvents {
    return {
      opening: () => {
        this.#sleepsAtOpening = this.#options.time.sleeps
      },
      heard: (epoch, head, time) => {
        if (this.#options.time.sleeps !== this.#sleepsAtOpening) return false
        this.#heard(epoch, head, time)
        this.#care.heard(epoch, this.#ladder.rung === 'normal')
        this.#life.heard(epoch)
        return true
      },
      lost: (code) => {
        this.#failure = code
      },
      failed: (error) => {
        this.#options.events.failed('feed', error)
      },
      offered: (page) => {
        this.#care.offered(page)
      },
      applied: (change, page) => {
        this.#reading.readTo({ epoch: page.epoch, seq: page.next })
        this.#noteRead()
        this.#rate.count(page.changes.length)
        this.#care.applied()
        if (change !== null) this.#options.events.cacheChanged(change)
      },
      standsAt: (cursor) => {
        this.#reading.standsAt(cursor)
      },
    }
  }

  async start(): Promise<void> {
    const { ledger, cacheWriter } = this.#options.db
    const [cursor, { read }] = await Promise.all([cacheWriter.cursor(), lastPlatformWord(ledger)])
    this.#reading.standsAt(cursor)
    // An older copy put in the place of the cache is as old as nobody knows.
    if (read !== null && cursor?.epoch === read.cursor.epoch && cursor.seq >= read.cursor.seq) this.#read = read
    this.#isFirstFill = cursor === null
    // With a full disk the seat still shows what it has and sends what it can.
    await this.refold().catch((error: unknown) => this.#cacheFailed(error))
    await this.recount()
    this.#feed.start()
    this.#care.start()
    this.#stopTicking = this.#timers.every(TICK_MS, () => {
      this.#tick()
    })
  }

  async stop(): Promise<void> {
    this.#stopTicking?.()
    await Promise.all([this.#feed.stop(), this.#outbox.stop()])
    await this.#care.stop()
  }

  /** 重建本机数据: the cache is made anew beside the one that is shown. */
  rebuildCache(): Result<null> {
    if (this.isOffline) return refuse('offline')
    this.#care.ask('asked')
    return ok(null)
  }

  /** Ids on the wire now. */
  get sending(): ReadonlySet<string> {
    return this.#outbox.sending
  }

  /** The life of the platform's store in which own acts have been asked after; null until that is done. */
  get platformLife(): string | null {
    return this.#life.asked
  }

  get isOffline(): boolean {
    return this.#ladder.rung === 'offline'
  }

  /**
   * Something was appended to the ledger: it is folded into the cache and sent. The ledger has it, so nothing here can make it
   * undone; a cache that cannot be written now is brought up to it later.
   */
  async commandsAdded(commands: readonly LedgerCommand[] = []): Promise<void> {
    if (commands.length > 0) await this.#tellCache(() => this.#options.db.cacheWriter.overlay(commands))
    await this.recount()
    if (!this.isOffline) this.#outbox.wake()
  }

  /** Brings the cache up to the ledger: after a crash between the two, for a fresh cache, after a full disk. */
  async refold(): Promise<void> {
    this.#cacheOwes = false
    try {
      await catchUpMeanwhile(this.#options.db, (change) => {
        this.#options.events.cacheChanged(change)
      })
    } catch (error) {
      this.#cacheOwes = true
      throw error
    }
  }

  async recount(): Promise<void> {
    const asked = (this.#countsAsked += 1)
    const { waiting, rejected, held } = await this.#options.db.ledger.trayCounts()
    // What was asked later knows more: counted 3 before they were accepted must not stay when it is heard of after that.
    if (asked < this.#countsKnown) return
    this.#countsKnown = asked
    this.#waiting = waiting
    this.#rejected = rejected + held
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
      freshAt: this.#read?.time ?? null,
      behind: this.#reading.behind,
      ratePerSecond: this.#rate.perSecond(),
      rebuild: this.#rebuildStatus(),
      clockOffsetMs: time.offsetMs,
      timeDoubt: time.doubtful,
      hostTime: time.shown(),
    }
  }

  #rebuildStatus(): RebuildStatus | null {
    const status = this.#care.rebuild.status()
    if (status !== null && status.step !== 'changes') return status
    const { seq, head, behind } = this.#reading
    if (status === null && !(this.#isFirstFill && head > 0)) return null
    const ratePerSecond = this.#rate.perSecond()
    const leftMs = ratePerSecond === 0 ? null : Math.round((behind / ratePerSecond) * 1_000)
    return { reason: status?.reason ?? 'fresh', step: 'changes', done: seq, total: head, ratePerSecond, leftMs }
  }

  #heard(epoch: string, head: number, time: number): void {
    const { clock } = this.#options
    this.#reading.heard(epoch, head, time, clock.monotonicMs())
    if (this.#reading.lagMs(clock.monotonicMs()) === 0) this.#failure = null
    this.#options.time.hear(time, 0)
    // What is shown while a new cache is made beside it is as of the last word before that.
    if (!this.#care.rebuild.isShownOld) this.#lastContactAt = time
    this.#noteRead()
    if (this.#reading.behind === 0) this.#isFirstFill = false
    const wasOffline = this.isOffline
    if (wasOffline) this.#sendFailure = null
    this.#step(onBeat(this.#ladder, this.#ladderInput()))
    // Whether anything waits the ledger knows best.
    this.#outbox.wake(wasOffline)
    this.#lease()
  }

  #noteRead(): void {
    if (!this.#care.rebuild.isShownOld) this.#read = this.#reading.until ?? this.#read
  }

  #tick(): void {
    this.#options.time.look()
    this.#repair()
    this.#step(onTick(this.#ladder, this.#ladderInput()))
  }

  #ladderInput(): LadderInput {
    const now = this.#options.clock.monotonicMs()
    // While rows are still to come the word is 追平, whatever else is wrong.
    const sendFailure = this.#waiting > 0 && this.#reading.behind === 0 ? this.#sendFailure : null
    return {
      now,
      owed: this.#owed(),
      lagMs: this.#care.rebuild.isShownOld ? Infinity : this.#reading.lagMs(now),
      isUndated: this.#read === null,
      failure: this.#failure,
      sendFailure,
    }
  }

  #owed(): number {
    const isShownOld = this.#care.rebuild.isShownOld ? 1 : 0
    return this.#reading.behind + this.#waiting + isShownOld
  }

  #step(next: Ladder): void {
    const isOtherRung = next.rung !== this.#ladder.rung
    const changed = isOtherRung || next.reason !== this.#ladder.reason
    this.#ladder = next
    // A start without a line is to know how old what it shows is.
    if (isOtherRung && (next.rung === 'normal' || next.rung === 'offline')) this.#keepWord()
    // While catching up the count to come is shown, so it must move.
    if (changed || next.rung === 'catching-up') this.#options.events.statusChanged()
  }

  async #settled(outcomes: readonly Outcome[]): Promise<void> {
    await this.#tellCache(() => this.#options.db.cacheWriter.settle(outcomes))
    await this.recount()
  }

  async #tellCache(write: () => Promise<CacheChange>): Promise<void> {
    try {
      this.#options.events.cacheChanged(await write())
    } catch (error) {
      this.#cacheFailed(error)
    }
  }

  /** With room again the cache is brought up to the ledger, also while nobody hears the platform. */
  #repair(): void {
    const now = this.#options.clock.monotonicMs()
    if (!this.#cacheOwes || now < this.#repairNotBefore) return
    this.#repairNotBefore = now + REPAIR_EVERY_MS
    void this.refold().catch((error: unknown) => this.#cacheFailed(error))
  }

  #cacheFailed(error: unknown): void {
    this.#cacheOwes = true
    this.#options.events.failed('cache', error)
  }

  #lease(): void {
    const now = this.#options.clock.monotonicMs()
    if (now - this.#leasedAt < LEASE_EVERY_MS) return
    this.#leasedAt = now
    const { client, db, time, zoneOffsetMinutes, events } = this.#options
    const soonAgain = (): void => {
      this.#leasedAt = now - LEASE_EVERY_MS + LEASE_AGAIN_MS
    }
    keepNumbers(client, db.ledger, time.now(), zoneOffsetMinutes())
      .then((isEnough) => {
        if (!isEnough) soonAgain()
      })
      .catch((error: unknown) => {
        soonAgain()
        events.failed('numbers', error)
      })
    this.#keepWord()
  }

  #keepWord(): void {
    const { db, time, events } = this.#options
    keepPlatformWord(db.ledger, { time: time.lastKnown, read: this.#read }).catch((error: unknown) => {
      events.failed('time', error)
    })
  }
}
