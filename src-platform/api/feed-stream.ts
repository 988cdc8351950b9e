import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Result } from '#shared/kernel/result.ts'
import type { Platform } from '../platform.ts'
import type { PageText } from '../store/read-changes.ts'

export interface FeedStream {
  readonly response: ServerResponse
  readonly platform: Platform
  /** Page after the caller's cursor, already read. */
  readonly first: PageText
  readonly read: (seq: number) => Promise<Result<PageText>>
}

/** A reader that takes nothing for so long is gone. */
const STALLED_MS = 60_000

/**
 * Writes pages as they commit and a beat whenever the store has answered. Nothing piles up: while the reader is slow, commits
 * only mark the stream as behind, and beats are left out. Ends when the store is lost, so that the reader notices at once.
 */
export function openFeedStream({ response, platform, first, read }: FeedStream): void {
  const { feed, hall, clock } = platform
  let cursor = first.next
  let isBehind = first.more
  let isBusy = false

  const write = async (line: string): Promise<void> => {
    if (response.writableEnded || response.destroyed || response.write(`${line}\n`)) return
    const settled = new AbortController()
    const timer = setTimeout(() => response.destroy(), STALLED_MS)
    try {
      // A reader that left will never drain.
      await Promise.race([once(response, 'drain', settled), once(response, 'close', settled)])
    } finally {
      clearTimeout(timer)
      settled.abort()
    }
  }
  const beat = (head: number): string => JSON.stringify({ type: 'beat', epoch: hall.epoch, head, time: clock.now() })
  const writePage = async (page: PageText): Promise<void> => {
    cursor = page.next
    // Never back to false here: a commit may have come while the page was read.
    if (page.more) isBehind = true
    if (page.count > 0) await write(`{"type":"page","page":${page.json}}`)
  }
  const end = (): void => {
    response.end()
  }
  const catchUp = async (): Promise<void> => {
    while (isBehind && !response.destroyed && !response.writableEnded) {
      isBehind = false
      const page = await read(cursor)
      if (!page.ok) return end()
      await writePage(page.value)
    }
  }
  const work = (task: () => Promise<void>): void => {
    if (isBusy) return
    isBusy = true
    task()
      .then(catchUp)
      .catch(end)
      .finally(() => {
        isBusy = false
        // A commit may have come between the last look and now.
        if (isBehind && !response.destroyed && !response.writableEnded) work(() => Promise.resolve())
      })
  }

  const stop = feed.listen({
    changed: () => {
      isBehind = true
      work(() => Promise.resolve())
    },
    beat: (head) => {
      // A wake-up that was lost shows here.
      if (head > cursor) isBehind = true
      work(() => write(beat(head)))
    },
    lost: end,
  })
  response.once('close', stop)
  response.once('error', () => response.destroy())
  work(async () => {
    await write(beat(first.head))
    await writePage(first)
  })
}
