// Keeps the cache worth reading: makes it anew when it must be, compares it with the platform's, goes through its pages.
import type { RebuildReason, RebuildStatus } from '#shared/contracts/rebuild.contract.ts'
import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type { CacheChange } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import { CacheRebuild } from './cache-rebuild.ts'
import { DigestWatch } from './digest-watch.ts'
import { PageCheck } from './page-check.ts'
import type { PlatformClient } from './platform-client.ts'

export interface CacheCareOptions {
  readonly db: HallDb
  readonly client: PlatformClient
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly events: {
    statusChanged(): void
    cacheChanged(change: CacheChange): void
    /** No other cache has come into place; the one there was stands here. */
    standsAt(cursor: Cursor | null): void
    /** Another cache is in place and stands here. */
    replaced(cursor: Cursor | null): void
    failed(where: string, error: unknown): void
  }
}

/** Without a page for so long nobody is busy. */
const IDLE_MS = 2_000
const LOOK_BACK_EVERY_MS = 15_000

export class CacheCare {
  readonly rebuild: CacheRebuild
  readonly #options: CacheCareOptions
  readonly #digests: DigestWatch
  readonly #pages: PageCheck
  /** A rebuild that waits for the platform to be heard. */
  #due: RebuildReason | null = null
  #busyAt = -Infinity
  #isFresh = false
  #lookBackAt = -Infinity

  constructor(options: CacheCareOptions) {
    this.#options = options
    const { db, client, clock, timers, random, events } = options
    const failed =
      (where: string) =>
      (error: unknown): void => {
        events.failed(where, error)
      }
    this.rebuild = new CacheRebuild({
      ...{ db, client, clock, timers, random },
      changed: () => {
        if (this.rebuild.place !== 'current') this.#digests.abandon()
        events.statusChanged()
      },
      first: (change) => {
        events.cacheChanged(change)
      },
      kept: async () => {
        events.standsAt(await db.cacheWriter.cursor())
      },
      replaced: () => this.#replaced(),
      failed: failed('rebuild'),
    })
    this.#digests = new DigestWatch({
      ...{ db, client, clock },
      mended: (change, what) => {
        events.cacheChanged(change)
        events.failed('digests', new Error(`${what} was not what the platform holds and has been mended`))
      },
      hopeless: (what) => {
        events.failed('digests', new Error(`${what} differs again and again`))
        this.ask('digests')
      },
      failed: failed('digests'),
    })
    this.#pages = new PageCheck({
      ...{ db, timers },
      isIdle: () => this.#isFresh && clock.monotonicMs() - this.#busyAt > IDLE_MS,
      damaged: (fault) => {
        events.failed('pages', new Error(`damaged: ${fault}`))
        this.ask('damaged')
      },
      failed: failed('pages'),
    })
  }

  start(): void {
    this.#options.db.onDamaged(() => {
      this.ask('damaged')
    })
    this.#pages.start()
  }

  /** Once the feed has ended. */
  async stop(): Promise<void> {
    await Promise.all([this.rebuild.stop(), this.#digests.stop(), this.#pages.stop()])
  }

  /** Makes the cache anew as soon as the platform is heard. */
  ask(reason: RebuildReason): void {
    this.#due ??= reason
  }

  /** The platform was heard; `isFresh`: what is shown is what it holds. */
  heard(epoch: string, isFresh: boolean): void {
    if (isFresh && !this.#isFresh) this.#digests.caughtUp()
    this.#isFresh = isFresh
    this.#digests.moved()
    const due = this.#due
    this.#due = null
    if (due !== null) void this.rebuild.begin(due, epoch).catch(this.#failed)
    else if (isFresh && this.rebuild.place === 'current') {
      this.#digests.tick()
      this.#leaveOtherLives()
    }
  }

  /** A word of a neighbour about a life that has ended may come late: no page would ever take its act off the screen. */
  #leaveOtherLives(): void {
    const { db, clock, events } = this.#options
    if (clock.monotonicMs() < this.#lookBackAt) return
    this.#lookBackAt = clock.monotonicMs() + LOOK_BACK_EVERY_MS
    db.cacheWriter.leaveOtherLives().then(
      (change) => {
        if (change !== null) events.cacheChanged(change)
      },
      (error: unknown) => {
        events.failed('other lives', error)
      },
    )
  }

  offered(page: ChangesPage): void {
    if (page.changes.length > 0) this.#busyAt = this.#options.clock.monotonicMs()
    this.#digests.offered(page)
  }

  applied(): void {
    this.#digests.moved()
  }

  status(): RebuildStatus | null {
    return this.rebuild.status()
  }

  readonly #failed = (error: unknown): void => {
    this.#options.events.failed('rebuild', error)
  }

  async #replaced(): Promise<void> {
    // The life may be another: what had nothing to leave a moment ago may have it now.
    this.#lookBackAt = -Infinity
    this.#options.events.replaced(await this.#options.db.cacheWriter.cursor())
    await this.#pages.forget()
  }
}
