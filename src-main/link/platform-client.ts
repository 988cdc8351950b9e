import axios from 'axios'
import type { AxiosAdapter, AxiosInstance, AxiosResponse } from 'axios'
import type { Readable } from 'node:stream'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { DeviceId, FieldObjectId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { CommandsReply, OutcomesReply } from '#shared/platform-api/commands.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import { AnchorReply, AnchorTaken, LanesReply, LostActTaken } from '#shared/platform-api/anchors.ts'
import type { Anchor, LostAct } from '#shared/platform-api/anchors.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import { DeviceRow } from '#shared/platform-api/devices.ts'
import type { DeviceAnnouncement } from '#shared/platform-api/devices.ts'
import { TrackReply } from '#shared/platform-api/field.ts'
import {
  DevicesReply,
  EnrolReply,
  HallKeys,
  LeaseReply,
  RevocationReply,
  RotationReply,
  SignInReply,
  SigningKey,
} from '#shared/platform-api/people.ts'
import type { EnrolRequest, LeaseRequest, SignInRequest } from '#shared/platform-api/people.ts'
import { BucketReply, DigestsReply } from '#shared/platform-api/digests.ts'
import { FirstRows, SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import { ErrorReply, Health, TimeReply } from '#shared/platform-api/system.ts'
import { lookupPlatform } from './platform-name.ts'
import { platformAgent } from './platform-tls.ts'
import { StayAway, keepAway, retryAfterOf } from './retry-after.ts'
import { isLoginPage, whyUnheard } from './why-unheard.ts'

const TIMEOUT_MS = 8_000
/** For what the platform has to read its whole store for. */
const LONG_TIMEOUT_MS = 60_000
const MAX_REPLY_BYTES = 64 * 1024 * 1024

/** A refusal with the server's wish how long to stay away. */
export interface LinkRefusal extends Refusal {
  readonly retryAfterMs?: number
}
export type LinkResult<T> = Result<T, LinkRefusal>

/** How the platform is reached. */
export interface Reach {
  /** PEM of the only authority whose certificates count; see {@link platformAgent}. */
  readonly ca?: string | null
  /** Another way to the platform than the network, and another time; the simulation has them. */
  readonly adapter?: AxiosAdapter
  readonly clock?: Pick<Clock, 'monotonicMs'>
}

/** HTTP towards the platform; every reply is proved by its schema, so a captive portal's page is never taken for one. */
export class PlatformClient {
  readonly #http: AxiosInstance

  constructor(baseUrl: string, token: string | null, { ca = null, adapter, clock = systemClock }: Reach = {}) {
    this.#http = axios.create({
      baseURL: baseUrl,
      timeout: TIMEOUT_MS,
      maxContentLength: MAX_REPLY_BYTES,
      maxRedirects: 0,
      proxy: false,
      lookup: lookupPlatform,
      httpsAgent: platformAgent(ca),
      validateStatus: () => true,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      ...(adapter === undefined ? {} : { adapter }),
    })
    keepAway(this.#http, clock)
  }

  health = (): Promise<LinkResult<Health>> => this.#ask(Health, () => this.#http.get('/v1/health'))

  enrol = (body: z.infer<typeof EnrolRequest>): Promise<LinkResult<EnrolReply>> =>
    this.#ask(EnrolReply, () => this.#http.post('/v1/devices', body))

  hallKeys = (): Promise<LinkResult<HallKeys>> => this.#ask(HallKeys, () => this.#http.get('/v1/hall-keys'))

  devices = (): Promise<LinkResult<DevicesReply>> => this.#ask(DevicesReply, () => this.#http.get('/v1/devices'))

  revokeDevice = (id: DeviceId, reason: string): Promise<LinkResult<RevocationReply>> =>
    this.#ask(RevocationReply, () => this.#http.delete(`/v1/devices/${id}`, { data: { reason } }))

  rotateHallKey = (): Promise<LinkResult<RotationReply>> =>
    this.#ask(RotationReply, () => this.#http.post('/v1/hall-keys', {}))

  registerSigningKey = (publicKey: string): Promise<LinkResult<{ publicKey: string }>> =>
    this.#ask(z.object({ publicKey: SigningKey }), () => this.#http.put('/v1/devices/mine/signing-key', { publicKey }))

  signIn = (body: z.input<typeof SignInRequest>): Promise<LinkResult<z.infer<typeof SignInReply>>> =>
    this.#ask(SignInReply, () => this.#http.post('/v1/sign-ins', body))

  signOut = (): Promise<LinkResult<z.infer<typeof TimeReply>>> =>
    this.#ask(TimeReply, () => this.#http.delete('/v1/sign-ins/mine'))

  announce = (body: DeviceAnnouncement): Promise<LinkResult<DeviceRow>> =>
    this.#ask(DeviceRow, () => this.#http.put('/v1/devices/mine', body))

  withdraw = (): Promise<LinkResult<z.infer<typeof TimeReply>>> =>
    this.#ask(TimeReply, () => this.#http.delete('/v1/devices/mine'))

  lease = (body: z.infer<typeof LeaseRequest>): Promise<LinkResult<z.infer<typeof LeaseReply>>> =>
    this.#ask(LeaseReply, () => this.#http.post('/v1/numbers', body))

  /** 409 and 422 carry outcomes too: what they mean stands in each outcome. An answer is waited for so many ms. */
  send = (commands: readonly SeatCommand[], timeout: number): Promise<LinkResult<CommandsReply>> =>
    this.#ask(CommandsReply, () => this.#http.post('/v1/commands', { commands }, { timeout }), [200, 409, 422])

  outcomes = (ids: readonly string[]): Promise<LinkResult<CommandsReply>> =>
    this.#ask(OutcomesReply, () => this.#http.get('/v1/commands/outcomes', { params: { ids: ids.join(',') } }))

  anchor = (): Promise<LinkResult<AnchorReply>> => this.#ask(AnchorReply, () => this.#http.get('/v1/anchor'))

  takeAnchor = (anchor: Anchor): Promise<LinkResult<z.infer<typeof AnchorTaken>>> =>
    this.#ask(AnchorTaken, () => this.#http.put('/v1/anchor', anchor))

  lostAct = (lost: LostAct): Promise<LinkResult<z.infer<typeof LostActTaken>>> =>
    this.#ask(LostActTaken, () => this.#http.post('/v1/lost-acts', lost))

  lanes = (after: string): Promise<LinkResult<LanesReply>> =>
    this.#ask(LanesReply, () => this.#http.get('/v1/lanes', { params: { after, limit: 1_000 } }))

  track = (span: { object: FieldObjectId; from: number; to: number }): Promise<LinkResult<TrackReply>> =>
    this.#ask(TrackReply, () => this.#http.get('/v1/positions/track', { params: span }))

  /** The open feed as a byte stream, in pages as large as asked (null: as it likes); the caller ends it by the signal. */
  stream = ({ epoch, seq }: Cursor, signal: AbortSignal, pageBytes: number | null = null): Promise<LinkResult<Readable>> =>
    this.#open('/v1/changes/stream', { epoch, seq, ...(pageBytes !== null && { pageBytes }) }, signal)

  /** The open stream of positions, a connection of its own. */
  positions = (signal: AbortSignal): Promise<LinkResult<Readable>> => this.#open('/v1/positions/stream', {}, signal)

  /** The snapshot for caches of a schema, if the platform keeps one. */
  snapshot = (schema: number): Promise<LinkResult<SnapshotInfo>> =>
    this.#ask(SnapshotInfo, () => this.#http.get('/v1/snapshot', { params: { schema } }))

  /** Its bytes from one on. */
  snapshotBytes = (sha256: string, from: number, signal: AbortSignal): Promise<LinkResult<Readable>> =>
    this.#open(`/v1/snapshot/${sha256}`, {}, signal, from === 0 ? {} : { range: `bytes=${String(from)}-` })

  /** What a seat without any data needs to begin. */
  firstRows = (): Promise<LinkResult<FirstRows>> =>
    this.#ask(FirstRows, () => this.#http.get('/v1/first-rows', { timeout: LONG_TIMEOUT_MS }))

  /** Digests of everything in the feed, read at `seq` or after it. */
  digests = ({ epoch, seq }: Cursor): Promise<LinkResult<DigestsReply>> =>
    this.#ask(DigestsReply, () => this.#http.get('/v1/digests', { params: { epoch, seq }, timeout: LONG_TIMEOUT_MS }))

  digestBucket = (kind: string, bucket: string, epoch: string): Promise<LinkResult<BucketReply>> =>
    this.#ask(BucketReply, () => this.#http.get(`/v1/digests/${kind}/${bucket}`, { params: { epoch }, timeout: LONG_TIMEOUT_MS }))

  /** `headers` with a range: the reply must be that part, or the whole is taken for it. */
  async #open(
    path: string,
    params: object,
    signal: AbortSignal,
    headers: { readonly range?: string } = {},
  ): Promise<LinkResult<Readable>> {
    try {
      // The limit of a reply would cut a stream, and a large file, when they have brought so much.
      const open = { responseType: 'stream', timeout: 0, maxContentLength: -1 } as const
      const reply = await this.#http.get<Readable>(path, { ...open, signal, params, headers })
      const expected = headers.range === undefined ? 200 : 206
      if (reply.status === expected && !isLoginPage(reply)) return ok(reply.data)
      // Why this machine is not let in is for a person to know; anything else is told by the status.
      const told = reply.status === 401 ? await toldBy(reply.data) : null
      reply.data.destroy()
      return { ok: false, error: refusalOf(reply, told) }
    } catch (error) {
      return { ok: false, error: unheard(error) }
    }
  }

  async #ask<T extends z.ZodType>(
    schema: T,
    run: () => Promise<AxiosResponse<unknown>>,
    statuses: readonly number[] = [200, 201],
  ): Promise<LinkResult<z.output<T>>> {
    let reply: AxiosResponse<unknown>
    try {
      reply = await run()
    } catch (error) {
      return { ok: false, error: unheard(error) }
    }
    const told = ErrorReply.safeParse(reply.data)
    if (isLoginPage(reply)) return { ok: false, error: refusalOf(reply, null) }
    if (!statuses.includes(reply.status) || (told.success && reply.status >= 400 && !('outcomes' in Object(reply.data)))) {
      return { ok: false, error: refusalOf(reply, told.success ? told.data : null) }
    }
    const parsed = schema.safeParse(reply.data)
    return parsed.success ? ok(parsed.data) : refuse('bad-reply', parsed.error.issues[0]?.path.join('.') ?? '')
  }
}

