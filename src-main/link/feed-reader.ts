import type { Readable } from 'node:stream'
import type { Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { StreamLine } from '#shared/platform-api/changes.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import { ok } from '#shared/kernel/result.ts'
import type { CacheChange, CacheWriterApi } from '../db/cache-api.ts'
import type { LinkResult, PlatformClient } from './platform-client.ts'
import { StreamKeeper } from './stream-keeper.ts'
import type { Opened } from './stream-keeper.ts'

export interface FeedEvents {
  /** Any line: the platform is alive; its epoch, its head and its time. */
  heard(epoch: string, head: number, time: number): void
  /** The stream could not be opened or broke. */
  lost(code: ErrorCode): void
  /** The cache refused to work. */
  failed(error: unknown): void
  applied(change: CacheChange, page: ChangesPage): void
  /** The platform's store began a new life: the cache was emptied and is read anew. */
  epochChanged(): Promise<void>
}

export interface FeedReaderOptions {
  readonly client: PlatformClient
  readonly cache: CacheWriterApi
  readonly events: FeedEvents
  readonly timers: Timers
  readonly random: Random
}

/** Longest wait between two streams, unless the platform asks for more. */
const LONGEST_PAUSE_MS = 2_000
/** Pages read ahead of the cache; more would only eat memory. */
const READ_AHEAD = 3

/** Keeps one open stream to the platform and puts its pages into the cache, in order, for as long as it runs. */
export class FeedReader {
  readonly #options: FeedReaderOptions
  readonly #keeper: StreamKeeper<StreamLine>

  constructor(options: FeedReaderOptions) {
    this.#options = options
    const { timers, random, events } = options
    this.#keeper = new StreamKeeper({
      timers,
      random,
      longestPauseMs: LONGEST_PAUSE_MS,
      line: StreamLine,
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
    const from = await this.#cursor()
    if (!from.ok) return from
    const opened = await this.#options.client.stream(from.value, signal)
    if (opened.ok) return ok(this.#following(opened.value, from.value.epoch))
    if (opened.error.code === 'cursor-expired') await this.#startOver()
    return opened
  }

  /** Where to go on; a fresh cache begins at the start of the platform's present life. */
  async #cursor(): Promise<LinkResult<Cursor>> {
    const cursor = await this.#options.cache.cursor()
    if (cursor !== null) return ok(cursor)
    const health = await this.#options.client.health()
    return health.ok ? ok({ epoch: health.value.epoch, seq: 0 }) : health
  }

  #following(stream: Readable, life: string): Opened<StreamLine> {
    const queue = new PageQueue(READ_AHEAD, (page) => this.#apply(page))
    const take = async (line: StreamLine): Promise<ErrorCode | null> => {
      const { epoch, head, time } = line.type === 'page' ? line.page : line
      this.#options.events.heard(epoch, head, time)
      if (epoch !== life) {
        // The store was exchanged beneath an open stream: what was read so far belongs to another life.
        await queue.drained()
        await this.#startOver()
        return 'cursor-expired'
      }
      if (line.type === 'page') await queue.add(line.page)
      return queue.failure
    }
    const end = async (): Promise<ErrorCode | null> => {
      await queue.drained()
      return queue.failure
    }
    return { stream, take, end }
  }

  async #apply(page: ChangesPage): Promise<ErrorCode | null> {
    const result = await this.#options.cache.applyPage(page)
    if (result.applied) {
      this.#options.events.applied(result.change, page)
      return null
    }
    if (result.why === 'epoch') {
      await this.#startOver()
      return 'cursor-expired'
    }
    return result.why === 'gap' ? 'offline' : 'schema-newer'
  }

  async #startOver(): Promise<void> {
    await this.#options.cache.reset()
    await this.#options.events.epochChanged()
  }
}

/** Applies pages one after the other while the next lines, beats above all, are already being read. */
class PageQueue {
  readonly #most: number
  readonly #apply: (page: ChangesPage) => Promise<ErrorCode | null>
  #tail: Promise<void> = Promise.resolve()
  #waiting = 0
  failure: ErrorCode | null = null

  constructor(most: number, apply: (page: ChangesPage) => Promise<ErrorCode | null>) {
    this.#most = most
    this.#apply = apply
  }

  async add(page: ChangesPage): Promise<void> {
    this.#waiting += 1
    this.#tail = this.#tail.then(async () => {
      if (this.failure === null) this.failure = await this.#apply(page).catch(() => 'storage-failed' as const)
      this.#waiting -= 1
    })
    if (this.#waiting > this.#most) await this.#tail
  }

  async drained(): Promise<void> {
    await this.#tail
  }
}
