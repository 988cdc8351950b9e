// Commits of the hall brought to every connected seat: from the first commit until the last seat has been told of the last one.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { commitChanges } from '#platform/store/commit-changes.ts'
import { HALL_ID } from '#platform/store/hall.ts'
import { openStore } from '#platform/store/open-store.ts'
import type { Store } from '#platform/store/open-store.ts'
import { transact } from '#platform/store/transact.ts'
import { freshDatabase, startTestPostgres } from '#tests/builders/test-postgres.ts'
import { openListeners, openStreams } from './feed/readers.ts'
import type { Readers } from './feed/readers.ts'
import { startPlatformProcess } from './feed/platform-process.ts'
import { benchLine, compareRounds, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const SEATS = 200
const COMMITS = 500
const QUICK_COMMITS = 150
const WRITERS = 4

export const bench: Bench = {
  name: 'feed',
  describe: `ms per 1,000 changes until ${SEATS} connected seats have been told of all; peer: bare NOTIFY and one SELECT per reader, without HTTP`,
  run,
}

async function run({ isQuick, rounds, scratch, say }: BenchContext): Promise<BenchLine> {
  const postgres = await startTestPostgres()
  const connection = await freshDatabase(postgres)
  const store = openStore(
    () => connection,
    (error) => say(error.message),
  )
  const platform = await startPlatformProcess(mkdtempSync(join(scratch, 'platform-')), connection)
  try {
    const seat = await platform.enrol('1')
    const commits = isQuick ? QUICK_COMMITS : COMMITS
    const told: { ours: Readers['all']; other: Readers['all'] } = { ours: [], other: [] }
    const from = () => headOf(store)
    const { ours, other } = await compareRounds(
      rounds,
      async (round) => {
        const stand = { url: platform.url, epoch: platform.epoch, token: seat.token ?? '', from: await from() }
        return oneRound(store, await openStreams(SEATS, stand), { round, commits }, (all) => (told.ours = all))
      },
      async (round) => {
        const stand = { connection, hall: HALL_ID, from: await from() }
        return oneRound(store, await openListeners(SEATS, stand), { round, commits }, (all) => (told.other = all))
      },
    )
    say(
      `${Math.round(1e6 / ours).toLocaleString('en')} changes/s to ${SEATS} seats, bare ${Math.round(1e6 / other).toLocaleString('en')}`,
    )
    assertSame(told.ours, told.other)
    return benchLine({ name: 'feed', unit: 'ms per 1,000 changes', ours, peer: other, target: { atMost: 2 } })
  } finally {
    await platform.stop()
    await store.close()
    await postgres.stop()
  }
}

interface Work {
  readonly round: number
  readonly commits: number
}

async function oneRound(
  store: Store,
  readers: Readers,
  { round, commits }: Work,
  keep: (all: Readers['all']) => void,
): Promise<number> {
  const ms = await timeMs(async () => {
    await writeAll(store, round, commits)
    await readers.reached(await headOf(store))
  })
  keep(readers.all)
  await readers.close()
  return (ms * 1_000) / (commits * 2)
}

/** Two changes a commit, as a command makes them; ids return, versions rise. */
async function writeAll(store: Store, round: number, commits: number): Promise<void> {
  const ver = round * 2 + 1
  const write = async (writer: number): Promise<void> => {
    for (let n = writer; n < commits; n += WRITERS) {
      const row = {
        name: `站 ${String(n)}`,
        otherNames: [],
        kind: 'stop',
        address: '梅河路 12 号'.repeat(40),
        lng: 116.95,
        lat: 31.46,
      }
      const changes = ['a', 'b'].map((half) => ({ kind: 'place' as const, id: `bench-${String(n)}-${half}`, ver, row }))
      await transact(store.db, (tx) => commitChanges(tx, HALL_ID, changes))
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
}

async function headOf(store: Store): Promise<number> {
  const head = await store.db.selectFrom('feed_head').select('seq').where('hall', '=', HALL_ID).executeTakeFirstOrThrow()
  return head.seq
}

/** Every reader of either way has been told of the same rows. */
function assertSame(ours: Readers['all'], others: Readers['all']): void {
  const ids = [...ours, ...others].map(({ rows }) => [...rows.keys()].sort().join())
  if (new Set(ids).size !== 1 || ids.length !== SEATS * 2) throw new Error('the readers were not told of the same rows')
}
