// The platform's bulk API as a command-line client meets it: over HTTP, with the administrator's token, again when it was busy.
import { Agent } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import axios from 'axios'
import type { AxiosInstance, AxiosResponse } from 'axios'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { BulkReply } from '#shared/platform-api/bulk.ts'
import type { BulkKind } from '#shared/platform-api/bulk.ts'
import { ChangesPage } from '#shared/platform-api/changes.ts'
import { SecretReply } from '#shared/platform-api/people.ts'
import { BasemapSettings, GridRow, HallSettings } from '#shared/platform-api/rows.ts'
import { ErrorReply, Health } from '#shared/platform-api/system.ts'

export interface BulkClientOptions {
  readonly url: string
  readonly token: string
  /** PEM of the authority behind its certificate. */
  readonly ca?: Buffer | null
  /** Waits before each further try; for tests. */
  readonly retryDelaysMs?: readonly number[]
}

export interface PresentSettings {
  readonly hall: HallSettings | null
  readonly basemap: BasemapSettings | null
}

/** What an import needs of a platform; sending is idempotent, so a batch may be sent again. */
export interface BulkClient {
  /** Is it our platform, and which life of it? */
  health(): Promise<Result<Health>>
  send(kind: BulkKind, rows: readonly unknown[]): Promise<Result<BulkReply>>
  /** The hall's settings and what its maps say at present; null where there is none yet, which only the whole feed can say. */
  readSettings(epoch: string): Promise<Result<PresentSettings>>
  /** For a person who has none yet. */
  setFirstSecret(person: PersonId, secret: string): Promise<Result<{ person: PersonId }>>
  /** All unit grids of the hall. */
  readGrids(): Promise<Result<GridRow[]>>
}

const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000]
const PAGE = 500
const GridPage = z.object({ rows: z.array(GridRow), next: z.string().nullable() })

export function bulkClient({ url, token, ca = null, retryDelaysMs = RETRY_DELAYS_MS }: BulkClientOptions): BulkClient {
  const http = axios.create({
    baseURL: url.replace(/\/+$/, ''),
    headers: { authorization: `Bearer ${token}` },
    timeout: 60_000,
    proxy: false,
    ...(ca !== null && { httpsAgent: new Agent({ ca }) }),
    maxRedirects: 0,
    maxBodyLength: 64 * 1024 * 1024,
    validateStatus: () => true,
  })
  const ask = <S extends z.ZodType>(schema: S, call: () => Promise<AxiosResponse<unknown>>): Promise<Result<z.infer<S>>> =>
    withRetry(retryDelaysMs, async () => readReply(schema, await attempt(url, call)))
  return {
    health: () => ask(Health, () => http.get('/v1/health')),
    send: (kind, rows) => ask(BulkReply, () => http.post(`/v1/bulk/${kind}`, { rows })),
    readSettings: (epoch) => findSettings(http, epoch, ask),
    setFirstSecret: (person, secret) =>
      ask(SecretReply, () => http.put(`/v1/people/${person}/secret`, { secret, onlyIfNone: true })),
    readGrids: () => allGrids(http, ask),
  }
}

type Ask = <S extends z.ZodType>(schema: S, call: () => Promise<AxiosResponse<unknown>>) => Promise<Result<z.infer<S>>>

async function findSettings(http: AxiosInstance, epoch: string, ask: Ask): Promise<Result<PresentSettings>> {
  const found = new Map<string, unknown>()
  let seq = 0
  for (let more = true; more;) {
    const page = await ask(ChangesPage, () => http.get('/v1/changes', { params: { epoch, seq, limit: PAGE, kinds: 'settings' } }))
    if (!page.ok) return page
    if (page.value.more && page.value.next <= seq) return refuse('bad-reply', `the feed does not go on behind ${seq}`)
    for (const { kind, id, op, row } of page.value.changes) if (kind === 'settings' && op === 'put') found.set(id, row)
    seq = page.value.next
    more = page.value.more
  }
  // What cannot be read is there all the same; taken for nothing, it would be written over.
  const settings = z.object({ hall: HallSettings.nullable(), basemap: BasemapSettings.nullable() }).safeParse({
    hall: found.get('hall') ?? null,
    basemap: found.get('basemap') ?? null,
  })
  return settings.success ? ok(settings.data) : refuse('bad-reply', 'the settings of the hall are not in the contract’s shape')
}

async function allGrids(http: AxiosInstance, ask: Ask): Promise<Result<GridRow[]>> {
  const rows: GridRow[] = []
  for (let after: string | null = ''; after !== null;) {
    const page: Result<{ rows: GridRow[]; next: string | null }> = await ask(GridPage, () =>
      http.get('/v1/grids', { params: { after, limit: PAGE } }),
    )
    if (!page.ok) return page
    rows.push(...page.value.rows)
    after = page.value.next
  }
  return ok(rows)
}

/** Waiting mends none of these. */
const certificateFaults: Readonly<Record<string, ErrorCode>> = {
  CERT_HAS_EXPIRED: 'link-certificate-expired',
  CERT_NOT_YET_VALID: 'link-certificate-early',
  ERR_TLS_CERT_ALTNAME_INVALID: 'link-certificate-other-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'link-certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'link-certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'link-certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'link-certificate-untrusted',
  EPROTO: 'link-not-secure',
}

async function attempt(url: string, call: () => Promise<AxiosResponse<unknown>>): Promise<Result<AxiosResponse<unknown>>> {
  try {
    return ok(await call())
  } catch (error) {
    const reason = axios.isAxiosError(error) ? (error.code ?? error.message) : String(error)
    return refuse(certificateFaults[reason] ?? 'no-platform', `${url}: ${reason}`)
  }
}

function readReply<S extends z.ZodType>(schema: S, reply: Result<AxiosResponse<unknown>>): Result<z.infer<S>> {
  if (!reply.ok) return reply
  const { status, data } = reply.value
  if (status === 200) {
    const parsed = schema.safeParse(data)
    return parsed.success ? ok(parsed.data) : refuse('bad-reply', 'the answer is not in the contract’s shape')
  }
  const said = ErrorReply.safeParse(data)
  const detail = said.success ? `${said.data.code}${said.data.detail === null ? '' : `: ${said.data.detail}`}` : `HTTP ${status}`
  if (status === 401) return refuse('unauthorised', detail)
  if (status === 403) return refuse('forbidden', detail)
  if (status === 404) return refuse('bad-reply', `${detail}: the platform has no such address`)
  if (status === 413) return refuse('too-large', detail)
  return status === 429 || status >= 500 ? refuse('platform-busy', detail) : refuse('bad-request', detail)
}

async function withRetry<T>(delaysMs: readonly number[], call: () => Promise<Result<T>>): Promise<Result<T>> {
  let result = await call()
  for (const delayMs of delaysMs) {
    if (result.ok || (result.error.code !== 'no-platform' && result.error.code !== 'platform-busy')) return result
    await sleep(delayMs)
    result = await call()
  }
  return result
}
