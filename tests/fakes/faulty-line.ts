// A line between one machine and the platform that fails as it is told, request by request.
import { createServer, request as ask } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Passing {
  readonly method: string
  readonly path: string
  readonly offset: number
}

/** answer: the platform is never asked. cutAfter: so many bytes of the request arrive, then both ends hear that it broke. */
export type Fault =
  | { readonly answer: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly cutAfter: number }
  | { readonly loseReply: true }
  /** The platform gets another byte than was sent. */
  | { readonly flip: true }

export class FaultyLine {
  readonly seen: Passing[] = []
  /** What happens to the next request; nothing unless told. */
  fault: (passing: Passing) => Fault | undefined = () => undefined
  readonly #server: Server
  readonly #target: string
  readonly #sockets = new Set<Socket>()

  private constructor(target: string) {
    this.#target = target
    this.#server = createServer((request, response) => {
      this.#pass(request, response)
    })
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  static async lay(target: string): Promise<FaultyLine> {
    const line = new FaultyLine(target)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    line.#server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve)
    await promise
    return line
  }

  get url(): string {
    // A TCP server that listens has an AddressInfo.
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  /** Where each piece went on, in order. */
  get offsets(): readonly number[] {
    return this.seen.filter(({ method }) => method === 'PATCH').map(({ offset }) => offset)
  }

  count(method: string): number {
    return this.seen.filter((one) => one.method === method).length
  }

  stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve()
      })
    })
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const passing = {
      method: request.method ?? '',
      path: request.url ?? '',
      offset: Number(request.headers['upload-offset'] ?? -1),
    }
    this.seen.push(passing)
    const fault = this.fault(passing)
    if (fault !== undefined && 'answer' in fault) {
      request.resume().once('end', () => response.writeHead(fault.answer, fault.headers).end())
      return
    }
    const target = new URL(passing.path, this.#target)
    const onward = ask(target, { method: passing.method, headers: { ...request.headers, host: target.host } })
    const end = (): void => {
      onward.destroy()
      request.socket.destroy()
    }
    onward.on('error', end)
    request.on('error', end)
    response.on('error', end)
    onward.on('response', (reply) => {
      if (fault !== undefined && 'loseReply' in fault) {
        reply.resume().once('end', end)
        return
      }
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.on('error', end).pipe(response)
    })
    this.#carry(request, onward, fault, end)
  }

  #carry(request: IncomingMessage, onward: NodeJS.WritableStream, fault: Fault | undefined, end: () => void): void {
    let left = fault !== undefined && 'cutAfter' in fault ? fault.cutAfter : Infinity
    let flips = fault !== undefined && 'flip' in fault
    request.on('data', (bytes: Buffer) => {
      const part = Buffer.from(bytes.subarray(0, Math.min(bytes.length, left)))
      if (flips) part[0] = (part[0] ?? 0) ^ 1
      flips = false
      left -= part.length
      // The cut comes when the bytes before it have been handed on.
      onward.write(part, () => {
        if (left <= 0) end()
      })
    })
    request.on('end', () => {
      if (left > 0) onward.end()
    })
  }
}
