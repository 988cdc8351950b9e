import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChangesPage, StreamLine } from '#shared/platform-api/changes.ts'
import { sql } from 'kysely'
import { commitChanges } from '#platform/store/commit-changes.ts'
import { transact } from '#platform/store/transact.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let seat: Seat
let epoch: string

beforeAll(async () => {
  hall = await startPlatform()
  seat = await hall.enrol('1')
  epoch = hall.platform.hall.epoch
})
afterAll(() => hall.stop())

const page = (seq: number, more = '') => seat.get<ChangesPage>(`/v1/changes?epoch=${epoch}&seq=${seq}${more}`)

/** Follows the pages to the end, as a seat does. */
async function readAll(from = 0, more = '&limit=700'): Promise<ChangesPage['changes']> {
  const all: ChangesPage['changes'] = []
  for (let seq = from; ;) {
    const { body } = await page(seq, more)
    expect(body.from).toBe(seq)
    all.push(...body.changes)
    seq = body.next
    if (!body.more) return all
  }
}

interface OpenStream {
  readonly response: IncomingMessage
  next(): Promise<StreamLine>
  close(): void
}

async function openStream(seq: number, more = ''): Promise<OpenStream> {
  const request = get(`${hall.url}/v1/changes/stream?epoch=${epoch}&seq=${seq}${more}`, {
    headers: { authorization: `Bearer ${seat.token!}` },
  })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const lines = createInterface({ input: response })[Symbol.asyncIterator]()
  return {
    response,
    next: async () => JSON.parse((await lines.next()).value as string) as StreamLine,
    close: () => request.destroy(),
  }
}

/** Skips beats. */
async function nextPage(stream: OpenStream): Promise<ChangesPage> {
  for (;;) {
    const line = await stream.next()
    if (line.type === 'page') return line.page
  }
}

describe('the feed by pages', () => {
  it('from nothing gives every entity once, in the order of gapless seqs', async () => {
    const all = await readAll()

    const { rows } = await query<{ n: number; head: number }>(
      'SELECT (SELECT count(*)::int FROM entity) AS n, (SELECT seq::int FROM feed_head) AS head',
    )
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: rows[0]!.head }, (_, i) => i + 1))
    expect(new Set(all.map(({ kind, id }) => `${kind}/${id}`)).size).toBe(rows[0]!.n)
  })

  it('ends a page where a command ended, though the limit lies between a case and its flow record', async () => {
    const { head } = (await page(0, '&limit=1')).body
    for (let i = 0; i < 3; i += 1) await seat.settle(await seat.report(seat.newCase()))

    const { body } = await page(head, '&limit=3')

    expect(body.changes.map(({ kind }) => kind)).toEqual(['case', 'flow', 'case', 'flow'])
    expect([body.next, body.more]).toEqual([head + 4, true])
  })

  it('gives only the kinds asked for and still moves the cursor to the head', async () => {
    const { body } = await page(0, '&kinds=department,settings')

    expect(new Set(body.changes.map(({ kind }) => kind))).toEqual(new Set(['department', 'settings']))
    expect([body.next, body.more]).toEqual([body.head, false])
  })

  it('ends at a tombstone for what was deleted', async () => {
    const { platform } = hall
    const seq = await transact(platform.store.db, (tx) =>
      commitChanges(tx, platform.hall.id, [{ kind: 'place', id: 'town:place/1', ver: 2, row: null }]),
    )

    const { body } = await page(seq - 1)

    expect(body.changes).toEqual([{ seq, kind: 'place', id: 'town:place/1', ver: 2, op: 'delete', row: null }])
  })

  it.each([
    ['another life of the store', 'epoch=other&seq=0', 410, 'cursor-expired'],
    ['a cursor beyond the head', 'epoch=EPOCH&seq=99999999', 410, 'cursor-expired'],
    ['a cursor below zero', 'epoch=EPOCH&seq=-1', 400, 'bad-request'],
    ['no number', 'epoch=EPOCH&seq=x', 400, 'bad-request'],
    ['a limit of a million', 'epoch=EPOCH&seq=0&limit=1000000', 400, 'bad-request'],
    ['kinds with quotes', "epoch=EPOCH&seq=0&kinds=case';--", 400, 'bad-request'],
    ['NUL', 'epoch=%00&seq=0', 400, 'bad-request'],
    ['the same parameter twice', 'epoch=EPOCH&seq=0&seq=1', 400, 'bad-request'],
  ])('refuses %s', async (_what, search, status, code) => {
    for (const path of ['/v1/changes', '/v1/changes/stream']) {
      if (path.endsWith('stream') && search.includes('limit')) continue
      const reply = await seat.get(`${path}?${search.replace('EPOCH', epoch)}`)

      expect([reply.status, reply.body['code']]).toEqual([status, code])
    }
    // A machine that stands beyond the head is taken for a witness of a restore.
    epoch = hall.platform.hall.epoch
  })
})

