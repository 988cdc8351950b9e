import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const CLOSE_MS = 1_000

/** Replies that stay open; when the server closes they are ended first, so that no reader is cut off in the middle of a line. */
export class OpenStreams {
  readonly #open = new Set<ServerResponse>()

  constructor(app: FastifyInstance) {
    app.addHook('preClose', () => this.#endAll())
  }

  /** Takes the reply over as an NDJSON stream. */
  begin(request: FastifyRequest, reply: FastifyReply): ServerResponse {
    void reply.hijack()
    const response = reply.raw
    this.#open.add(response)
    response.once('close', () => this.#open.delete(response))
    response.writeHead(200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': request.id,
    })
    return response
  }

  async #endAll(): Promise<void> {
    const ends = [...this.#open].map((response) => once(response, 'close'))
    for (const response of this.#open) response.end()
    await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
    for (const response of this.#open) response.destroy()
  }
}
