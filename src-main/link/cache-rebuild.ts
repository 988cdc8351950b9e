// When the cache must be made anew, and how far that is. The old one goes on being read; it is never shown as fresh.
import type { RebuildReason, RebuildStatus } from '#shared/contracts/rebuild.contract.ts'
import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { CacheChange, ShadowWriterApi } from '../db/cache-api.ts'
import type { HallDb, PreparedCache } from '../db/hall-db.ts'
import type { PlatformClient } from './platform-client.ts'
import { RateMeter } from './rate-meter.ts'
import { SnapshotFetch } from './snapshot-fetch.ts'
import type { FetchProgress } from './snapshot-fetch.ts'

/** Where pages of the feed go: into the running cache, into the one beside it, or nowhere while a snapshot is on its way. */
export type FeedPlace = 'current' | 'shadow' | 'nowhere'

export interface CacheRebuildOptions {
  readonly db: HallDb
  readonly client: PlatformClient
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly changed: () => void
  /** A seat without any data has got what it needs to begin. */
  readonly first: (change: CacheChange) => void
  /** It has come to nothing: what is shown stands where it stood, not where the second cache had come to. */
  readonly kept: () => Promise<void>
  /** Another cache is in place, everything may be different. */
  readonly replaced: () => Promise<void>
  readonly failed: (error: unknown) => void
}

interface Rebuild {
  readonly reason: RebuildReason
  /** The platform's life that it is made of. */
  readonly epoch: string
  readonly fetch: SnapshotFetch
  readonly rate: RateMeter
  shadow: ShadowWriterApi | null
  isAdopted: boolean
  /** Under way: a fresh seat takes its snapshot over by itself while the feed may have come to the head already. */
  adopting: Promise<void> | null
  progress: FetchProgress
  counted: number
}

/** Reasons for which what is shown cannot be continued from where it stands. */
const brokenOff: ReadonlySet<RebuildReason> = new Set(['fresh', 'schema', 'epoch', 'expired'])

const noProgress: FetchProgress = { step: 'waiting', bytes: 0, total: null }

export class CacheRebuild {
  readonly #options: CacheRebuildOptions
  #running: Rebuild | null = null
  #isStopped = false
  #work: Promise<void> = Promise.resolve()
  readonly #beginnings = new OneAtATime()
  /** A snapshot that was not to be had is not asked for again when the same is to be read in pages. */
  #inPages: string | null = null

  constructor(options: CacheRebuildOptions) {
    this.#options = options
  }

