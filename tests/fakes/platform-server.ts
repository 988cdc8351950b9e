// A TestPlatform behind real HTTP on loopback, as far as a seat reads from it: feed, snapshot, digests. What goes wrong is set
// on it.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { zstdCompressSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import { splitKinds } from '#shared/platform-api/digests.ts'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import type { TestPlatform } from '#tests/builders/a-platform.ts'

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')

/** Beats come faster than in life. */
const BEAT_MS = 50

export class PlatformServer {
  platform: TestPlatform
  snapshot: { readonly info: SnapshotInfo; readonly bytes: Buffer } | null = null
  /** The next downloads are cut after so many bytes each. */
  readonly cuts: number[] = []
  /** Every request, as method-less path with its range. */
  readonly asked: string[] = []
  firstRows: readonly Change[] | null = null
  /** It beats and keeps its rows to itself. */
  holdsPages = false
  readonly #server = createServer((request, reply) => this.#answer(request, reply))
  readonly #streams = new Set<ServerResponse>()

  private constructor(platform: TestPlatform) {
    this.platform = platform
  }

  static async start(platform: TestPlatform): Promise<PlatformServer> {
    const server = new PlatformServer(platform)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.#server.closeAllConnections()
      server.#server.close()
    })
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Another life of the store: open streams end. */
  restore(platform: TestPlatform): void {
    this.platform = platform
    for (const stream of this.#streams) stream.destroy()
  }

  /** Makes a snapshot of what is there now, as the platform's builder does. */
  makeSnapshot(): void {
    const folder = aDataFolder()
    const writer = unwrap(openCacheWriter(folder))
    writer.applyPage(this.platform.page(0, 1_000_000))
    writer.close()
    const raw = readFileSync(join(folder, 'cache.db'))
    const bytes = zstdCompressSync(raw)
    const info = { epoch: this.platform.epoch, seq: this.platform.head, schema: CACHE_SCHEMA, builtAt: 0 }
    this.snapshot = {
      info: { ...info, bytes: bytes.length, sha256: sha256(bytes), rawBytes: raw.length, rawSha256: sha256(raw) },
      bytes,
    }
  }

  #answer(request: IncomingMessage, reply: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url)
    const { range } = request.headers
    this.asked.push(range === undefined ? url.pathname : `${url.pathname} ${range}`)
    const [, , what = '', ...rest] = url.pathname.split('/')
    const { epoch, head } = this.platform
    switch (what) {
      case 'health':
        return json(reply, 200, { product: 'wanmi-platform', ok: true, hall: 'test', epoch, schema: 1, head, time: Date.now() })
      case 'changes':
        return this.#stream(url, reply)
      case 'snapshot':
        return rest.length === 0 ? this.#info(reply) : this.#bytes(reply, range)
      case 'first-rows':
        if (this.firstRows === null) break
        return json(reply, 200, { epoch, schema: 1, seq: head, time: 0, changes: this.firstRows, openCases: 0 })
      case 'digests':
        return rest.length === 0 ? this.#digests(reply) : this.#bucket(reply, rest[0]!, rest[1]!)
      case 'numbers':
        return json(reply, 200, { blocks: [] })
    }
    json(reply, 404, { code: 'not-found', detail: null })
  }

  #info(reply: ServerResponse): void {
    if (this.snapshot === null) json(reply, 404, { code: 'no-snapshot', detail: null })
    else json(reply, 200, this.snapshot.info)
  }

  #bytes(reply: ServerResponse, range: string | undefined): void {
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? 'bytes=0-')?.[1])
    const bytes = this.snapshot!.bytes.subarray(from)
    reply.writeHead(range === undefined ? 200 : 206, { 'content-length': bytes.length })
    const cut = this.cuts.shift()
    if (cut === undefined) reply.end(bytes)
    else reply.write(bytes.subarray(0, cut), () => reply.socket?.end())
  }

  #stream(url: URL, reply: ServerResponse): void {
    const { platform } = this
    let seq = Number(url.searchParams.get('seq'))
    if (url.searchParams.get('epoch') !== platform.epoch || seq > platform.head)
      return json(reply, 410, { code: 'cursor-expired', detail: 'epoch' })
    reply.writeHead(200, { 'content-type': 'application/x-ndjson' })
    this.#streams.add(reply)
    const tick = (): void => {
      const { epoch, head } = platform
      while (!this.holdsPages && seq < head) {
        const page = platform.page(seq, 3)
        seq = page.next
        reply.write(`${JSON.stringify({ type: 'page', page })}\n`)
      }
      reply.write(`${JSON.stringify({ type: 'beat', epoch, head, time: Date.now() })}\n`)
    }
    tick()
    const beat = setInterval(tick, BEAT_MS)
    reply.on('close', () => {
      clearInterval(beat)
      this.#streams.delete(reply)
    })
  }

  #rows(): { readonly change: Change; readonly bucket: string }[] {
    const rows = this.platform.page(0, 1_000_000).changes.filter(({ op }) => op === 'put')
    return rows.map((change) => ({
      change,
      bucket: splitKinds.has(change.kind) ? sha256(change.id).slice(0, 2) : 'all',
    }))
  }

  #digests(reply: ServerResponse): void {
    const buckets = Map.groupBy(this.#rows(), ({ change: { kind }, bucket }) => `${kind}/${bucket}`)
    const said = [...buckets].map(([name, rows]) => {
      const xor = rows
        .map(({ change: { id, ver } }) => BigInt(`0x${sha256(`${id} ${ver}`).slice(0, 32)}`))
        .reduce((sum, one) => sum ^ one, 0n)
      const [kind, bucket] = name.split('/')
      return { kind, bucket, count: rows.length, hash: xor.toString(16).padStart(32, '0') }
    })
    json(reply, 200, { epoch: this.platform.epoch, seq: this.platform.head, buckets: said })
  }

  #bucket(reply: ServerResponse, kind: string, bucket: string): void {
    const rows = this.#rows().filter((row) => row.change.kind === kind && row.bucket === bucket)
    const { epoch, head } = this.platform
    json(reply, 200, { epoch, seq: head, kind, bucket, rows: rows.map(({ change }) => change) })
  }
}

function json(reply: ServerResponse, status: number, body: object): void {
  reply.writeHead(status, { 'content-type': 'application/json' })
  reply.end(JSON.stringify(body))
}
