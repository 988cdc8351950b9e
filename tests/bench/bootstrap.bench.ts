// A new seat, from nothing to a first search and a first list, over HTTP from a platform in a process of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { openCacheReader } from '#main/db-worker/queries/open-reader.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import { commitFirst } from '#platform/store/commit-first.ts'
import { HALL_ID } from '#platform/store/hall.ts'
import { openStore } from '#platform/store/open-store.ts'
import type { Store } from '#platform/store/open-store.ts'
import { transact } from '#platform/store/transact.ts'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import { freshDatabase, startTestPostgres } from '#tests/builders/test-postgres.ts'
import { byCopy, byFeed, bySnapshot, fileIn } from './bootstrap/ways.ts'
import type { Reader } from './bootstrap/ways.ts'
import { caseAt, FULL_SIZE } from './data/cases.ts'
import { startPlatformProcess } from './feed/platform-process.ts'
import { benchLine, compareRounds, median, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const QUICK_SHARE = 10
const COPY_AT_MOST = 4
const LIST_WITHIN_MS = 3_000
/** The feed takes minutes; three times tell as much. */
const FEED_ROUNDS = 3
const ROWS = 2_000

const program = join(import.meta.dirname, 'bootstrap', 'eager-platform.ts')

export const bench: Bench = {
  name: 'bootstrap',
  describe:
    'a new seat to its first search by the snapshot; peer: NDJSON feed and index build; limit: a copy of the file, synced',
  settings: ['cases'],
  run,
}

async function run({ isQuick, rounds, scratch, say, settings }: BenchContext): Promise<BenchLine> {
  const size = settings.get('cases') ?? (isQuick ? FULL_SIZE / QUICK_SHARE : FULL_SIZE)
  const postgres = await startTestPostgres()
  const connection = await freshDatabase(postgres)
  process.env['HALL_BENCH_ROWS'] = String(size)
  const platform = await startPlatformProcess(mkdtempSync(join(scratch, 'platform-')), connection, program)
  const store = openStore(
    () => connection,
    (error) => say(error.message),
  )
  try {
    const seat = await platform.enrol('1')
    const client = new PlatformClient(platform.url, seat.token)
    say(`${String(size)} cases go into the platform`)
    await fill(store, size)
    say('the snapshot is being built')
    const { bytes, rawBytes } = await published(client)
    say(`snapshot ${megabytes(bytes)}, ${megabytes(rawBytes)} unpacked`)
    await sayFirstList(client, scratch, say)
    return await measure({ client, epoch: platform.epoch, scratch, rounds, say })
  } finally {
    await platform.stop()
    await store.close()
    await postgres.stop()
  }
}

interface Scene extends Pick<BenchContext, 'scratch' | 'rounds' | 'say'> {
  readonly client: PlatformClient
  readonly epoch: string
}

async function measure({ client, epoch, scratch, rounds, say }: Scene): Promise<BenchLine> {
  const kept = join(scratch, 'kept')
  const answer = answers(await bySnapshot(kept, client, epoch))
  const from = fileIn(kept)
  let n = 0
  const timed = async (way: (folder: string) => Reader | Promise<Reader>): Promise<number> => {
    const folder = join(scratch, `seat-${String((n += 1))}`)
    let told = ''
    const ms = await timeMs(async () => {
      told = answers(await way(folder))
    })
    if (told !== answer) throw new Error('the ways do not answer the same')
    rmSync(folder, { recursive: true })
    return ms
  }
  const { ours, other: copy } = await compareRounds(
    rounds,
    () => timed((folder) => bySnapshot(folder, client, epoch)),
    () => timed((folder) => byCopy(folder, from)),
  )
  say(
    `snapshot ${(ours / 1_000).toFixed(2)} s, copy ${(copy / 1_000).toFixed(2)} s: ${(ours / copy).toFixed(1)} x, target <= ${String(COPY_AT_MOST)}`,
  )
  const feeds: number[] = []
  for (let round = 0; round < FEED_ROUNDS; round += 1) {
    feeds.push(await timed((folder) => byFeed(folder, client, epoch)))
    say(`feed ${((feeds.at(-1) ?? 0) / 1_000).toFixed(1)} s`)
  }
  const line = benchLine({ name: 'bootstrap', unit: 'ms', ours, peer: median(feeds), limit: copy, target: { atLeast: 8 } })
  return { ...line, met: line.met && ours / copy <= COPY_AT_MOST }
}

/** A search, a list and the counts, as text; closes the reader. */
function answers(reader: Reader): string {
  const found = ['梅河', '井盖', '3415232026'].map((words) => reader.searchCases(words, 50).map(({ brief }) => brief.id))
  const list = reader.workList('handling', 0, 50).rows.map(({ id }) => id)
  const told = JSON.stringify([found, list, reader.counts()])
  reader.close()
  return told
}

async function fill(store: Store, size: number): Promise<void> {
  for (let start = 0; start < size; start += ROWS) {
    const rows = Array.from({ length: Math.min(ROWS, size - start) }, (_, i) => caseAt(size - 1 - start - i))
    const changes = rows.map((row) => ({ kind: 'case' as const, id: row.id, ver: 1, row }))
    await transact(store.db, (tx) => commitFirst(tx, HALL_ID, changes))
  }
}

async function published(client: PlatformClient): Promise<SnapshotInfo> {
  for (let looks = 0; looks < 7_200; looks += 1) {
    const info = await client.snapshot(CACHE_SCHEMA)
    if (info.ok) return info.value
    await sleep(500)
  }
  throw new Error('no snapshot within an hour')
}

/** What somebody can already work with while the rest is on its way. */
async function sayFirstList(client: PlatformClient, scratch: string, say: BenchContext['say']): Promise<void> {
  const folder = mkdtempSync(join(scratch, 'first-'))
  let rows = 0
  const ms = await timeMs(async () => {
    const first = unwrap(await client.firstRows())
    const writer = unwrap(openCacheWriter(folder))
    writer.begin(first.changes)
    const reader = unwrap(openCacheReader(folder))
    rows = reader.workList('handling', 0, 50).rows.length
    reader.close()
    writer.close()
  })
  say(`a list of ${String(rows)} after ${ms.toFixed(0)} ms, target <= ${String(LIST_WITHIN_MS)}`)
}

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`
