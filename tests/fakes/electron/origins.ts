import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export type SchemeHandler = (request: Request) => Response | Promise<Response>

/**
 * Chromium knows no custom schemes from outside, so `app://hall/x` is served at `http://hall.app.localhost:PORT/x`: an origin of
 * its own, a secure context, reachable from this machine only. Every answer comes from the shell's own handler.
 */
export class Origins {
  readonly #handlers = new Map<string, SchemeHandler>()
  readonly #server: Server
  #port = 0

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)))
      })
    })
  }

  handle(scheme: string, handler: SchemeHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`protocol ${scheme} is handled already`)
    this.#handlers.set(scheme, handler)
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme)
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen({ host: '127.0.0.1', port: 0 }, resolve))
    this.#port = (this.#server.address() as AddressInfo).port
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  /** Electron's address as the browser must be told it; http addresses stay as they are. */
  toBrowser(address: string): string {
    const url = new URL(address)
    const scheme = url.protocol.slice(0, -1)
    if (!this.#handlers.has(scheme)) return address
    return `http://${url.host}.${scheme}.localhost:${this.#port}${url.pathname}${url.search}${url.hash}`
  }

  /** The browser's address as Electron would say it. */
  fromBrowser(address: string): string {
    const url = URL.parse(address)
    const found = url === null ? null : /^(.+)\.([a-z][a-z0-9+-]*)\.localhost$/.exec(url.hostname)
    const [, host, scheme] = found ?? []
    if (url === null || host === undefined || scheme === undefined || url.port !== String(this.#port)) return address
    return `${scheme}://${host}${url.pathname}${url.search}${url.hash}`
  }

  isOurs(address: string): boolean {
    return this.fromBrowser(address) !== address
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = this.fromBrowser(`http://${request.headers.host ?? ''}${request.url ?? '/'}`)
    const handler = this.#handlers.get(address.split(':', 1)[0] ?? '')
    if (handler === undefined) {
      response.writeHead(404).end()
      return
    }
    const answer = await handler(new Request(address, { method: request.method ?? 'GET' }))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (answer.body === null) response.end()
    else await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response)
  }
}
