import { createServer, request as ask } from 'node:http'
import type { ClientRequest, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/**
 * whole: everything passes. cut: nothing passes, and both ends notice. frozen: nothing passes and nobody is told, as with a plug
 * pulled behind a switch. lossy: the feed flows and requests arrive, but replies to what was sent are lost, so that what was done
 * is not known to have been done.
 */
export type CableState = 'whole' | 'cut' | 'frozen' | 'lossy'

interface Flow {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly onward: ClientRequest
  reply: IncomingMessage | null
}

/** The line between one seat and the platform, apart from both, so that one seat can lose what the others keep. */
export class Cable {
  readonly #server: Server
  readonly #target: () => string
  readonly #sockets = new Set<Socket>()
  readonly #flowing = new Set<Flow>()
  readonly #held: (() => void)[] = []
  #state: CableState = 'whole'

  private constructor(target: () => string) {
    this.#target = target
    this.#server = createServer((request, response) => {
      if (this.#state === 'frozen')
        this.#held.push(() => {
          this.#forward(request, response)
        })
      else this.#forward(request, response)
    })
    this.#server.on('connection', (socket: Socket) => {
      if (this.#state === 'cut') socket.destroy()
      this.#sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  /** `target` is asked for each request: the platform may come back elsewhere. */
  static async lay(target: () => string): Promise<Cable> {
    const cable = new Cable(target)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    cable.#server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve)
    await promise
    return cable
  }

  get url(): string {
    // A TCP server that listens has an AddressInfo.
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  get state(): CableState {
    return this.#state
  }

  set(state: CableState): void {
    if (state === this.#state) return
    const was = this.#state
    this.#state = state
    if (state === 'cut') this.#drop()
    for (const { request, response, onward, reply } of this.#flowing) {
      if (state === 'frozen') reply?.unpipe(response)
      if (was === 'frozen') reply?.pipe(response)
      if (state === 'cut') for (const end of [request, onward]) end.destroy()
    }
    if (state !== 'frozen') for (const go of this.#held.splice(0)) go()
  }

  stop(): Promise<void> {
    this.#drop()
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve()
      })
    })
  }

  #drop(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    if (request.destroyed) return
    const target = new URL(request.url ?? '/', this.#target())
    // A page that came over this cable speaks to the platform as from the platform's own address.
    const origin = request.headers.origin === this.url && { origin: target.origin }
    const onward = ask(target, { method: request.method, headers: { ...request.headers, host: target.host, ...origin } })
    const flow: Flow = { request, response, onward, reply: null }
    this.#flowing.add(flow)
    const end = (): void => {
      this.#flowing.delete(flow)
      onward.destroy()
      response.destroy()
    }
    onward.on('error', end)
    onward.on('response', (reply) => {
      if (this.#state === 'cut' || (this.#state === 'lossy' && request.method === 'POST')) {
        end()
        return
      }
      flow.reply = reply
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.on('error', end)
      if (this.#state !== 'frozen') reply.pipe(response)
    })
    response.on('error', end).once('close', end)
    request.on('error', end).pipe(onward)
  }
}