const MAX_REFUSAL_BYTES = 4_096

/** The words of a refusal that came where a stream was expected; null when there are none. */
async function toldBy(body: Readable): Promise<ErrorReply | null> {
  let text = ''
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      text += part.toString('utf8')
      if (text.length > MAX_REFUSAL_BYTES) return null
    }
    return ErrorReply.parse(JSON.parse(text))
  } catch {
    // Broken off, or not the platform's words: the status says enough.
    return null
  }
}

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'not-found',
  410: 'cursor-expired',
  413: 'too-large',
}

function unheard(error: unknown): LinkRefusal {
  if (error instanceof StayAway) return { code: 'platform-busy', detail: error.message, retryAfterMs: error.leftMs }
  return whyUnheard(error)
}

function refusalOf(reply: AxiosResponse<unknown>, told: ErrorReply | null): LinkRefusal {
  const retryAfterMs = retryAfterOf(reply.headers)
  const retry = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (told === null && isLoginPage(reply)) return { code: 'link-login-page', detail: `HTTP ${String(reply.status)}` }
  if (told !== null && isErrorCode(told.code))
    return { code: told.code, ...(told.detail === null ? {} : { detail: told.detail }), ...retry }
  const busy = reply.status === 429 || reply.status >= 500
  return {
    code: statusCodes[reply.status] ?? (busy ? 'platform-busy' : 'bad-reply'),
    detail: `HTTP ${String(reply.status)}`,
    ...retry,
  }
}
