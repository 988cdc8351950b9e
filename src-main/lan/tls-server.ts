import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Clock } from '#shared/kernel/clock.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { z } from '#shared/kernel/zod.ts'
import { fingerprintOf, pemOf } from './identity.ts'
import type { LanIdentity } from './identity.ts'
import { CLAIM_PATH, ClaimRequest, MAX_REQUEST_BYTES, OFFER_PATH, OfferRequest } from './lines.ts'
import type { ClaimReply } from './lines.ts'
import { RequestRate } from './request-rate.ts'
import { WALL_PATH, WallWord } from './wall-words.ts'
import type { WallReply } from './wall-words.ts'
import type { LineSink } from './wire.ts'

/** What a host answers its neighbours. */
export interface LanDesk {
  /** Tells a neighbour what waits here; the returned function ends it. */
  offerTo(seat: SeatId, request: OfferRequest, sink: LineSink): () => void
  order(seat: SeatId, request: ClaimRequest): Promise<ClaimReply>
  /** Null while nobody answers for a wall here. */
  wall(seat: SeatId, word: WallWord): Promise<WallReply | null>
}

export interface TlsServerOptions {
  readonly identity: LanIdentity
  readonly address: string
  readonly port: number
  readonly desk: LanDesk
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

const MOST_CONNECTIONS = 64

/** The door towards the neighbours: nobody gets as far as a request without a certificate of the roster. */
export class TlsServer {
  readonly #options: TlsServerOptions
  readonly #server: Server
  readonly #rate: RequestRate
  readonly #sockets = new Map<Socket, string>()
  #peers = new Map<string, DeviceRow>()

  private constructor(options: TlsServerOptions) {
    this.#options = options
    this.#rate = new RequestRate(options.clock)
    this.#server = createServer({ ...this.#context(), requestCert: true, rejectUnauthorized: true, handshakeTimeout: 5_000 })
    this.#server.maxConnections = MOST_CONNECTIONS
    this.#server.headersTimeout = 5_000
    this.#server.requestTimeout = 10_000
    this.#server.maxHeadersCount = 32
    this.#server.on('secureConnection', (socket) => {
      this.#welcome(socket)
    })
    this.#server.on('request', (request, reply) => {
      this.#answer(request, reply).catch((error: unknown) => {
        options.failed(error)
        reply.destroy()
      })
    })
  }

  /** 'storage-failed' is never the answer here: an address that is not this machine's or taken gives 'bad-request'. */
  static async open(options: TlsServerOptions): Promise<Result<TlsServer>> {
    const opened = new TlsServer(options)
    const { promise, resolve } = Promise.withResolvers<Result<TlsServer>>()
    opened.#server.once('error', (error) => {
      resolve(refuse('bad-request', `--lan: ${error.message}`))
    })
    opened.#server.listen(options.port, options.address, () => {
      resolve(ok(opened))
    })
    return promise
  }

  get port(): number {
    const bound = this.#server.address() as AddressInfo // a TCP server that listens
    return bound.port
  }

  /** Who may come in from now on; whoever may not any more is put out at once. */
  admit(peers: readonly DeviceRow[]): void {
    this.#peers = new Map(peers.map((peer) => [peer.fingerprint, peer]))
    this.#server.setSecureContext(this.#context())
    for (const [socket, fingerprint] of this.#sockets) if (!this.#peers.has(fingerprint)) socket.destroy()
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#server.close(() => {
      resolve(undefined)
    })
    for (const socket of this.#sockets.keys()) socket.destroy()
    this.#server.closeAllConnections()
    await promise
  }

  #context() {
    const { key, certificate } = this.#options.identity
    // Never empty: without any list the system's authorities would be trusted.
    const ca = [certificate, ...[...this.#peers.values()].map((peer) => pemOf(peer.certificate))]
    return { key, cert: certificate, ca, minVersion: 'TLSv1.3' as const }
  }

  #welcome(socket: TLSSocket): void {
    const shown = socket.getPeerX509Certificate()
    const fingerprint = shown === undefined ? '' : fingerprintOf(shown)
    if (!this.#peers.has(fingerprint)) {
      socket.destroy()
      return
    }
    this.#sockets.set(socket, fingerprint)
    socket.on('close', () => {
      this.#sockets.delete(socket)
    })
  }

  async #answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    // Asked anew each time: between handshake and request the roster may have changed.
    const shown = request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate() : undefined
    const peer = shown === undefined ? undefined : this.#peers.get(fingerprintOf(shown))
    if (peer === undefined) {
      reply.writeHead(403).end()
      return
    }
    if (!this.#rate.allows(peer.seat)) {
      reply.writeHead(429).end()
      return
    }
    const route = `${request.method ?? ''} ${request.url ?? ''}`
    if (route === `POST ${OFFER_PATH}`) await this.#offer(peer, request, reply)
    else if (route === `POST ${CLAIM_PATH}`)
      await answerOne(request, reply, ClaimRequest, (body) => this.#options.desk.order(peer.seat, body))
    else if (route === `POST ${WALL_PATH}`)
      await answerOne(request, reply, WallWord, (body) => this.#options.desk.wall(peer.seat, body))
    else reply.writeHead(404).end()
  }

  async #offer(peer: DeviceRow, request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await bodyOf(request, OfferRequest)
    if (body === null) {
      reply.writeHead(400).end()
      return
    }
    reply.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    const close = this.#options.desk.offerTo(peer.seat, body, sinkOf(reply))
    reply.on('close', close)
  }

}

/** A question and its answer; null: there is nobody to answer it now. */
async function answerOne<Schema extends z.ZodType>(
  request: IncomingMessage,
  reply: ServerResponse,
  schema: Schema,
  decide: (body: z.output<Schema>) => Promise<object | null>,
): Promise<void> {
  const body = await bodyOf(request, schema)
  if (body === null) {
    reply.writeHead(400).end()
    return
  }
  const decided = await decide(body)
  if (decided === null) reply.writeHead(503).end()
  else reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(decided))
}

/** Null when it is too long, cut off, no JSON or not what was to be said. */
async function bodyOf<Schema extends z.ZodType>(request: IncomingMessage, schema: Schema): Promise<z.output<Schema> | null> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_REQUEST_BYTES) return null
      chunks.push(chunk)
    }
    const parsed = schema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function sinkOf(reply: ServerResponse): LineSink {
  return {
    write(line) {
      if (reply.destroyed || reply.write(`${line}\n`)) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const go = (): void => {
        reply.off('drain', go)
        reply.off('close', go)
        resolve(undefined)
      }
      reply.on('drain', go)
      reply.on('close', go)
      return promise
    },
    end() {
      reply.end()
    },
  }
}
