import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'

type Step = () => Promise<ErrorCode | null>

/** Applies pages one after the other while the next lines, beats above all, are already being read. */
export class PageQueue {
  readonly #most: number
  readonly #apply: (page: ChangesPage) => Promise<ErrorCode | null>
  readonly #failed: (error: unknown) => void
  #tail: Promise<void> = Promise.resolve()
  #waiting = 0
  failure: ErrorCode | null = null

  constructor(most: number, apply: (page: ChangesPage) => Promise<ErrorCode | null>, failed: (error: unknown) => void) {
    this.#most = most
    this.#apply = apply
    this.#failed = failed
  }

  async add(page: ChangesPage): Promise<void> {
    this.#append(() => this.#apply(page))
    if (this.#waiting > this.#most) await this.#tail
  }

  /** A step that only matters when no page waits. */
  async addLast(step: Step): Promise<void> {
    if (this.#waiting > 0) return
    this.#append(step)
    await this.#tail
  }

  async drained(): Promise<void> {
    await this.#tail
  }

  #append(step: Step): void {
    this.#waiting += 1
    this.#tail = this.#tail.then(async () => {
      if (this.failure === null) this.failure = await step().catch((error: unknown) => this.#broken(error))
      this.#waiting -= 1
    })
  }

  #broken(error: unknown): ErrorCode {
    this.#failed(error)
    return 'storage-failed'
  }
}
