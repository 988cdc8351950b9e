import type { Readable } from 'node:stream'
import type { RebuildReason } from '#shared/contracts/rebuild.contract.ts'
import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { StreamLine } from '#shared/platform-api/changes.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import { ok } from '#shared/kernel/result.ts'
import type { CacheChange, CacheWriterApi } from '../db/cache-api.ts'
import type { CacheRebuild, FeedPlace } from './cache-rebuild.ts'
import { LinePace } from './line-pace.ts'
import { PageQueue } from './page-queue.ts'
import { slicesOf } from './page-slices.ts'
import type { LinkResult, PlatformClient } from './platform-client.ts'
import { StreamKeeper } from './stream-keeper.ts'
import type { Opened } from './stream-keeper.ts'

export interface FeedEvents {
  /** A stream is asked for: what comes over it was said from now on. */
  opening(): void
  /** Any line: the platform is alive; its epoch, its head and its time. False: it was said before this machine slept. */
  heard(epoch: string, head: number, time: number): boolean
  /** The stream could not be opened or broke. */
  lost(code: ErrorCode): void
  /** The cache refused to work. */
  failed(error: unknown): void
  /** `change` is null while a second cache is filled: nothing that is shown has changed. */
  applied(change: CacheChange | null, page: ChangesPage): void
  /** Where reading stands as a stream is opened. */
  standsAt(cursor: Cursor | null): void
  /** A page is about to be applied to what is shown. */
  offered(page: ChangesPage): void
}

export interface FeedReaderOptions {
  readonly client: PlatformClient
  readonly cache: CacheWriterApi
  readonly rebuild: CacheRebuild
  readonly events: FeedEvents
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

/** Longest wait between two streams, unless the platform asks for more. */
const LONGEST_PAUSE_MS = 2_000
/** Pages read ahead of the cache; more would only eat memory. */
const READ_AHEAD = 3

/** Where one stream begins and where its pages go. */
interface Course {
  readonly cursor: Cursor
  place: FeedPlace
  seq: number
}

/** Keeps one open stream to the platform and puts its pages into the cache, in order, for as long as it runs. */
export class FeedReader {
  readonly #options: FeedReaderOptions
  readonly #keeper: StreamKeeper<StreamLine>
  readonly #pace: LinePace

  constructor(options: FeedReaderOptions) {
    this.#options = options
    this.#pace = new LinePace(options.clock)
    const { timers, random, events } = options
    this.#keeper = new StreamKeeper({
      timers,
      random,
      longestPauseMs: LONGEST_PAUSE_MS,
      line: StreamLine,
      pace: this.#pace,
      open: (signal) => this.#open(signal),
      lost: (code) => {
        events.lost(code)
      },
      failed: (error) => {
        events.failed(error)
      },
    })
  }

  start(): void {
    this.#keeper.start()
  }

  stop(): Promise<void> {
    return this.#keeper.stop()
  }

  async #open(signal: AbortSignal): Promise<LinkResult<Opened<StreamLine>>> {
    this.#options.events.opening()
    const course = await this.#course()
    if (!course.ok) return course
    const { cursor } = course.value
    const opened = await this.#options.client.stream(cursor, signal, this.#pace.pageBytes)
    if (opened.ok) return ok(this.#following(opened.value, course.value))
    const hindrance = opened.error.code === 'cursor-expired' ? await this.#expired(course.value) : null
    return hindrance ?? opened
  }

  /**
   * Where reading stood cannot be served any more. A snapshot that cannot be continued is not fetched again. Answers what kept it
   * from learning where to begin.
   */
  async #expired({ cursor, place }: Course): Promise<LinkResult<never> | null> {
    const health = await this.#options.client.health()
    if (!health.ok) return health
    const { epoch } = health.value
    const isSameLife = epoch === cursor.epoch
    await this.#beginAnew(isSameLife ? 'expired' : 'epoch', epoch, isSameLife && place === 'shadow')
    return null
  }

  /** Where to go on. Beside the running cache, or before anything is there, reading begins in the platform's present life. */
  async #course(): Promise<LinkResult<Course>> {
    const { cache, client, rebuild } = this.#options
    await rebuild.settled()
    const { place } = rebuild
    const cursor = await (place === 'shadow' ? rebuild.shadow : cache)?.cursor()
    if (cursor != null && place !== 'nowhere') {
      this.#options.events.standsAt(cursor)
      return ok({ cursor, place, seq: cursor.seq })
    }
    const health = await client.health()
    if (!health.ok) return health
    const { epoch, head } = health.value
    const reason = rebuild.reasonToBegin(epoch, await cache.isCarried())
    if (reason !== null) {
      await this.#beginAnew(reason, epoch)
      await rebuild.settled()
    }
    // With nowhere to put pages only the beats are heard, from the end on.
    const isHeardOnly = rebuild.place === 'nowhere'
    return ok({ cursor: { epoch, seq: isHeardOnly ? head : 0 }, place: rebuild.place, seq: 0 })
  }

  #following(stream: Readable, course: Course): Opened<StreamLine> {
    const queue = new PageQueue(
      READ_AHEAD,
      (page) => this.#apply(page, course),
      (error) => {
        this.#options.events.failed(error)
      },
    )
    const take = async (line: StreamLine): Promise<ErrorCode | null> => {
      const { epoch, head, time } = line.type === 'page' ? line.page : line
      if (!this.#options.events.heard(epoch, head, time)) return 'link-silent'
      if (epoch !== course.cursor.epoch) {
        // The store was exchanged beneath an open stream: what was read so far belongs to another life.
        await queue.drained()
        await this.#beginAnew('epoch', epoch)
        return 'cursor-expired'
      }
      if (line.type === 'page' && course.place !== 'nowhere') await queue.add(line.page)
      if (line.type === 'beat') await queue.addLast(() => this.#finish(course, head))
      return queue.failure ?? (this.#options.rebuild.place === course.place ? null : 'cursor-expired')
    }
    const end = async (): Promise<ErrorCode | null> => {
      await queue.drained()
      return queue.failure
    }
    return { stream, take, end }
  }

  async #apply(page: ChangesPage, course: Course): Promise<ErrorCode | null> {
    const { cache, rebuild, events } = this.#options
    for (const slice of slicesOf(page)) {
      const into = course.place === 'shadow' ? rebuild.shadow : cache
      if (into === null) return 'cursor-expired'
      if (course.place === 'current') events.offered(slice)
      const result = await into.applyPage(slice)
      if (!result.applied) return this.#refused(result.why, page.epoch)
      course.seq = slice.next
      events.applied(course.place === 'shadow' ? null : result.change, slice)
    }
    return this.#finish(course, page.head)
  }

  async #refused(why: 'epoch' | 'gap' | 'schema' | 'unknown-op', epoch: string): Promise<ErrorCode> {
    if (why === 'epoch') {
      await this.#beginAnew('epoch', epoch)
      return 'cursor-expired'
    }
    return why === 'gap' ? 'offline' : 'schema-newer'
  }

  /** The second cache takes over once it has come to the platform's head; the stream goes on into it. */
  async #finish(course: Course, head: number): Promise<ErrorCode | null> {
    if (course.place !== 'shadow' || course.seq < head) return null
    await this.#options.rebuild.adopt()
    course.place = 'current'
    return null
  }

  async #beginAnew(reason: RebuildReason, epoch: string, isInPages = false): Promise<void> {
    await this.#options.rebuild.begin(reason, epoch, isInPages)
    this.#options.events.standsAt(null)
  }
}
