// Glossary. relay: the browser's HTTP proxy; windows and host speak through it as ever. story: the snapshots a change brought the
// windows, byte by byte, and those that stood before them, so that the same can be told again without the host.
import { createServer, request as ask } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Decoder } from '@msgpack/msgpack'
import { WebSocket, WebSocketServer } from 'ws'
import type { DownFrame } from '#shared/contracts/frames.ts'
import { listening } from './listening.ts'

interface Told {
  readonly line: Line
  /** Number of the topic on its line. */
  readonly topic: number
  readonly bytes: Buffer
}

export interface Story {
  readonly before: readonly Told[]
  readonly told: readonly Told[]
  /** False: a window asked something new meanwhile, which had not been told of before. */
  readonly isWhole: boolean
}

/** One window's line to the host. */
interface Line {
  readonly window: WebSocket
  readonly newest: Map<number, Buffer>
}

const LOOK_MS = 50

export class DoorRelay {
  readonly #proxy: Server = createServer((request, response) => {
    passOn(request, response)
  })
  /** Takes over the tunnels; never listens itself. */
  readonly #inner: Server = createServer()
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: ([first]) => first ?? false,
  })
  readonly #decoder = new Decoder()
  #recorded: Told[] | null = null
  #stood: ReadonlyMap<Line, ReadonlyMap<number, Buffer>> = new Map()
  readonly #lines = new Set<Line>()
  #held: Told[] | null = null
  #heardAt = performance.now()

  static async open(): Promise<DoorRelay> {
    const relay = new DoorRelay()
    relay.#proxy.on('connect', (_request: IncomingMessage, socket: Duplex) => {
      socket.on('error', () => socket.destroy())
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      relay.#inner.emit('connection', socket)
    })
    relay.#inner.on('upgrade', (request, socket, head) => {
      relay.#sockets.handleUpgrade(request, socket, head, (window) => {
        relay.#join(window, request)
      })
    })
    await listening(relay.#proxy)
    return relay
  }

  get proxy(): string {
    // A TCP server that listens has an AddressInfo.
    return `http://127.0.0.1:${String((this.#proxy.address() as AddressInfo).port)}`
  }

  /** From here on what the host says is kept. */
  record(): void {
    this.#recorded = []
    this.#stood = new Map([...this.#lines].map((line) => [line, new Map(line.newest)]))
  }

  /** What was said since {@link record}. */
  recorded(): Story {
    const told = this.#recorded ?? []
    this.#recorded = null
    const topics = new Map(told.map((one) => [`${String([...this.#lines].indexOf(one.line))}/${String(one.topic)}`, one]))
    const before = [...topics.values()].flatMap(({ line, topic }) => {
      const bytes = this.#stood.get(line)?.get(topic)
      return bytes === undefined ? [] : [{ line, topic, bytes }]
    })
    return { before, told, isWhole: before.length === topics.size }
  }

  /** The host's own snapshots wait until {@link release}; what windows call for is answered as ever. */
  hold(): void {
    this.#held = []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = null
    this.tell(held)
  }

  /** Sends snapshots to their windows; the instant before the first left, epoch ms. */
  tell(snapshots: readonly Told[]): number {
    const sentAt = performance.timeOrigin + performance.now()
    for (const { line, bytes } of snapshots) line.window.send(bytes, { binary: true })
    return sentAt
  }

  /** Resolves when for so long nothing but beats has passed. */
  async quiet(forMs: number): Promise<void> {
    this.#heardAt = performance.now()
    while (performance.now() - this.#heardAt < forMs) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }

  stop(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate()
    this.#proxy.closeAllConnections()
    return new Promise((resolve) => this.#proxy.close(() => { resolve() }))
  }

  #join(window: WebSocket, request: IncomingMessage): void {
    const { host = '', origin = '' } = request.headers
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim())
    const onward = new WebSocket(`ws://${host}${request.url ?? ''}`, protocols, { origin, perMessageDeflate: false })
    const line: Line = { window, newest: new Map() }
    this.#lines.add(line)
    const early: Buffer[] = []
    onward.on('open', () => { for (const bytes of early) onward.send(bytes) })
    window.on('message', (data: Buffer) => {
      this.#heardAt = performance.now()
      if (onward.readyState === WebSocket.OPEN) onward.send(data, { binary: true })
      else early.push(data)
    })
    onward.on('message', (data: Buffer) => {
      this.#fromHost(line, data)
    })
    const end = (): void => {
      this.#lines.delete(line)
      window.terminate()
      onward.terminate()
    }
    for (const socket of [window, onward]) socket.on('close', end).on('error', end)
  }

  /** While nothing is held a frame goes on before anybody looks into it. */
  #fromHost(line: Line, bytes: Buffer): void {
    const held = this.#held
    if (held === null) line.window.send(bytes, { binary: true })
    // The host's own words, of the contract both sides share.
    const frame = this.#decoder.decode(bytes) as DownFrame
    if (frame.t !== 'beat') this.#heardAt = performance.now()
    if (frame.t !== 'value') {
      if (held !== null) line.window.send(bytes, { binary: true })
      return
    }
    const told = { line, topic: frame.id, bytes }
    line.newest.set(frame.id, bytes)
    held?.push(told)
    this.#recorded?.push(told)
  }
}

/** Pages, scripts and the entry's form go through unchanged. */
function passOn(request: IncomingMessage, response: ServerResponse): void {
  const onward = ask(request.url ?? '', { method: request.method, headers: request.headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
