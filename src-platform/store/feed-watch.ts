import { Client } from 'pg'
import { HEARTBEAT_MS } from '#shared/platform-api/changes.ts'
import { REVOKED_CHANNEL } from './revocations.ts'
import { FEED_CHANNEL } from './commit-changes.ts'
import type { ConnectionSource } from './open-store.ts'

export interface FeedListener {
  /** Something was committed; several commits may arrive as one call. */
  changed(): void
  /** The store has just answered; `head` is the hall's newest seq. Every {@link HEARTBEAT_MS}. */
  beat(head: number): void
  /** The store cannot be reached. */
  lost(): void
  /** This machine's enrolment has ended. Nothing is missed: whoever was `lost` has to come in again. */
  revoked?(device: string): void
}

const RETRY_MS = [100, 250, 500, 1_000, 2_000]

/** One connection per process that hears of the commits of all platform processes and feels the store's pulse. */
export class FeedWatch {
  readonly #connection: ConnectionSource
  readonly #hall: string
  readonly #onFailure: (error: unknown) => void
  readonly #listeners = new Set<FeedListener>()
  readonly #first = Promise.withResolvers<undefined>()
  #client: Client | undefined
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #head = 0
  #closed = false

  constructor(connection: ConnectionSource, hall: string, onFailure: (error: unknown) => void) {
    this.#connection = connection
    this.#hall = hall
    this.#onFailure = onFailure
    void this.#pulse()
  }

  /** Settles with the first answer of the store. */
  get ready(): Promise<void> {
    return this.#first.promise
  }

  /** Is the store answering? */
  get isAlive(): boolean {
    return this.#client !== undefined
  }

  /** Newest seq it told of; 0 before its first answer. */
  get head(): number {
    return this.#head
  }

  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#listeners.clear()
    const last = this.#client
    this.#client = undefined
    await last?.end()
  }

  async #pulse(): Promise<void> {
    try {
      const client = this.#client ?? (await this.#connect())
      const { rows } = await client.query<{ seq: string }>('SELECT seq FROM feed_head WHERE hall = $1', [this.#hall])
      this.#head = Number(rows[0]?.seq ?? 0)
      this.#failures = 0
      this.#first.resolve(undefined)
      for (const listener of this.#listeners) listener.beat(this.#head)
    } catch (error) {
      this.#failures += 1
      this.#lose(this.#client, error)
    }
    if (!this.#closed) this.#timer = setTimeout(() => void this.#pulse(), this.#waitMs())
  }

  #waitMs(): number {
    if (this.#client !== undefined) return HEARTBEAT_MS
    return RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? HEARTBEAT_MS
  }

  async #connect(): Promise<Client> {
    const settings = { connectionTimeoutMillis: 5_000, query_timeout: HEARTBEAT_MS * 2, keepAlive: true }
    const client = new Client({ ...this.#connection(), ...settings })
    client.on('error', (error) => {
      this.#lose(client, error)
    })
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === REVOKED_CHANNEL) for (const listener of this.#listeners) listener.revoked?.(payload)
      else if (payload === this.#hall) this.#tellChanged()
    })
    try {
      await client.connect()
      await client.query(`LISTEN ${FEED_CHANNEL}; LISTEN ${REVOKED_CHANNEL}`)
    } catch (error) {
      // It is nobody's yet: left open it would stay on the server, one more at each try.
      client.end().catch(this.#onFailure)
      throw error
    }
    this.#client = client
    // Commits made while nobody listened.
    this.#tellChanged()
    return client
  }

  #tellChanged(): void {
    for (const listener of this.#listeners) listener.changed()
  }

  #lose(broken: Client | undefined, error: unknown): void {
    if (this.#closed) return
    this.#onFailure(error)
    if (broken === undefined || broken !== this.#client) return
    this.#client = undefined
    for (const listener of this.#listeners) listener.lost()
    broken.end().catch(this.#onFailure)
  }
}
