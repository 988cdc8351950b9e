import { Client } from 'pg'
import { HEARTBEAT_MS } from '#shared/platform-api/changes.ts'
import { FEED_CHANNEL } from './commit-changes.ts'
import type { ConnectionSource } from './open-store.ts'

export interface FeedListener {
  /** Something was committed; several commits may arrive as one call. */
  changed(): void
  /** The store has just answered; `head` is the hall's newest seq. Every {@link HEARTBEAT_MS}. */
  beat(head: number): void
  /** The store cannot be reached. */
  lost(): void
}

/** One connection per process that hears of commits of all platform processes and feels the store's pulse. */
export interface FeedWatch {
  listen(listener: FeedListener): () => void
  /** Is the store answering? */
  isAlive(): boolean
  /** Newest seq it told of; 0 before its first answer. */
  head(): number
  /** Settles with the first answer. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

const RETRY_MS = [100, 250, 500, 1_000, 2_000]

export function watchFeed(connection: ConnectionSource, hall: string): FeedWatch {
  const listeners = new Set<FeedListener>()
  let client: Client | undefined
  let timer: NodeJS.Timeout | undefined
  let failures = 0
  const first = Promise.withResolvers<undefined>()
  let head = 0
  let closed = false

  const lose = (broken: Client): void => {
    if (client === broken) {
      client = undefined
      for (const listener of listeners) listener.lost()
    }
    // The connection is broken already; how its farewell fails tells nothing new.
    void broken.end().catch(() => undefined)
  }

  const connect = async (): Promise<void> => {
    const fresh = new Client({ ...connection(), connectionTimeoutMillis: 5_000, query_timeout: HEARTBEAT_MS * 2, keepAlive: true })
    fresh.on('error', () => lose(fresh))
    fresh.on('end', () => lose(fresh))
    fresh.on('notification', (message) => {
      if (message.payload === hall) for (const listener of listeners) listener.changed()
    })
    await fresh.connect()
    await fresh.query(`LISTEN ${FEED_CHANNEL}`)
    client = fresh
    failures = 0
    // Commits made while nobody listened.
    for (const listener of listeners) listener.changed()
  }

  const pulse = async (): Promise<void> => {
    const asked = client
    try {
      if (asked === undefined) await connect()
      const { rows } = await (asked ?? client)?.query<{ seq: string }>('SELECT seq FROM feed_head WHERE hall = $1', [hall]) ?? { rows: [] }
      head = Number(rows[0]?.seq ?? 0)
      first.resolve(undefined)
      for (const listener of listeners) listener.beat(head)
    } catch {
      // Whatever broke it, the answer is the same: say so and try again.
      failures += 1
      if (asked !== undefined) lose(asked)
    }
    if (!isClosed()) timer = setTimeout(() => void pulse(), client === undefined ? (RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 100) : HEARTBEAT_MS)
  }
  const isClosed = (): boolean => closed

  void pulse()
  return {
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isAlive: () => client !== undefined,
    head: () => head,
    ready: first.promise,
    async close() {
      closed = true
      clearTimeout(timer)
      listeners.clear()
      const last = client
      client = undefined
      await last?.end()
    },
  }
}
