import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { DEPARTMENT_PATH } from '#shared/platform-api/system.ts'
import type { Platform } from '../platform.ts'
import { sendRefusal } from './refusals.ts'

/** More than this at once would only queue: better to say so and let seats come back. */
const MOST_IN_FLIGHT = 256
const MOST_WAITING_FOR_STORE = 200

export interface GateOptions {
  /** What a gateway in front passes on as Host, with its port if it names one. */
  readonly gatewayHosts: readonly string[]
  /** Ports it listens on, known once it listens. */
  readonly ports: () => readonly number[]
}

/** Guards in front of every operation: who is addressed, from where, and whether there is room. */
export function guardGate(app: FastifyInstance, platform: Platform, options: GateOptions): void {
  let inFlight = 0
  const isFull = (): boolean => inFlight >= MOST_IN_FLIGHT || platform.store.waiting() >= MOST_WAITING_FOR_STORE
  app.addHook('onRequest', async (request, reply) => {
    if (!isAddressedToUs(request.headers.host, options)) return sendRefusal(reply, { code: 'untrusted-caller', detail: 'Host' })
    // Programs of the hall send no Origin; the department page sends ours; a page from elsewhere has no business here.
    if (!isOurOwnPage(request.headers)) return sendRefusal(reply, { code: 'untrusted-caller', detail: 'Origin' })
    // A body nobody asked for is not waited for.
    if (request.is404) return sendRefusal(reply, { code: 'unknown-operation' })
    if (isFull() && !needsNoRoom(request.url)) return sendRefusal(reply, { code: 'too-many-calls' })
    if (!platform.feed.isAlive && !needsNoStore(request.url))
      return sendRefusal(reply, { code: 'platform-busy', detail: 'store' })
    return undefined
  })
  // Counted from when the body is here: what only comes slowly keeps nobody out.
  app.addHook('preHandler', async (request, reply) => {
    if (needsNoRoom(request.url)) return undefined
    if (isFull()) return sendRefusal(reply, { code: 'too-many-calls' })
    inFlight += 1
    const leave = (): void => {
      if (slots.delete(reply.raw)) inFlight -= 1
    }
    slots.set(reply.raw, leave)
    onceClosed(reply.raw, leave)
    return undefined
  })
}

const slots = new WeakMap<ServerResponse, () => void>()

/** Calls `then` when nobody waits for the answer any more, also where that is so already: the event comes once. */
export function onceClosed(response: ServerResponse, then: () => void): void {
  if (response.closed) then()
  else response.once('close', then)
}

/** A reply that stays open is no call under way any more. */
export function leaveGate(response: ServerResponse): void {
  slots.get(response)?.()
}

/** Whoever asks whether the platform lives is told so also when it is full. */
function needsNoRoom(url: string): boolean {
  return url === '/v1/health'
}

/** What can be answered while the store is out of reach: how things stand, and the page that says so. */
function needsNoStore(url: string): boolean {
  return url === '/v1/health' || url.startsWith(DEPARTMENT_PATH)
}

/** `host` has been found to be ours; behind a gateway the scheme may be https here and http there. */
function isOurOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === undefined || (host !== undefined && [`http://${host}`, `https://${host}`].includes(origin))
}

const ownNames = ['127.0.0.1', 'localhost', '[::1]']

function isAddressedToUs(host: string | undefined, { gatewayHosts, ports }: GateOptions): boolean {
  const asked = host?.toLowerCase() ?? ''
  return (
    ownNames.some((name) => ports().some((port) => asked === `${name}:${port}`)) ||
    gatewayHosts.some((name) => asked === name.toLowerCase())
  )
}
