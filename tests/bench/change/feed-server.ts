// The platform as far as a seat reads from it: a real HTTP server that speaks the feed's contract and knows nothing but its
// cursor. Whatever else is asked breaks off, as on a line that only carries the feed.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FEED_SCHEMA, HEARTBEAT_MS } from '#shared/platform-api/changes.ts'
import type { Change, Cursor, StreamLine } from '#shared/platform-api/changes.ts'
import { listening } from './listening.ts'

export class FeedServer {
  readonly #server: Server = createServer((request, reply) => {
    this.#answer(request, reply)
  })
  readonly #streams = new Set<ServerResponse>()
  readonly #epoch: string
  readonly #waiting = new Set<() => void>()
  #head: number

  private constructor({ epoch, seq }: Cursor) {
    this.#epoch = epoch
    this.#head = seq
  }

  static async start(cursor: Cursor): Promise<FeedServer> {
    const feed = new FeedServer(cursor)
    await listening(feed.#server)
    return feed
  }

  get url(): string {
    // A TCP server that listens has an AddressInfo.
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  /** Resolves once a seat reads the feed. */
  read(): Promise<void> {
    if (this.#streams.size > 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.add(resolve))
  }

  /** Writes a line with one change; the instant before it left, epoch ms. */
  send(change: Omit<Change, 'seq'>): number {
    const from = this.#head
    this.#head += 1
    const [next, head] = [this.#head, this.#head]
    const page = { epoch: this.#epoch, schema: FEED_SCHEMA, from, next, head, more: false, time: Date.now() }
    const line = lineOf({ type: 'page', page: { ...page, changes: [{ ...change, seq: next }] } })
    const sentAt = performance.timeOrigin + performance.now()
    for (const stream of this.#streams) stream.write(line)
    return sentAt
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => { resolve() }))
  }

  #answer(request: IncomingMessage, reply: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    if (pathname === '/v1/health') {
      const body = { product: 'wanmi-platform', ok: true, hall: 'bench', epoch: this.#epoch, schema: FEED_SCHEMA, head: this.#head }
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...body, time: Date.now() }))
    } else if (pathname === '/v1/changes/stream' && Number(searchParams.get('seq')) === this.#head) this.#stream(reply)
    else request.socket.destroy()
  }

  #stream(reply: ServerResponse): void {
    const beat = (): void => {
      reply.write(lineOf({ type: 'beat', epoch: this.#epoch, head: this.#head, time: Date.now() }))
    }
    reply.writeHead(200, { 'content-type': 'application/x-ndjson' })
    beat()
    const beats = setInterval(beat, HEARTBEAT_MS)
    this.#streams.add(reply)
    for (const resolve of this.#waiting) resolve()
    reply.on('close', () => {
      clearInterval(beats)
      this.#streams.delete(reply)
    })
  }
}

const lineOf = (line: StreamLine): string => `${JSON.stringify(line)}\n`
