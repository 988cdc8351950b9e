import type { Readable } from 'node:stream'
import type { Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { PositionsLine } from '#shared/platform-api/field.ts'
import { backoffMs } from './backoff.ts'
import { linesOf } from './line-reader.ts'
import type { LinkRefusal, PlatformClient } from './platform-client.ts'
import { SilenceGuard } from './silence-guard.ts'

export interface PositionsEvents {
  heard(line: PositionsLine): void
  /** The stream could not be opened, broke or fell silent; told once for each time. */
  lost(code: ErrorCode): void
}

export interface PositionsReaderOptions {
  readonly client: Pick<PlatformClient, 'positions'>
  readonly events: PositionsEvents
  readonly timers: Timers
  readonly random: Random
}

/** Longest wait between two streams, unless the platform asks for more. */
const LONGEST_PAUSE_MS = 5_000

/**
 * Keeps one stream of positions open, apart from the feed: neither may hold up the other. Nothing is stored; after a break the
 * snapshot at the start of the next stream says everything.
 */
export class PositionsReader {
  readonly #options: PositionsReaderOptions
  #abort = new AbortController()
  #stopped = false
  #failures = 0
  #wake: (() => void) | null = null
  #done: Promise<void> | null = null

  constructor(options: PositionsReaderOptions) {
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
      const { code, retryAfterMs = 0 } = await this.#follow()
      if (this.isStopped()) return
      this.#options.events.lost(code)
      const waitMs = Math.min(LONGEST_PAUSE_MS, backoffMs(this.#failures, this.#options.random))
      await this.#pause(Math.max(waitMs, retryAfterMs))
      this.#failures += 1
    }
  }

  // A method, because the field changes while a stream is awaited.
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

  /** One stream from opening to its end; why it ended. */
  async #follow(): Promise<LinkRefusal> {
    this.#abort = new AbortController()
    const guard = new SilenceGuard(this.#options.timers, () => {
      this.#abort.abort()
    })
    try {
      const opened = await this.#options.client.positions(this.#abort.signal)
      return opened.ok ? { code: await this.#read(opened.value, guard) } : opened.error
    } finally {
      guard.end()
    }
  }

  async #read(stream: Readable, guard: SilenceGuard): Promise<ErrorCode> {
    let lines = 0
    try {
      for await (const text of linesOf(stream)) {
        const line = parseLine(text)
        if (line === null) return 'bad-reply'
        guard.heard()
        this.#options.events.heard(line)
        lines += 1
        // A stream that breaks right after its snapshot must not be opened again and again without a pause.
        if (lines > 1) this.#failures = 0
      }
      return 'offline'
    } catch (error) {
      // Broken or cut by the guard; bytes that are no text and lines without end are somebody else's.
      return error instanceof TypeError || error instanceof RangeError ? 'bad-reply' : 'offline'
    } finally {
      stream.destroy()
    }
  }
}

function parseLine(text: string): PositionsLine | null {
  try {
    const line = PositionsLine.safeParse(JSON.parse(text))
    return line.success ? line.data : null
  } catch {
    // Not JSON at all: somebody else answers in the platform's place.
    return null
  }
}
