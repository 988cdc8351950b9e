import axios, { isAxiosError } from 'axios'
import type { AxiosResponse } from 'axios'
import { setTimeout as sleep } from 'node:timers/promises'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { ChangesPage } from '#shared/platform-api/changes.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import { Health } from '#shared/platform-api/system.ts'
import type { CacheWriterApi } from '../db-worker/cache-api.ts'
import type { SyncApi } from '../db-worker/sync-api.ts'

type Writer = SyncApi<CacheWriterApi>

const PAGE = 5_000
const TIMEOUT_MS = 60_000
/** A page that fails is asked for again so often, each time after a longer while. */
const WAITS_MS = [250, 1_000, 4_000, 15_000]

export interface FollowOptions {
  readonly url: string
  readonly token: string
  readonly onPage: (seq: number, head: number) => void
}

/**
 * Brings a cache up to the head that the feed has when its last page is read. Refuses 'cursor-expired' when the cache is of
 * another life of the store, 'offline', 'bad-reply', 'schema-newer'.
 */
export async function followFeed(writer: Writer, { url: baseURL, token, onPage }: FollowOptions): Promise<Result<Cursor>> {
  const http = axios.create({ baseURL, timeout: TIMEOUT_MS, proxy: false, maxRedirects: 0, validateStatus: () => true })
  // The platform listens to its own name, whatever address it was told to listen on.
  http.defaults.headers.common = { authorization: `Bearer ${token}`, host: `127.0.0.1:${new URL(baseURL).port}` }
  const health = await ask(Health, () => http.get('/v1/health'))
  if (!health.ok) return health
  let cursor = writer.cursor() ?? { epoch: health.value.epoch, seq: 0 }
  for (;;) {
    const { epoch, seq } = cursor
    const page = await ask(ChangesPage, () => http.get('/v1/changes', { params: { epoch, seq, limit: PAGE } }))
    if (!page.ok) return page
    const taken = writer.applyPage(page.value)
    if (!taken.applied) return refuse(taken.why === 'epoch' || taken.why === 'gap' ? 'cursor-expired' : 'schema-newer', taken.why)
    cursor = { epoch, seq: page.value.next }
    onPage(cursor.seq, page.value.head)
    if (!page.value.more) return ok(cursor)
  }
}

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}

async function ask<T>(schema: Schema<T>, run: () => Promise<AxiosResponse<unknown>>): Promise<Result<T>> {
  for (let attempt = 0; ; attempt += 1) {
    const reply = await tried(run)
    const waitMs = WAITS_MS[attempt]
    if (reply?.status === 200) {
      const parsed = schema.safeParse(reply.data)
      return parsed.success ? ok(parsed.data) : refuse('bad-reply')
    }
    if (reply?.status === 410) return refuse('cursor-expired')
    const mayPass = reply === null || reply.status === 429 || reply.status >= 500
    if (!mayPass || waitMs === undefined) return refuse(reply === null ? 'offline' : 'bad-reply', `HTTP ${reply?.status ?? '-'}`)
    await sleep(waitMs)
  }
}

/** Null: nothing came back. */
async function tried(run: () => Promise<AxiosResponse<unknown>>): Promise<AxiosResponse<unknown> | null> {
  try {
    return await run()
  } catch (error) {
    if (isAxiosError(error)) return null
    throw error
  }
}
