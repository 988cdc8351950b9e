import { Agent, request as httpsRequest } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { pipeline, Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { X509Certificate } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { LinkResult } from '../link/platform-client.ts'
import { fingerprintOf, pemOf } from './identity.ts'
import type { LanIdentity } from './identity.ts'
import { CLAIM_PATH, ClaimReply, MAX_LINE_BYTES, OFFER_PATH } from './lines.ts'
import type { ClaimRequest, OfferRequest } from './lines.ts'
import type { z } from '#shared/kernel/zod.ts'
import { WALL_PATH, WallReply } from './wall-words.ts'
import type { WallWord } from './wall-words.ts'
import type { LanWire } from './wire.ts'

const CONNECT_MS = 4_000
/** An operator waits for this one. */
const ASK_MS = 1_000
const MAX_REPLY_BYTES = 64 * 1024

/** TLS 1.3 both ways; the other side is who the roster says, by its key, and nothing else is asked. */
export class TlsWire implements LanWire {
  readonly #identity: LanIdentity

  constructor(identity: LanIdentity) {
    this.#identity = identity
  }

  async open(peer: DeviceRow, request: OfferRequest, signal: AbortSignal): Promise<LinkResult<Readable>> {
    const reply = await this.#post(peer, OFFER_PATH, request, signal)
    if (!reply.ok) return reply
    // A line that never ends must not eat the memory.
    const limited = lineLimit(MAX_LINE_BYTES)
    // Whatever ends one of the two ends the other, with its error; the reader of the lines hears of it.
    pipeline(reply.value, limited, () => undefined)
    return ok(limited)
  }

  ask(peer: DeviceRow, request: ClaimRequest): Promise<LinkResult<ClaimReply>> {
    return this.#ask(peer, CLAIM_PATH, request, ClaimReply)
  }

  tellWall(peer: DeviceRow, word: WallWord): Promise<LinkResult<WallReply>> {
    return this.#ask(peer, WALL_PATH, word, WallReply)
  }

  async #ask<Reply>(peer: DeviceRow, path: string, request: object, schema: z.ZodType<Reply>): Promise<LinkResult<Reply>> {
    const reply = await this.#post(peer, path, request, AbortSignal.timeout(ASK_MS))
    if (!reply.ok) return reply
    try {
      const parsed = schema.safeParse(JSON.parse(await textOf(reply.value)))
      return parsed.success ? ok(parsed.data) : refuse('bad-reply', path)
    } catch {
      // Cut off, too long or no JSON.
      return refuse('bad-reply', path)
    }
  }

  #post(peer: DeviceRow, path: string, body: object, signal: AbortSignal): Promise<LinkResult<IncomingMessage>> {
    const { promise, resolve } = Promise.withResolvers<LinkResult<IncomingMessage>>()
    const text = JSON.stringify(body)
    const sent = httpsRequest(new URL(path, peer.lanUrl), {
      method: 'POST',
      agent: this.#agentFor(peer),
      signal,
      timeout: CONNECT_MS,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    })
    sent.on('timeout', () => sent.destroy(new Error('timeout')))
    sent.on('error', (error) => {
      resolve(refuse('offline', 'code' in error ? String(error.code) : error.message))
    })
    sent.on('response', (reply) => {
      sent.setTimeout(0)
      if (reply.statusCode === 200) resolve(ok(reply))
      else {
        reply.destroy()
        resolve(refuse(reply.statusCode === 403 ? 'forbidden' : 'bad-reply', `HTTP ${String(reply.statusCode)}`))
      }
    })
    sent.end(text)
    return promise
  }

  /** Resumed sessions carry no certificate to look at, so none is kept. */
  #agentFor(peer: DeviceRow): Agent {
    const { key, certificate } = this.#identity
    return new Agent({
      key,
      cert: certificate,
      ca: [pemOf(peer.certificate)],
      minVersion: 'TLSv1.3',
      maxCachedSessions: 0,
      keepAlive: false,
      checkServerIdentity: (_host, shown) => pinFault(shown, peer),
    })
  }
}

function pinFault(shown: PeerCertificate, peer: DeviceRow): Error | undefined {
  const isPinned = fingerprintOf(new X509Certificate(shown.raw)) === peer.fingerprint
  return isPinned ? undefined : new Error(`not the machine of seat ${peer.seat}`)
}

function lineLimit(most: number): Transform {
  let length = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const end = chunk.lastIndexOf(0x0a)
      length = end < 0 ? length + chunk.length : chunk.length - end - 1
      if (length > most) done(new RangeError('line too long'))
      else done(null, chunk)
    },
  })
}

async function textOf(reply: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_REPLY_BYTES) throw new RangeError('reply too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
