import type { Readable } from 'node:stream'
import type { Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { z } from '#shared/kernel/zod.ts'
import { HEARTBEAT_MS, OFFLINE_AFTER_MS } from '#shared/platform-api/changes.ts'
import { askedForMs, backoffMs } from './backoff.ts'
import type { LinePace } from './line-pace.ts'
import { linesOf } from './line-reader.ts'
import type { LinkRefusal, LinkResult } from './platform-client.ts'
import { SilenceGuard } from './silence-guard.ts'

/** One stream from its opening to its end. */
export interface Opened<Line> {
  readonly stream: Readable
  /** A code ends the stream: the reason to be told. */
  take(line: Line): Promise<ErrorCode | null>
  /** After the last line, however it ended; a code given here is the reason. */
  end?(): Promise<ErrorCode | null>
}

export interface StreamKeeperOptions<Line> {
  readonly timers: Timers
  readonly random: Random
  /** Longest wait between two streams, unless the platform asks for more. */
  readonly longestPauseMs: number
  /** What a line must be; anything else is somebody who answers in the platform's place. */
  readonly line: z.ZodType<Line>
  /** For lines that can be asked for in smaller pieces. */
  readonly pace?: LinePace
  open(signal: AbortSignal): Promise<LinkResult<Opened<Line>>>
  /** The stream could not be opened, broke or fell silent; told once for each time. */
  lost(code: ErrorCode): void
  /** This machine could not do its part. */
  failed(error: unknown): void
}

/** A line that has been coming for so long is none: bytes that trickle for ever keep no stream open. */
const LONGEST_LINE_MS = 5 * 60_000

/** Every third opening after silence is given so long for its first byte: a line may take seconds each way and still carry. */
const PATIENT_MS = 20_000
const PATIENT_EVERY = 3

/** The stream is to be opened anew, without a pause: nothing is wrong with it but how it was asked for. */
class OpenAnew extends Error {}

/** Keeps one stream to the platform open for as long as it runs: cut when silent, opened again after a growing pause. */
export class StreamKeeper<Line> {
  readonly #options: StreamKeeperOptions<Line>
  #abort = new AbortController()
  #stopped = false
  #failures = 0
  /** Openings in a row of which not a byte came. */
  #unheard = 0
  #wake: (() => void) | null = null
  #done: Promise<void> | null = null

  constructor(options: StreamKeeperOptions<Line>) {
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
    const { longestPauseMs, random } = this.#options
    while (!this.#isStopped()) {
      const end = await this.#follow().catch((error: unknown) => this.#failed(error))
      if (this.#isStopped()) return
      if (end === null) continue
      const { code, retryAfterMs = 0 } = end
      this.#options.lost(code)
      const waitMs = Math.min(longestPauseMs, backoffMs(this.#failures, random))
      await this.#pause(Math.max(waitMs, askedForMs(retryAfterMs, random)))
      this.#failures += 1
    }
  }

  /** Files that cannot be written now may have room again later. */
  #failed(error: unknown): LinkRefusal {
    this.#options.failed(error)
    return { code: 'storage-failed' }
  }

  // A method, because the field changes while a stream is awaited.
  #isStopped(): boolean {
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

  /**
   * One stream from opening to its end; why it ended, null when the next one is to be opened at once. A stream that is silent too
   * long is cut, also before its first line.
   */
  async #follow(): Promise<LinkRefusal | null> {
    const { timers, pace } = this.#options
    const abort = new AbortController()
    this.#abort = abort
    let wasSilent = false
    const cut = (): void => {
      wasSilent = true
      abort.abort()
    }
    this.#unheard += 1
    const isPatient = pace !== undefined && this.#unheard % PATIENT_EVERY === 0
    const bytes = new SilenceGuard(timers, cut, OFFLINE_AFTER_MS, isPatient ? PATIENT_MS : OFFLINE_AFTER_MS)
    const guards = { bytes, line: new SilenceGuard(timers, cut, LONGEST_LINE_MS) }
    pace?.begin()
    const namedSilence = (refusal: LinkRefusal): LinkRefusal =>
      wasSilent && refusal.code === 'offline' ? { code: 'link-silent' } : refusal
    try {
      const opened = await this.#options.open(abort.signal)
      return namedSilence(opened.ok ? { code: await this.#read(opened.value, guards) } : opened.error)
    } catch (error) {
      if (error instanceof OpenAnew) return null
      throw error
    } finally {
      guards.bytes.end()
      guards.line.end()
    }
  }

  async #read(opened: Opened<Line>, guards: Guards): Promise<ErrorCode> {
    // A stream that breaks right after its first word must not be opened again and again without a pause.
    const lasts = this.#options.timers.after(HEARTBEAT_MS, () => {
      this.#failures = 0
    })
    let why: ErrorCode | null = null
    try {
      why = await this.#readLines(opened, guards)
    } finally {
      lasts()
      opened.stream.destroy()
      why = (await opened.end?.()) ?? why
    }
    return why
  }

  async #readLines(opened: Opened<Line>, guards: Guards): Promise<ErrorCode> {
    const lines = linesOf(this.#bytesOf(opened.stream, guards.bytes))
    for (;;) {
      const next = await nextOf(lines)
      if (typeof next === 'string') return next
      const line = parseLine(this.#options.line, next.text)
      if (line === null) return 'bad-reply'
      guards.line.heard()
      const why = await opened.take(line)
      if (why !== null) return why
    }
  }

  /** A line on its way over a slow line is no silence. */
  async *#bytesOf(stream: Readable, silence: SilenceGuard): AsyncGenerator<Buffer> {
    const { pace } = this.#options
    pace?.wait()
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      silence.heard()
      this.#unheard = 0
      if (pace?.isTooSlow(chunk) === true) throw new OpenAnew()
      yield chunk
      if (pace?.wait() === true) throw new OpenAnew()
    }
  }
}

interface Guards {
  /** No byte at all. */
  readonly bytes: SilenceGuard
  /** No whole line. */
  readonly line: SilenceGuard
}

/** The next line, or why there is none: the end, a broken or cut body, bytes that are no text, a line without end. */
async function nextOf(lines: AsyncGenerator<string>): Promise<{ text: string } | ErrorCode> {
  try {
    const next = await lines.next()
    return next.done === true ? 'offline' : { text: next.value }
  } catch (error) {
    if (error instanceof OpenAnew) throw error
    return error instanceof TypeError || error instanceof RangeError ? 'bad-reply' : 'offline'
  }
}

function parseLine<Line>(schema: z.ZodType<Line>, text: string): Line | null {
  try {
    const line = schema.safeParse(JSON.parse(text))
    return line.success ? line.data : null
  } catch {
    // Not JSON at all: somebody else answers in the platform's place.
    return null
  }
}
