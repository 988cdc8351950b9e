import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { MEDIA_PATH } from '#shared/contracts/attachments.contract.ts'
import { MAX_UP_BYTES } from '#shared/contracts/frames.ts'
import type { Door } from './door.ts'
import { checkRequest } from './request-checks.ts'
import { serveEntry } from './entry-page.ts'
import { serveMedia } from './media.ts'
import type { MediaSource } from './media.ts'
import { serveFile } from './static-files.ts'
import type { Tickets } from './tickets.ts'
import { webWire } from './web-wire.ts'

export interface WebDoorOptions {
  readonly door: Door
  readonly tickets: Tickets
  /** Built windows (out/renderer). */
  readonly rendererDir: string
  /** Clips and sounds for the windows' players; none where nothing can be opened. */
  readonly media?: MediaSource
  /** 0 = any free port; a shell that restarts the host gives the same one again. */
  readonly port: number
}

export interface WebDoor {
  readonly origin: string
  close(): Promise<void>
}

const PASS_PROTOCOL = 'wanmi-door-1'

/** The pass stands in the sub-protocol list, the only header a page may choose on an upgrade. */
function passOf(request: IncomingMessage): string {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim())
  return offered[0] === PASS_PROTOCOL ? (offered[1] ?? '') : ''
}

/** Loopback HTTP and WebSocket for the browser shell: exact bind, exact Host and Origin, a pass on every upgrade. */
export async function openWebDoor(options: WebDoorOptions): Promise<WebDoor> {
  const server = createServer()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_UP_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => PASS_PROTOCOL,
  })
  const origin = await listen(server, options.port)
  server.on('request', (request, response) => {
    // Whoever hangs up in the middle of a request gets no answer; that concerns nobody but itself.
    answer(request, response, origin, options).catch(() => response.destroy())
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // From here on Node listens no more: a reset of an upgrade that is refused would otherwise end the host.
    socket.on('error', () => socket.destroy())
    const holder = options.tickets.holderOf(passOf(request))
    if (request.url !== '/door' || checkRequest(request, origin, 'upgrade') !== null || !holder.ok) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      options.door.accept(webWire(accepted), holder.value.caller, holder.value.pane)
    })
  })
  return {
    origin,
    close: () => closeAll(server, sockets),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  options: WebDoorOptions,
): Promise<void> {
  const refused = checkRequest(request, origin, request.method === 'POST' ? 'entry' : 'read')
  if (refused !== null) {
    response.writeHead(refused.status, { 'content-type': 'text/plain; charset=utf-8' }).end(refused.why)
    return
  }
  if (request.method === 'POST') await serveEntry(request, response, options.tickets)
  else if (options.media !== undefined && request.url?.startsWith(MEDIA_PATH) === true)
    await serveMedia(request, response, options.media)
  else await serveFile(request, response, options.rendererDir)
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      // A TCP server that is listening has an AddressInfo.
      const address = server.address() as AddressInfo
      resolve(`http://127.0.0.1:${String(address.port)}`)
    })
  })
}

function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
