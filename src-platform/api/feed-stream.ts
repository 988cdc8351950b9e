import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Result } from '#shared/kernel/result.ts'
import type { Platform } from '../platform.ts'
import type { PageText } from '../store/read-changes.ts'
import type { PageSize } from './page-size.ts'

/** A reader that takes nothing for so long is gone. */
const STALLED_MS = 60_000

/**
 * One open feed: writes pages as they commit and a beat whenever the store has answered. Nothing piles up: while the reader is
 * slow, commits only mark the stream as behind, and beats are left out. Ends when the store is lost, so that the reader notices
 * at once.
 */
export class FeedStream {
  readonly #response: ServerResponse
  readonly #platform: Platform
  readonly #size: PageSize
  readonly #read: (seq: number) => Promise<Result<PageText>>
  #cursor = 0
  #isBehind = false
  #isBusy = false

  /** `read` gives the page after a seq. */
  constructor(
    response: ServerResponse,
    platform: Platform,
    size: PageSize,
    read: (seq: number) => Promise<Result<PageText>>,
  ) {
    this.#response = response
    this.#platform = platform
    this.#size = size
    this.#read = read
  }

  /** Begins with a beat and the caller's first page. */
  open(first: PageText): void {
    this.#cursor = first.next
    const stop = this.#platform.feed.listen({
      changed: () => {
        this.#isBehind = true
        this.#work(() => Promise.resolve())
      },
      beat: (head) => {
        // A wake-up that was lost shows here.
        if (head > this.#cursor) this.#isBehind = true
        this.#work(() => this.#writeBeat(head))
      },
      lost: () => this.#response.end(),
    })
    this.#response.once('close', stop)
    this.#response.once('error', () => this.#response.destroy())
    this.#work(async () => {
      await this.#writeBeat(first.head)
      await this.#writePage(first)
    })
  }

  get #isOpen(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded
  }

  /** Does the task and then catches up; one at a time. */
  #work(task: () => Promise<void>): void {
    if (this.#isBusy) return
    this.#isBusy = true
    task()
      .then(() => this.#catchUp())
      // The store or the reader is gone; either way this stream is over.
      .catch(() => this.#response.end())
      .finally(() => {
        this.#isBusy = false
        // A commit may have come between the last look and now.
        if (this.#isBehind && this.#isOpen) this.#work(() => Promise.resolve())
      })
  }

  async #catchUp(): Promise<void> {
    while (this.#isBehind && this.#isOpen) {
      this.#isBehind = false
      const page = await this.#read(this.#cursor)
      if (!page.ok) this.#response.end()
      else await this.#writePage(page.value)
    }
  }

  async #writeBeat(head: number): Promise<void> {
    const { hall, clock } = this.#platform
    await this.#write(JSON.stringify({ type: 'beat', epoch: hall.epoch, head, time: clock.now() }))
  }

  async #writePage(page: PageText): Promise<void> {
    this.#cursor = page.next
    // Never back to false here: a commit may have come while the page was read.
    if (page.more) this.#isBehind = true
    this.#size.sent(page.more)
    if (page.count > 0) await this.#write(`{"type":"page","page":${page.json}}`)
  }

  /** Writes a line and waits until the reader has room for the next. */
  async #write(line: string): Promise<void> {
    if (!this.#isOpen || this.#response.write(`${line}\n`)) return
    const settled = new AbortController()
    const timer = setTimeout(() => this.#response.destroy(), STALLED_MS)
    try {
      // A reader that left will never drain.
      await Promise.race([once(this.#response, 'drain', settled), once(this.#response, 'close', settled)])
    } finally {
      clearTimeout(timer)
      settled.abort()
    }
  }
}