describe('the feed as a stream', () => {
  it('beats at once, and again without being asked', async () => {
    const head = (await page(0, '&limit=1')).body.head
    const stream = await openStream(head)
    const beats: StreamLine[] = [await stream.next()]

    beats.push(await stream.next(), await stream.next())

    stream.close()
    expect(beats).toMatchObject([
      { type: 'beat', epoch, head },
      { type: 'beat', head },
      { type: 'beat', head },
    ])
  })

  it('brings what is behind first, then what happens, without a gap', async () => {
    const head = (await page(0, '&limit=1')).body.head
    const stream = await openStream(head - 700)

    let cursor = head - 700
    while (cursor < head) {
      const { from, next } = await nextPage(stream)
      expect(from).toBe(cursor)
      cursor = next
    }
    const report = await seat.report(seat.newCase())
    await seat.settle(report)
    const live = await nextPage(stream)

    stream.close()
    expect(live.from).toBe(head)
    expect(live.changes).toMatchObject([
      { kind: 'case', op: 'put' },
      { kind: 'flow', id: report.id },
    ])
  })

  it('comes in small pages to a reader that asks for such, none of which cuts what was committed together', async () => {
    const { head } = (await page(0, '&limit=1')).body
    for (let i = 0; i < 12; i += 1) await seat.settle(await seat.report(seat.newCase()))
    const stream = await openStream(head, '&pageBytes=4096')

    const pages: ChangesPage[] = []
    while (pages.at(-1)?.more !== false) pages.push(await nextPage(stream))
    stream.close()

    expect(pages.length).toBeGreaterThan(2)
    for (const { changes } of pages) {
      const cases = changes.filter(({ kind }) => kind === 'case').map(({ id }) => id)
      expect(changes.filter(({ kind }) => kind === 'flow').map(({ row }) => row?.['caseId'])).toEqual(cases)
    }
    expect(pages.flatMap(({ changes }) => changes)).toHaveLength(24)
  })

  it('gives what was committed together even where it is larger than the page asked for', async () => {
    const { platform } = hall
    const { head } = (await page(0, '&limit=1')).body
    const rows = [0, 1, 2].map((n) => ({ kind: 'place' as const, id: `large-${n}`, ver: 1, row: { text: 'x'.repeat(4_000) } }))
    await transact(platform.store.db, (tx) => commitChanges(tx, platform.hall.id, rows))
    await transact(platform.store.db, (tx) => commitChanges(tx, platform.hall.id, [{ ...rows[0]!, id: 'next' }]))

    const stream = await openStream(head, '&pageBytes=4096')
    const [first, second] = [await nextPage(stream), await nextPage(stream)]
    stream.close()

    expect(first.changes.map(({ id }) => id)).toEqual(['large-0', 'large-1', 'large-2'])
    expect(second.changes.map(({ id }) => id)).toEqual(['next'])
  })

  it('does not wait for a reader that stops reading, and serves it again when it goes on', async () => {
    const stream = await openStream(0)
    stream.response.pause()

    for (let i = 0; i < 20; i += 1) await seat.settle(await seat.report(seat.newCase()))

    const head = (await page(0, '&limit=1')).body.head
    stream.response.resume()
    let cursor = 0
    while (cursor < head) cursor = (await nextPage(stream)).next
    stream.close()
    expect(cursor).toBe(head)
  })
})

