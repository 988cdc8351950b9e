import type { Readable } from 'node:stream'
import type { Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { HEARTBEAT_MS, StreamLine } from '#shared/platform-api/changes.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import { ok } from '#shared/kernel/result.ts'
import type { CacheChange, CacheWriterApi } from '../db/cache-api.ts'
import { backoffMs } from './backoff.ts'
import { linesOf } from './line-reader.ts'
import type { LinkRefusal, LinkResult, PlatformClient } from './platform-client.ts'
import { SilenceGuard } from './silence-guard.ts'

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
  #abort = new AbortController()
  #stopped = false
  #failures = 0
  #wake: (() => void) | null = null
  #done: Promise<void> | null = null

  constructor(options: FeedReaderOptions) {
    this.#options = options
  }

  start(): void {
    this.#done ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#abort.abort()
    this.#wake?.()
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.isStopped()) {
      const { code, retryAfterMs = 0 } = await this.#follow().catch((error: unknown) => this.#failed(error))
      if (this.isStopped()) return
      this.#options.events.lost(code)
      const waitMs = Math.min(LONGEST_PAUSE_MS, backoffMs(this.#failures, this.#options.random))
      await this.#pause(Math.max(waitMs, retryAfterMs))
      this.#failures += 1
    }
  }

  /** The cache could not be asked or emptied; the disk may have room again later. */
  #failed(error: unknown): LinkRefusal {
    this.#options.events.failed(error)
    return { code: 'storage-failed' }
  }

  isStopped(): boolean {
    return this.#stopped
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#options.timers.after(ms, resolve)
      this.#wake = () => {
        callOff()
        resolve()
      }
    })
  }

  /** One stream from opening to its end; why it ended. A stream that is silent too long is cut, also before its first line. */
  async #follow(): Promise<LinkRefusal> {
    this.#abort = new AbortController()
    const guard = new SilenceGuard(this.#options.timers, () => {
      this.#abort.abort()
    })
    try {
      const from = await this.#cursor()
      if (!from.ok) return from.error
      const opened = await this.#options.client.stream(from.value, this.#abort.signal)
      if (opened.ok) return { code: await this.#read(opened.value, from.value.epoch, guard) }
      if (opened.error.code === 'cursor-expired') await this.#startOver()
      return opened.error
    } finally {
      guard.end()
    }
  }

  /** Where to go on; a fresh cache begins at the start of the platform's present life. */
  async #cursor(): Promise<LinkResult<Cursor>> {
    const cursor = await this.#options.cache.cursor()
    if (cursor !== null) return ok(cursor)
    const health = await this.#options.client.health()
    return health.ok ? ok({ epoch: health.value.epoch, seq: 0 }) : health
  }

  async #read(stream: Readable, life: string, guard: SilenceGuard): Promise<ErrorCode> {
    const queue = new PageQueue(READ_AHEAD, (page) => this.#apply(page))
    // A stream that breaks right after its first word must not be opened again and again without a pause.
    const lasts = this.#options.timers.after(HEARTBEAT_MS, () => {
      this.#failures = 0
    })
    try {
      for await (const text of linesOf(stream)) {
        const line = parseLine(text)
        if (line === null) return 'bad-reply'
        guard.heard()
        const { epoch, head, time } = line.type === 'page' ? line.page : line
        this.#options.events.heard(epoch, head, time)
        if (epoch !== life) {
          // The store was exchanged beneath an open stream: what was read so far belongs to another life.
          await queue.drained()
          await this.#startOver()
          return 'cursor-expired'
        }
        if (line.type === 'page') await queue.add(line.page)
        if (queue.failure !== null) return queue.failure
      }
      return queue.failure ?? 'offline'
    } catch (error) {
      // An aborted or broken body; what was applied stands at its cursor.
      return error instanceof TypeError || error instanceof RangeError ? 'bad-reply' : 'offline'
    } finally {
      lasts()
      stream.destroy()
      await queue.drained()
    }
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

function parseLine(text: string): StreamLine | null {
  try {
    const line = StreamLine.safeParse(JSON.parse(text))
    return line.success ? line.data : null
  } catch {
    // Not JSON at all: somebody else answers in the platform's place.
    return null
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
