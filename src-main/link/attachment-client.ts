import axios from 'axios'
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios'
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { systemClock } from '#shared/kernel/clock.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { ATTACHMENT_PATH, ErrorReply } from '#shared/platform-api/system.ts'
import type { Reach } from './platform-client.ts'
import { lookupPlatform } from './platform-name.ts'
import { platformAgent } from './platform-tls.ts'
import { StayAway, keepAway } from './retry-after.ts'

/** What the platform answered instead of what was hoped for; status 0 when nothing was heard. */
export interface UploadRefusal {
  readonly status: number
  readonly code: ErrorCode
  readonly retryAfterMs: number
}
export type UploadResult<T> = Result<T, UploadRefusal>

export interface AnnouncedFile {
  readonly hash: string
  readonly size: number
  readonly name: string
  readonly mime: string
}

const ASK_MS = 15_000
/** The last piece is answered only when the platform has hashed the whole file: 50 MB a second at the least. */
const SLOWEST_HASH_BYTES_PER_MS = 50_000
const TUS = { 'tus-resumable': '1.0.0' }

/** tus 1.0 and reading by hash, over connections of its own: what waits here never waits in front of a command. */
export class AttachmentClient {
  readonly #http: AxiosInstance
  readonly #base: string
  /** Whether the platform checks every piece; null until it has been heard. */
  #checksums: boolean | null = null

  constructor(baseUrl: string, token: string, { ca = null, adapter, clock = systemClock }: Reach = {}) {
    this.#base = baseUrl
    this.#http = axios.create({
      baseURL: baseUrl,
      timeout: ASK_MS,
      maxRedirects: 0,
      maxBodyLength: Infinity,
      maxContentLength: Infinity,
      proxy: false,
      lookup: lookupPlatform,
      httpsAgent: platformAgent(ca),
      validateStatus: () => true,
      headers: { authorization: `Bearer ${token}` },
      ...(adapter === undefined ? {} : { adapter }),
    })
    keepAway(this.#http, clock)
  }

  /** Size of what the platform has under this hash; 404 when it has nothing. */
  async sizeOf(hash: string): Promise<UploadResult<number>> {
    const reply = await this.#ask({ method: 'HEAD', url: byHash(hash) }, [200])
    if (!reply.ok) return reply
    return isOfHash(reply.value, hash) ? numberOf(reply.value, 'content-length') : notOurs(reply.value)
  }

  /** Path of a fresh upload. */
  async create(file: AnnouncedFile): Promise<UploadResult<string>> {
    const metadata = { sha256: file.hash, filename: file.name, filetype: file.mime }
    const encoded = Object.entries(metadata).map(([key, value]) => `${key} ${Buffer.from(value, 'utf8').toString('base64')}`)
    // Without a body there is no kind of it; axios would name one.
    const empty = { 'content-type': false }
    const headers = { ...TUS, ...empty, 'upload-length': String(file.size), 'upload-metadata': encoded.join(',') }
    const reply = await this.#ask({ method: 'POST', url: ATTACHMENT_PATH, headers }, [201])
    if (!reply.ok) return reply
    return this.#pathOf(String(reply.value.headers['location'] ?? ''))
  }

  /** How far an upload has come, in the platform's own word. */
  async offsetOf(path: string): Promise<UploadResult<number>> {
    const reply = await this.#ask({ method: 'HEAD', url: path, headers: TUS }, [200, 204])
    return reply.ok ? numberOf(reply.value, 'upload-offset') : reply
  }

  /** Hands over one piece; how far the upload has come then. `size`: of the whole file. */
  async send(path: string, offset: number, bytes: Buffer, size: number, signal: AbortSignal): Promise<UploadResult<number>> {
    const checksum = (await this.#hasChecksums())
      ? { 'upload-checksum': `sha256 ${createHash('sha256').update(bytes).digest('base64')}` }
      : {}
    const isLast = offset + bytes.length === size
    const timeout = 2 * ASK_MS + (isLast ? size / SLOWEST_HASH_BYTES_PER_MS : 0)
    const headers = { ...TUS, ...checksum, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
    const reply = await this.#ask({ method: 'PATCH', url: path, headers, data: bytes, timeout, signal }, [204, 200])
    return reply.ok ? numberOf(reply.value, 'upload-offset') : reply
  }

  /** The content under a hash from a byte on, as it comes; `length`: no more than that is wanted. */
  async read(
    hash: string,
    from: number,
    signal: AbortSignal,
    length?: number,
  ): Promise<UploadResult<{ body: Readable; from: number }>> {
    const end = length === undefined ? '' : String(from + length - 1)
    const headers = from === 0 && end === '' ? {} : { range: `bytes=${String(from)}-${end}` }
    try {
      const reply = await this.#http.get<Readable>(byHash(hash), { headers, responseType: 'stream', timeout: ASK_MS, signal })
      const isOurs = isOfHash(reply, hash)
      if (reply.status === 200 && isOurs) return ok({ body: reply.data, from: 0 })
      if (reply.status === 206 && isOurs) return ok({ body: reply.data, from })
      reply.data.destroy()
      return { ok: false, error: refusalOf(reply, null) }
    } catch (error) {
      return { ok: false, error: unasked(error) }
    }
  }

  /** Asked until it is answered; a platform that does not say so checks no pieces. */
  async #hasChecksums(): Promise<boolean> {
    if (this.#checksums !== null) return this.#checksums
    const reply = await this.#ask({ method: 'OPTIONS', url: ATTACHMENT_PATH }, [200, 204])
    const said = reply.ok && /\bchecksum\b/.test(String(reply.value.headers['tus-extension'] ?? ''))
    if (reply.ok || [404, 405].includes(reply.error.status)) this.#checksums = said
    return said
  }

  /** A path of this platform and of no other, whatever form the location has. */
  #pathOf(location: string): UploadResult<string> {
    const url = URL.parse(location, this.#base)
    const isOurs = url?.pathname.startsWith(`${ATTACHMENT_PATH}/`) ?? false
    if (url !== null && isOurs) return ok(url.pathname)
    return { ok: false, error: { status: 201, code: 'bad-reply', retryAfterMs: 0 } }
  }

  async #ask(request: AxiosRequestConfig, statuses: readonly number[]): Promise<UploadResult<AxiosResponse<unknown>>> {
    try {
      const reply = await this.#http.request<unknown>(request)
      if (statuses.includes(reply.status)) return ok(reply)
      const told = ErrorReply.safeParse(reply.data)
      return { ok: false, error: refusalOf(reply, told.success ? told.data.code : null) }
    } catch (error) {
      return { ok: false, error: unasked(error) }
    }
  }
}