describe('eight writers against the feed while somebody leaves a transaction open', () => {
  it('lose nothing: readers end with the last version of every entity, no commit is cut in two, and seqs have no gap', async () => {
    const idle = new Client(hall.postgres.connection)
    idle.on('error', () => undefined)
    await idle.connect()
    await idle.query('BEGIN')
    await idle.query('SELECT txid_current(), count(*) FROM entity')
    const { platform } = hall
    // What all fight for is there already: a row that is not there yet cannot be locked, and two would both begin at version 1.
    const sharedRows = [0, 1, 2].map((n) => ({
      kind: 'place' as const,
      id: `shared-${n}`,
      ver: 1,
      row: { writer: -1, round: 0 },
    }))
    await transact(platform.store.db, (tx) => commitChanges(tx, platform.hall.id, sharedRows))
    const start = (await page(0, '&limit=1')).body.head
    const writers = 8
    const rounds = 60

    let writing = true
    const reader = async (): Promise<Map<string, number>> => {
      const seen = new Map<string, number>()
      const pageOfCommit = new Map<string, number>()
      for (let seq = start, last = false; ;) {
        const { body } = await page(seq, '&limit=37')
        let before = seq
        for (const change of body.changes) {
          // What was committed together and is still there comes in one page.
          const commit = JSON.stringify(change.row)
          expect(pageOfCommit.get(commit) ?? seq).toBe(seq)
          pageOfCommit.set(commit, seq)
          expect(change.seq).toBeGreaterThan(before)
          before = change.seq
          // A version never goes back.
          expect(change.ver).toBeGreaterThanOrEqual(seen.get(change.id) ?? 0)
          seen.set(change.id, change.ver)
        }
        seq = body.next
        if (last && !body.more) return seen
        last = !writing
      }
    }
    const readers = [reader(), reader()]
    const write = async (writer: number): Promise<void> => {
      for (let round = 1; round <= rounds; round += 1) {
        // Entities of one's own, and some all writers fight for.
        const own = { kind: 'place' as const, id: `own-${writer}-${round % 10}`, ver: round, row: { writer, round } }
        await transact(platform.store.db, async (tx) => {
          const { rows } = await sql<{
            ver: number
          }>`SELECT ver FROM entity WHERE kind = 'place' AND id = ${`shared-${round % 3}`} FOR UPDATE`.execute(tx)
          const shared = {
            kind: 'place' as const,
            id: `shared-${round % 3}`,
            ver: (rows[0]?.ver ?? 0) + 1,
            row: { writer, round },
          }
          await new Promise((resolve) => setTimeout(resolve, (writer * round) % 5))
          await commitChanges(tx, platform.hall.id, [shared, own])
        })
      }
    }
    await Promise.all(Array.from({ length: writers }, (_, i) => write(i)))
    writing = false
    const seen = await Promise.all(readers)
    await idle.query('ROLLBACK')
    await idle.end()

    const { rows } = await query<{ id: string; ver: number }>(`SELECT id, ver FROM entity WHERE seq > ${start}`)
    const truth = new Map(rows.map(({ id, ver }) => [id, ver]))
    for (const one of seen) expect(new Map([...one].sort())).toEqual(new Map([...truth].sort()))
    const head = (await page(0, '&limit=1')).body.head
    expect(head).toBe(start + writers * rounds * 2)
    expect((await readAll()).every(({ seq }, i, all) => i === 0 || seq > all[i - 1]!.seq)).toBe(true)
  })
})

async function query<T>(text: string): Promise<{ rows: T[] }> {
  const client = new Client(hall.postgres.connection)
  await client.connect()
  try {
    return { rows: (await client.query(text)).rows as T[] }
  } finally {
    await client.end()
  }
}
