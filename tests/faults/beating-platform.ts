// The little of a platform that the link needs: its time, a feed that beats, an ear for commands; over TLS when given a
// certificate. It says what it is told to say instead, and counts what it was asked.
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PageSize } from '#platform/api/page-size.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change } from '#shared/platform-api/changes.ts'

export interface Said {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const BEAT_MS = 1_500
const EPOCH = 'fault-life'

const words = (value: object): Said => ({
  status: 200,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
})

export class BeatingPlatform {
  readonly #server: Server
  readonly #isSecure: boolean
  readonly #beats = new Set<NodeJS.Timeout>()
  /** Said in the platform's place, to requests whose path begins so; null: nothing is said at all. */
  readonly instead = new Map<string, Said>()
  /** When each request came, ms, by path. */
  readonly asked: { readonly path: string; readonly at: number }[] = []
  readonly commands: string[] = []
  /** Its feed. */
  readonly changes: Change[] = []
  /** Without room its store takes nothing, though it beats and answers. */
  hasRoom = true

  private constructor(tls: { cert: string; key: string } | null) {
    const listener: RequestListener = (request, response) => {
      this.#answer(request, response)
    }
    this.#isSecure = tls !== null
    this.#server = tls === null ? createServer(listener) : createTlsServer(tls, listener)
  }

  static async open(tls: { cert: string; key: string } | null = null): Promise<BeatingPlatform> {
    const platform = new BeatingPlatform(tls)
    await new Promise<void>((resolve) => platform.#server.listen({ host: '127.0.0.1', port: 0 }, resolve))
    return platform
  }

  get scheme(): string {
    return this.#isSecure ? 'https' : 'http'
  }

  get url(): string {
    // A TCP server that listens has an AddressInfo.
    return `${this.scheme}://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  /** Open streams end, as when a gateway or the platform itself closes them. */
  endStreams(): void {
    for (const beat of this.#beats) clearInterval(beat)
    this.#beats.clear()
    if ('closeAllConnections' in this.#server) (this.#server as ReturnType<typeof createServer>).closeAllConnections()
  }

  stop(): Promise<void> {
    this.endStreams()
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve()
      })
    })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', this.url)
    this.asked.push({ path, at: performance.now() })
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const other = [...this.instead].find(([begins]) => path.startsWith(begins))?.[1]
      if (other === undefined && path === '/v1/changes/stream') {
        this.#beat(response, searchParams)
        return
      }
      const { status, body, headers = {} } = other ?? this.#own(path, Buffer.concat(chunks).toString())
      response.writeHead(status, headers).end(body)
    })
  }

  #own(path: string, body: string): Said {
    const now = { head: this.changes.length, epoch: EPOCH, schema: 1, time: Date.now() }
    if (path === '/v1/health') return words({ ...now, product: 'wanmi-platform', ok: true, hall: 'h' })
    if (path === '/v1/numbers') return words({ blocks: [] })
    if (path !== '/v1/commands') return words({ outcomes: [] })
    const { commands } = JSON.parse(body) as { commands: { id: string }[] }
    if (!this.hasRoom)
      return words({ outcomes: commands.map(({ id }) => ({ id, result: 'retry', code: 'platform-busy', afterMs: 1_000 })) })
    this.commands.push(...commands.map(({ id }) => id))
    return words({ outcomes: commands.map(({ id }) => ({ id, result: 'accepted', epoch: EPOCH, seq: 1, ver: 1 })) })
  }

  /** Pages as large as the platform's own, as far as there are rows, and beats. */
  #beat(response: ServerResponse, asked: URLSearchParams): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const size = new PageSize(asked.has('pageBytes') ? Number(asked.get('pageBytes')) : undefined)
    let seq = Number(asked.get('seq'))
    const say = (): void => {
      while (seq < this.changes.length) {
        const page = this.#page(seq, size.bytes)
        size.sent(page.more)
        response.write(`${JSON.stringify({ type: 'page', page })}\n`)
        seq = page.next
      }
      response.write(`${JSON.stringify({ type: 'beat', epoch: EPOCH, head: seq, time: Date.now() })}\n`)
    }
    say()
    const beat = setInterval(say, BEAT_MS)
    this.#beats.add(beat)
    response.once('close', () => {
      clearInterval(beat)
      this.#beats.delete(beat)
    })
  }

  #page(from: number, bytes: number) {
    let chars = 0
    const changes = this.changes.slice(from).filter((change) => {
      chars += JSON.stringify(change).length
      return change.seq === from + 1 || chars <= bytes
    })
    const [head, next] = [this.changes.length, from + changes.length]
    return { epoch: EPOCH, schema: FEED_SCHEMA, from, next, head, more: next < head, time: Date.now(), changes }
  }
}