/** A login page answers 200 to everything; the platform names what it hands out. */
const isOfHash = ({ headers }: AxiosResponse<unknown>, hash: string): boolean => headers['etag'] === `"${hash}"`

const byHash = (hash: string): string => `${ATTACHMENT_PATH}/by-hash/${hash}`

/** The platform has asked for time, or nothing was heard: axios has no more to say of a broken line than that. */
const unasked = (error: unknown): UploadRefusal =>
  error instanceof StayAway
    ? { status: 429, code: 'platform-busy', retryAfterMs: error.leftMs }
    : { status: 0, code: 'offline', retryAfterMs: 0 }

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not-found',
  410: 'not-found',
  413: 'too-large',
  460: 'hash-mismatch',
  507: 'disk-full',
}

function refusalOf({ status, headers }: AxiosResponse<unknown>, told: string | null): UploadRefusal {
  const seconds = Number(headers['retry-after'])
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1_000 : 0
  const isBusy = [409, 423, 429].includes(status) || status >= 500
  const code = statusCodes[status] ?? (isBusy ? 'platform-busy' : 'bad-reply')
  return { status, code: told !== null && isErrorCode(told) ? told : code, retryAfterMs }
}

function numberOf(reply: AxiosResponse<unknown>, header: string): UploadResult<number> {
  const value = Number(reply.headers[header] ?? Number.NaN)
  return Number.isSafeInteger(value) && value >= 0 ? ok(value) : notOurs(reply)
}

function notOurs({ status }: AxiosResponse<unknown>): UploadResult<never> {
  return { ok: false, error: { status, code: 'bad-reply', retryAfterMs: 0 } }
}
