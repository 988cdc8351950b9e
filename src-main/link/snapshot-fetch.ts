import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { HEARTBEAT_MS } from '#shared/platform-api/changes.ts'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import type { PreparedCache } from '../db/hall-db.ts'
import { backoffMs } from './backoff.ts'
import type { PlatformClient } from './platform-client.ts'
import { SilenceGuard } from './silence-guard.ts'
import { SnapshotFile, WrongBytes } from './snapshot-file.ts'

export interface FetchProgress {
  readonly step: 'waiting' | 'download' | 'unpack'
  readonly bytes: number
  readonly total: number | null
}

export interface SnapshotFetchOptions {
  readonly client: PlatformClient
  readonly folder: string
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly progress: (progress: FetchProgress) => void
  readonly failed: (error: unknown) => void
}

/** A platform that is still building one is waited for so long; then pages come sooner. */
const LONGEST_WAIT_MS = 90_000
/** Answers that waiting does not change. */
const noneKept: ReadonlySet<ErrorCode> = new Set(['no-snapshot', 'not-found', 'bad-request', 'bad-reply'])
/** A line that has brought nothing for so long is given up: one that was cut says nothing of it. */
const SILENT_MS = 15_000
/** Wrong bytes, or none, are asked for once again, then no more. */
const MOST_WRONG = 2

/** Gets the platform's snapshot onto this machine, through cuts and restarts. */
export class SnapshotFetch {
  /** There is one, or there will be; without one `run` ends instead. */
  readonly answered: Promise<void>
  #answer: () => void = () => undefined
  readonly #options: SnapshotFetchOptions
  readonly #file: SnapshotFile
  readonly #abort = new AbortController()
  #wake: (() => void) | null = null
  #failures = 0

  constructor(options: SnapshotFetchOptions) {
    this.#options = options
    this.#file = new SnapshotFile(options.folder)
    this.answered = new Promise((resolve) => {
      this.#answer = resolve
    })
  }

  /** A cache of that life of the platform, ready to be taken over; null when there is none and pages must be read. */
  async run(epoch: string): Promise<PreparedCache | null> {
    let wrong = 0
    const givenUpAt = this.#options.clock.monotonicMs() + LONGEST_WAIT_MS
    while (!this.#isStopped()) {
      const info = await this.#info(givenUpAt)
      if (info === null || info.epoch !== epoch) return null
      this.#answer()
      try {
        if (!(await this.#download(info))) continue
        const file = await this.#file.unpack(info, (bytes) => {
          this.#options.progress({ step: 'unpack', bytes, total: info.rawBytes })
        })
        return { file, cursor: { epoch: info.epoch, seq: info.seq } }
      } catch (error) {
        this.#options.failed(error)
        wrong += 1
        if (error instanceof WrongBytes) this.#file.remove()
        if (wrong >= MOST_WRONG || !(error instanceof WrongBytes)) return null
      }
    }
    return null
  }

  /** Ends; what has come so far stays for the next time. */
  stop(): void {
    this.#abort.abort()
    this.#wake?.()
  }

  /** The cache has been taken over: nothing of the download is needed any more. */
  remove(): void {
    this.#file.remove()
  }

  /** Null when none is kept, or when building it takes too long. */
  async #info(givenUpAt: number): Promise<SnapshotInfo | null> {
    while (!this.#isStopped()) {
      const info = await this.#options.client.snapshot(CACHE_SCHEMA)
      if (info.ok) return info.value
      if (noneKept.has(info.error.code) || this.#options.clock.monotonicMs() > givenUpAt) return null
      this.#options.progress({ step: 'waiting', bytes: 0, total: null })
      this.#answer()
      await this.#pause(info.error.retryAfterMs)
    }
    return null
  }

  /** False after a cut: the next attempt goes on behind what has come. */
  async #download(info: SnapshotInfo): Promise<boolean> {
    const from = await this.#file.begin(info)
    if (from === info.bytes) return true
    this.#options.progress({ step: 'download', bytes: from, total: info.bytes })
    const silent = new AbortController()
    const guard = new SilenceGuard(
      this.#options.timers,
      () => {
        silent.abort()
      },
      SILENT_MS,
    )
    try {
      return await this.#readOn(info, from, guard, AbortSignal.any([this.#abort.signal, silent.signal]))
    } finally {
      guard.end()
    }
  }

  async #readOn(info: SnapshotInfo, from: number, guard: SilenceGuard, signal: AbortSignal): Promise<boolean> {
    const { client, progress } = this.#options
    const body = await client.snapshotBytes(info.sha256, from, signal)
    if (!body.ok) {
      guard.end()
      // Somebody on the way serves no parts: from the beginning then.
      if (from > 0 && body.error.code === 'bad-reply') this.#file.remove()
      else if (noneKept.has(body.error.code)) throw new WrongBytes(`not to be had: ${body.error.code}`)
      await this.#pause(body.error.retryAfterMs)
      return false
    }
    // One that breaks after its first bytes must not be opened again and again without a pause.
    const lasts = this.#options.timers.after(HEARTBEAT_MS, () => {
      this.#failures = 0
    })
    try {
      await this.#file.add(body.value, from, info.bytes, (bytes) => {
        guard.heard()
        progress({ step: 'download', bytes, total: info.bytes })
      })
    } catch (error) {
      body.value.destroy()
      guard.end()
      if (error instanceof WrongBytes || (error instanceof Error && 'syscall' in error && 'path' in error)) throw error
      lasts()
      await this.#pause()
      return false
    } finally {
      lasts()
    }
    return (await this.#file.begin(info)) === info.bytes
  }

  async #pause(retryAfterMs = 0): Promise<void> {
    const { timers, random } = this.#options
    const waitMs = backoffMs(this.#failures, random, retryAfterMs)
    this.#failures += 1
    await new Promise<void>((resolve) => {
      const callOff = timers.after(waitMs, resolve)
      this.#wake = () => {
        callOff()
        resolve()
      }
      if (this.#isStopped()) this.#wake()
    })
  }

  // A method, because the signal changes while something is awaited.
  #isStopped(): boolean {
    return this.#abort.signal.aborted
  }
}
