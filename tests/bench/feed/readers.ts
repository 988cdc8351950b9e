// Two ways for many seats to hear of commits: our streams over HTTP, and PostgreSQL's NOTIFY with a SELECT for each reader.
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { Client, Pool } from 'pg'
import type { PgConnection } from '#platform/launcher/index.ts'
import { FEED_CHANNEL } from '#platform/store/commit-changes.ts'
import type { StreamLine } from '#shared/platform-api/changes.ts'

/** What one reader has been told, by kind and id the newest version. */
export interface Reader {
  seq: number
  readonly rows: Map<string, number>
}

export interface Readers {
  readonly all: readonly Reader[]
  /** Settles when every reader has been told of this seq. */
  reached(seq: number): Promise<void>
  close(): Promise<void>
}

class Progress {
  readonly all: readonly Reader[]
  #waiting: { readonly seq: number; readonly resolve: () => void } | null = null

  constructor(count: number, from: number) {
    this.all = Array.from({ length: count }, () => ({ seq: from, rows: new Map<string, number>() }))
  }

  take(reader: Reader, changes: readonly { kind: string; id: string; ver: number }[], seq: number): void {
    for (const { kind, id, ver } of changes) reader.rows.set(`${kind}/${id}`, ver)
    reader.seq = seq
    if (this.#waiting !== null && this.all.every((one) => one.seq >= (this.#waiting?.seq ?? 0))) this.#waiting.resolve()
  }

  reached(seq: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { seq, resolve }
      if (this.all.every((one) => one.seq >= seq)) resolve()
    })
  }
}

/** Ours: one open stream each. */
export async function openStreams(
  count: number,
  stand: { url: string; epoch: string; token: string; from: number },
): Promise<Readers> {
  const { url, epoch, token, from } = stand
  const progress = new Progress(count, from)
  const agent = new Agent({ maxSockets: Infinity, keepAlive: false })
  const requests = await Promise.all(
    progress.all.map(async (reader) => {
      const headers = { authorization: `Bearer ${token}` }
      const request = get(`${url}/v1/changes/stream?epoch=${epoch}&seq=${from}`, { headers, agent })
      request.on('error', () => undefined)
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      response.on('error', () => undefined)
      const lines = createInterface({ input: response })
      // Cut off by us at the end of the round.
      lines.on('error', () => undefined)
      lines.on('line', (text) => {
        const line = JSON.parse(text) as StreamLine // of our own platform
        if (line.type === 'page') progress.take(reader, line.page.changes, line.page.next)
      })
      return request
    }),
  )
  return {
    all: progress.all,
    reached: (seq) => progress.reached(seq),
    close: () => {
      for (const request of requests) request.destroy()
      agent.destroy()
      return Promise.resolve()
    },
  }
}

const POOL = 60

/** The peer: one connection that listens, and for each reader a SELECT of what is new whenever it is woken. */
export async function openListeners(
  count: number,
  stand: { connection: PgConnection; hall: string; from: number },
): Promise<Readers> {
  const { connection, hall, from } = stand
  const progress = new Progress(count, from)
  const pool = new Pool({ ...connection, max: POOL })
  // A first round makes the connections, which streams have made by now too.
  await Promise.all(Array.from({ length: POOL }, () => pool.query('SELECT 1')))
  const readers = progress.all.map((reader) => waking(() => read(pool, hall, reader, progress)))
  const listener = new Client(connection)
  await listener.connect()
  await listener.query(`LISTEN ${FEED_CHANNEL}`)
  listener.on('notification', () => {
    for (const wake of readers) wake()
  })
  return {
    all: progress.all,
    reached: (seq) => progress.reached(seq),
    async close() {
      await listener.end()
      await pool.end()
    },
  }
}

async function read(pool: Pool, hall: string, reader: Reader, progress: Progress): Promise<void> {
  const { rows } = await pool.query<{ seq: string; kind: string; id: string; ver: number; row: unknown }>(
    'SELECT seq, kind, id, ver, row FROM entity WHERE hall = $1 AND seq > $2 ORDER BY seq LIMIT 1000',
    [hall, reader.seq],
  )
  const last = rows.at(-1)
  if (last !== undefined) progress.take(reader, rows, Number(last.seq))
}

/** Runs the task, and once more when it was woken meanwhile. */
function waking(task: () => Promise<void>): () => void {
  let isBusy = false
  let isBehind = false
  const wake = (): void => {
    isBehind = true
    if (isBusy) return
    isBusy = true
    void (async () => {
      while (isBehind) {
        isBehind = false
        await task()
      }
      isBusy = false
    })()
  }
  return wake
}
