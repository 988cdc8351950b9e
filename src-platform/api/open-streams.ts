import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../auth/callers.ts'
import { isRevoked } from '../store/revocations.ts'
import type { Platform } from '../platform.ts'
import { leaveGate } from './gate.ts'

const CLOSE_MS = 1_000

/**
 * Replies that stay open; when the server closes they are ended first, so that no reader is cut off in the middle of a line.
 * A machine whose enrolment ends is cut off at once: whoever asks again is told why.
 */
export class OpenStreams {
  readonly #platform: Platform
  /** With the machine each belongs to, if any. */
  readonly #open = new Map<ServerResponse, string | null>()

  constructor(app: FastifyInstance, platform: Platform) {
    this.#platform = platform
    const stop = platform.feed.listen({
      changed: () => undefined,
      beat: () => undefined,
      lost: () => undefined,
      revoked: (device) => {
        for (const [response, of] of this.#open) if (of === device) response.end()
      },
    })
    app.addHook('preClose', () => {
      stop()
      return this.#endAll()
    })
  }

  /** Takes the reply over as an NDJSON stream. */
  begin(caller: Caller, request: FastifyRequest, reply: FastifyReply): ServerResponse {
    void reply.hijack()
    const response = reply.raw
    leaveGate(response)
    this.#open.set(response, caller.kind === 'device' ? caller.device : null)
    response.once('close', () => this.#open.delete(response))
    response.writeHead(200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': request.id,
    })
    void this.#endIfRevoked(caller, response)
    return response
  }

  /** A revocation between the look at the token and the opening was told to nobody. */
  async #endIfRevoked(caller: Caller, response: ServerResponse): Promise<void> {
    try {
      if (caller.kind === 'device' && (await isRevoked(this.#platform, caller.device))) response.end()
    } catch {
      // The store is lost: so is every stream.
      response.end()
    }
  }

  async #endAll(): Promise<void> {
    const open = [...this.#open.keys()]
    const ends = open.map((response) => once(response, 'close'))
    for (const response of open) response.end()
    await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
    for (const response of this.#open.keys()) response.destroy()
  }
}