  get place(): FeedPlace {
    if (this.#running === null) return 'current'
    if (this.#running.shadow !== null) return 'shadow'
    return brokenOff.has(this.#running.reason) ? 'nowhere' : 'current'
  }

  /** Does what is shown belong to another time, which nothing brings up to date until the rebuild is over? */
  get isShownOld(): boolean {
    const running = this.#running
    return running !== null && (running.reason !== 'fresh' || running.shadow !== null) && this.place !== 'current'
  }

  get shadow(): ShadowWriterApi | null {
    return this.#running?.shadow ?? null
  }

  /**
   * Why a cache must be made before this life of the platform is read from its beginning. A fresh seat whose platform keeps no
   * snapshot reads pages into its empty cache, but not into one that shows what an older one had; what is being made of a life
   * that is over comes to nothing.
   */
  reasonToBegin(epoch: string, isCarried: boolean): RebuildReason | null {
    if (this.place === 'current' && isCarried) return 'schema'
    if (this.place === 'current') return this.#inPages === epoch ? null : 'fresh'
    if (this.#running === null || this.#running.epoch === epoch) return null
    return this.#running.reason === 'fresh' ? 'fresh' : 'epoch'
  }

  /** How far it is; while changes are read the link knows that. */
  status(): RebuildStatus | null {
    const running = this.#running
    if (running === null) return null
    const { reason, progress, rate } = running
    if (running.shadow !== null) return { reason, step: 'changes', done: 0, total: null, ratePerSecond: 0, leftMs: null }
    const ratePerSecond = rate.perSecond()
    const left = progress.total === null ? null : progress.total - progress.bytes
    const leftMs = left === null || ratePerSecond === 0 ? null : Math.round((left / ratePerSecond) * 1_000)
    return { reason, step: progress.step, done: progress.bytes, total: progress.total, ratePerSecond, leftMs }
  }

  /**
   * Begins anew for a life of the platform. One that is under way goes on unless the life is another; what it has made so far is
   * given up then.
   */
  begin(reason: RebuildReason, epoch: string, isInPages = false): Promise<void> {
    // Two that are asked for in the same moment would write one file.
    return this.#beginnings.run(() => this.#begin(reason, epoch, isInPages))
  }

  async #begin(reason: RebuildReason, epoch: string, isInPages: boolean): Promise<void> {
    if (this.#isStopped) return
    if (this.#running !== null && !brokenOff.has(reason)) return
    await this.#giveUp()
    const { client, db, clock, timers, random, failed } = this.#options
    const rate = new RateMeter(clock)
    const fetch = new SnapshotFetch({
      ...{ client, folder: db.dataDir, clock, timers, random, failed },
      progress: (progress) => {
        this.#heard(running, progress)
      },
    })
    const started = { shadow: null, isAdopted: false, adopting: null, progress: noProgress, counted: 0 }
    const running: Rebuild = { reason, epoch, fetch, rate, ...started }
    this.#running = running
    this.#options.changed()
    this.#work = this.#prepare(running, isInPages ? null : epoch)
      .catch(async (error: unknown) => {
        failed(error)
        if (this.#running !== running) return
        this.#running = null
        // One that could not take over would stay beside the cache until the next start.
        if (!running.isAdopted) await running.shadow?.discard()
        await this.#options.kept()
      })
      .catch(failed)
  }

  /** Once it is known whether there is a snapshot, or that this takes a while. */
  async settled(): Promise<void> {
    const running = this.#running
    if (running?.shadow === null) await Promise.race([this.#work, running.fetch.answered])
  }

  /** The shadow has come to where the platform stands: it takes over. Rejects when it could not; then it can be tried again. */
  async adopt(): Promise<void> {
    const running = this.#running
    if (running?.shadow == null) return
    running.adopting ??= this.#takeOver(running, running.shadow).finally(() => {
      running.adopting = null
    })
    await running.adopting
  }

  async #takeOver(running: Rebuild, shadow: ShadowWriterApi): Promise<void> {
    await this.#options.db.adopt(shadow)
    running.isAdopted = true
    if (this.#running === running) this.#running = null
    running.fetch.remove()
    await this.#options.replaced()
    this.#options.changed()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#giveUp()
  }

  async #prepare(running: Rebuild, epoch: string | null): Promise<void> {
    if (running.reason === 'fresh') void running.fetch.answered.then(() => this.#readFirst(running)).catch(this.#options.failed)
    const prepared = epoch === null ? null : await running.fetch.run(epoch)
    if (this.#running !== running) return
    const shadow = await this.#open(prepared, running.reason)
    if (this.#running !== running) return shadow?.discard()
    if (shadow === null) {
      // Nothing is shown that could be kept: pages go straight into the empty cache.
      this.#inPages = epoch
      this.#running = null
    } else {
      running.shadow = shadow
      if (running.reason === 'fresh') await this.adopt()
    }
    this.#options.changed()
  }

  /** While the rest is on its way: rules, people and the cases that are open. A platform may have no such thing. */
  async #readFirst(running: Rebuild): Promise<void> {
    const { client, db, first } = this.#options
    const rows = await client.firstRows()
    if (rows.ok && this.#running === running) first(await db.cacheWriter.begin(rows.value.changes))
  }

  /** A snapshot that does not hold what it promised is left alone: pages can always be read. */
  async #open(prepared: PreparedCache | null, reason: RebuildReason): Promise<ShadowWriterApi | null> {
    if (prepared === null && reason === 'fresh') return null
    const opened = await this.#options.db.openShadow(prepared)
    if (opened.ok) return opened.value
    const { code, detail = '' } = opened.error
    this.#options.failed(new Error(`no second cache: ${code} ${detail}`))
    if (prepared !== null) return this.#open(null, reason)
    throw new RefusalError(opened.error)
  }

  #heard(running: Rebuild, progress: FetchProgress): void {
    if (progress.step === running.progress.step) running.rate.count(Math.max(0, progress.bytes - running.counted))
    running.counted = progress.bytes
    running.progress = progress
  }

  async #giveUp(): Promise<void> {
    const running = this.#running
    this.#running = null
    running?.fetch.stop()
    await this.#work
    if (running?.isAdopted === false) await running.shadow?.discard()
  }
}
