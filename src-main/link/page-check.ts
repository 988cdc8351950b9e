import type { Timers } from '#shared/kernel/clock.ts'
import type { CacheInspectorApi, CheckPosition } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'

export interface PageCheckOptions {
  readonly db: HallDb
  readonly timers: Timers
  /** Has nobody anything to do just now? */
  readonly isIdle: () => boolean
  readonly damaged: (fault: string) => void
  readonly failed: (error: unknown) => void
}

/** The first pass after a start, and the pause between two. */
const FIRST_MS = 5 * 60_000
const EVERY_MS = 6 * 60 * 60_000
/** Between two slices, so that the check takes a small part of one core. */
const SLICE_PAUSE_MS = 500

/** Goes through all pages of the cache again and again, slice by slice, while the hall is quiet. */
export class PageCheck {
  readonly #options: PageCheckOptions
  #inspector: CacheInspectorApi | null = null
  #position: CheckPosition = null
  #callOff: () => void = () => undefined
  #working: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(options: PageCheckOptions) {
    this.#options = options
  }

  start(): void {
    this.#after(FIRST_MS)
  }

  /** Another file is the cache now: the pass begins again later. */
  async forget(): Promise<void> {
    await this.#working
    await this.#close()
    if (!this.#isStopped) this.#after(EVERY_MS)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#callOff()
    await this.#working
    await this.#close()
  }

  #after(ms: number): void {
    this.#callOff()
    this.#callOff = this.#options.timers.after(ms, () => {
      this.#working = this.#slice().catch((error: unknown) => {
        this.#options.failed(error)
        this.#after(EVERY_MS)
      })
    })
  }

  async #slice(): Promise<void> {
    if (!this.#options.isIdle()) {
      this.#after(SLICE_PAUSE_MS * 10)
      return
    }
    const inspector = await this.#open()
    if (inspector === null) {
      this.#after(EVERY_MS)
      return
    }
    const { fault, next } = await inspector.check(this.#position)
    this.#position = next
    if (fault !== null) this.#options.damaged(fault)
    const isOver = next === null || fault !== null
    if (isOver) await this.#close()
    if (!this.#isStopped) this.#after(isOver ? EVERY_MS : SLICE_PAUSE_MS)
  }

  async #open(): Promise<CacheInspectorApi | null> {
    if (this.#inspector !== null) return this.#inspector
    const opened = await this.#options.db.openInspector()
    this.#inspector = opened.ok ? opened.value : null
    return this.#inspector
  }

  async #close(): Promise<void> {
    const inspector = this.#inspector
    this.#inspector = null
    this.#position = null
    await inspector?.close()
  }
}
