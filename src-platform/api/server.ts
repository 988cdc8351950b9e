import type { RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyError, FastifyInstance } from 'fastify'
import { isStoreLost } from '../store/transact.ts'
import { tlsServer } from '../tls.ts'
import type { TlsFiles } from '../tls.ts'
import { sendRefusal } from './refusals.ts'

const REQUEST_MS = 120_000
const KEEP_ALIVE_MS = 30_000

/** A Fastify server with the house's limits, error replies and log lines (no headers, no bodies, no query text). */
export function makeServer(log: FastifyBaseLogger, tls: TlsFiles | null = null): FastifyInstance {
  const app = Fastify({
    ...(tls !== null && { serverFactory: (handler: RequestListener) => timed(tlsServer(tls, handler)) }),
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => crypto.randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 256 },
    ...{ requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    forceCloseConnections: 'idle',
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // Addresses that no route is asked about, and what is no HTTP at all, are answered in the same shape.
    frameworkErrors: (error, _request, reply) => {
      void sendRefusal(reply, { code: 'bad-request', detail: error.code })
    },
    clientErrorHandler: answerBroken,
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
  })
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      id: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '-',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    // Asked to come back later: nothing has failed.
    if (reply.statusCode === 503) log.warn(line, 'request put off')
    else if (reply.statusCode >= 500) log.error(line, 'request failed')
    else if (reply.statusCode >= 400) log.info(line, 'request refused')
    else log.debug(line, 'request')
  })
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, { code: 'unknown-operation' }))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (isStoreLost(error)) return sendRefusal(reply, { code: 'platform-busy', detail: 'store' })
    if (error.statusCode === 413) return sendRefusal(reply, { code: 'too-large', detail: 'body' })
    // Fastify's own refusals of what cannot be read; their text names no content.
    if (error.statusCode !== undefined && error.statusCode < 500)
      return sendRefusal(reply, { code: 'bad-request', detail: error.code })
    log.error({ id: request.id, route: request.routeOptions.url ?? '-', err: error }, 'unexpected')
    return sendRefusal(reply, { code: 'internal', detail: request.id })
  })
  return app
}

/** A server of another make is not given Fastify's bounds by itself. */
function timed(server: Server): Server {
  return Object.assign(server, { requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS })
}

const brokenStatuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What Node gives up reading before there is a request: an address or headers beyond its bounds, or something else than HTTP. */
function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) {
    const status = brokenStatuses[error.code ?? ''] ?? '400 Bad Request'
    const isTooLarge = status.includes('Too Large')
    const body = JSON.stringify({ code: isTooLarge ? 'too-large' : 'bad-request', detail: isTooLarge ? 'head' : (error.code ?? null) })
    const head = ['content-type: application/json; charset=utf-8', `content-length: ${body.length}`, 'connection: close']
    socket.write(`HTTP/1.1 ${status}\r\n${head.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroySoon()
}
