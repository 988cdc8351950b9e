import type { Clock, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { AttachmentClient } from '../../link/attachment-client.ts'
import { SilenceGuard } from '../../link/silence-guard.ts'
import { diskRefusal } from './disk-refusal.ts'
import type { FileStore } from './file-store.ts'
import type { SealedWriter } from './sealed-writer.ts'

export interface FetcherOptions {
  readonly client: Pick<AttachmentClient, 'read'>
  readonly store: FileStore
  readonly clock: Clock
  readonly timers: Timers
  readonly isOffline: () => boolean
  readonly onChanged: () => void
  /** A file has come and lies in the store, or comes no more: its case may have left meanwhile. */
  readonly onEnded: () => void
  readonly onFailure: (where: string, error: unknown) => void
}

export interface Fetching {
  readonly fetched: number
  /** Why it does not come; null while it does. */
  readonly fault: ErrorCode | null
}

interface Wanted {
  readonly size: number
  fetched: number
  fault: ErrorCode | null
}

const MOST_AT_ONCE = 2
/** A line that breaks is taken up again where it broke, as long as each attempt brings something. */
const MOST_EMPTY_ATTEMPTS = 2
/** A line that has brought nothing for so long is given up: one that was cut says nothing of it. */
const SILENT_MS = 15_000

/** Brings files from the platform into the store, two at a time, by ranges; what comes is kept only when its hash is right. */
export class Fetcher {
  readonly #options: FetcherOptions
  readonly #wanted = new Map<string, Wanted>()
  readonly #queue: string[] = []
  readonly #running = new Map<string, Promise<void>>()
  readonly #ending = new AbortController()

  constructor(options: FetcherOptions) {
    this.#options = options
  }

  /** Undefined when nobody has asked for it, and when it is here: it may have come from this machine's own camera. */
  of(hash: string): Fetching | undefined {
    return this.#options.store.has(hash) ? undefined : this.#wanted.get(hash)
  }

  /** Somebody wants to see it. Asked again after a fault it is tried again. */
  want(hash: string, size: number): void {
    if (this.#options.store.has(hash) || this.#ending.signal.aborted) return
    const known = this.#wanted.get(hash)
    if (known !== undefined && known.fault === null) return
    if (this.#options.isOffline()) {
      this.#wanted.set(hash, { size, fetched: 0, fault: 'offline' })
      return
    }
    this.#wanted.set(hash, { size, fetched: 0, fault: null })
    this.#queue.push(hash)
    this.#next()
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    this.#queue.length = 0
    await Promise.all(this.#running.values())
  }

  #next(): void {
    while (this.#running.size < MOST_AT_ONCE) {
      const hash = this.#queue.shift()
      if (hash === undefined) return
      const fetched = this.#bring(hash).catch((error: unknown) => {
        this.#options.onFailure('attachments', error)
        this.#ended(hash, 'internal')
      })
      this.#running.set(
        hash,
        fetched.finally(() => {
          this.#running.delete(hash)
          this.#next()
        }),
      )
    }
  }

  async #bring(hash: string): Promise<void> {
    const wanted = this.#wanted.get(hash)
    if (wanted === undefined) return
    const { store, clock } = this.#options
    const writer = await store.writer(wanted.size)
    if (!writer.ok) {
      this.#ended(hash, writer.error.code)
      return
    }
    const come = await this.#all(hash, wanted, writer.value)
    if (!come.ok) {
      await writer.value.drop()
      this.#ended(hash, come.error.code)
      return
    }
    const kept = await store.keep(writer.value, clock.now(), hash)
    this.#ended(hash, kept.ok ? null : kept.error.code)
  }

  async #all(hash: string, wanted: Wanted, writer: SealedWriter): Promise<Result<null>> {
    for (let empty = 0; empty < MOST_EMPTY_ATTEMPTS;) {
      const before = writer.size
      const part = await this.#part(hash, wanted, writer)
      if (!part.ok) return part
      if (writer.size === wanted.size) return ok(null)
      empty = writer.size === before ? empty + 1 : 0
      if (this.#ending.signal.aborted) return refuse('cancelled')
    }
    return refuse('offline')
  }

  /** As far as the line holds; a broken line is no refusal. */
  async #part(hash: string, wanted: Wanted, writer: SealedWriter): Promise<Result<null>> {
    const { client, onChanged } = this.#options
    const reply = await client.read(hash, writer.size, this.#ending.signal)
    if (!reply.ok) {
      const { status, code } = reply.error
      if (status === 0) return ok(null)
      return refuse(status === 404 ? 'file-not-arrived' : code)
    }
    const { body, from } = reply.value
    // One who cannot go on from the middle would send what is here already.
    if (from !== writer.size) {
      body.destroy()
      return refuse('bad-reply', 'range')
    }
    const silence = new SilenceGuard(this.#options.timers, () => body.destroy(new Error('silent')), SILENT_MS)
    try {
      for await (const bytes of body as AsyncIterable<Buffer>) {
        silence.heard()
        if (writer.size + bytes.length > wanted.size) return refuse('hash-mismatch', 'size')
        await writer.write(bytes)
        wanted.fetched = writer.size
        onChanged()
      }
    } catch (error) {
      return isLineError(error) ? ok(null) : { ok: false, error: diskRefusal(error) }
    } finally {
      silence.end()
    }
    return ok(null)
  }

  #ended(hash: string, fault: ErrorCode | null): void {
    if (fault === null) this.#wanted.delete(hash)
    else this.#wanted.set(hash, { size: this.#wanted.get(hash)?.size ?? 0, fetched: 0, fault })
    this.#options.onChanged()
    this.#options.onEnded()
  }
}

/** Of the connection and not of the disk. */
function isLineError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === '' || /^(ECONN|EPIPE|ETIMEDOUT|EAI|EHOST|ENET|ERR_(CANCELED|STREAM|NETWORK|BAD_RESPONSE))/.test(code)
}
