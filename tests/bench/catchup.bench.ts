// 10,000 changes after an outage into a seat's cache, FULL, with all indexes and sums, while a window reads lists; against the
// same changes one by one.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openHallDb } from '#main/db/open.ts'
import type { HallDb } from '#main/db/hall-db.ts'
import { slicesOf } from '#main/link/page-slices.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change, ChangesPage } from '#shared/platform-api/changes.ts'
import { CaseStory } from '../builders/case-story.ts'
import { caseAt } from './data/cases.ts'
import { benchLine, compareRounds, percentile, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const CASES = 50_000
const CHANGES = 10_000
const QUICK_SHARE = 10
const PAGE = 1_000
const WITHIN_MS = 250
const STALL_MS = 50

export const bench: Bench = {
  name: 'catchup',
  describe: '10,000 changes of cases with their flow records into a cache of 50,000 cases, in pages; peer: one by one',
  run,
}

interface Seat {
  readonly db: HallDb
  seq: number
}

async function run({ isQuick, rounds, scratch, say }: BenchContext): Promise<BenchLine> {
  const [cases, changes] = isQuick ? [CASES / QUICK_SHARE, CHANGES / QUICK_SHARE] : [CASES, CHANGES]
  const [ours, theirs] = [await filled(join(scratch, 'pages'), cases), await filled(join(scratch, 'one-by-one'), cases)]
  const stalls: number[] = []
  try {
    const medians = await compareRounds(
      rounds,
      (round) => watched(ours, stalls, () => catchUp(ours, outage(ours.seq, round, changes, cases), PAGE)),
      (round) => timeMs(() => catchUp(theirs, outage(theirs.seq, round, changes, cases), 1)),
    )
    const [a, b] = [await ours.db.cache.workListCounts(0), await theirs.db.cache.workListCounts(0)]
    if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error('the two do not show the same')
    const stall = percentile(stalls, 0.99)
    say(`${medians.ours.toFixed(0)} ms for ${String(changes)} changes, one by one ${medians.other.toFixed(0)} ms`)
    say(`a list meanwhile: p99 ${stall.toFixed(1)} ms, longest ${Math.max(...stalls).toFixed(1)} ms`)
    const line = benchLine({ name: 'catchup', unit: 'ms', ours: medians.ours, peer: medians.other, target: { atLeast: 12 } })
    return { ...line, met: line.met && medians.ours <= WITHIN_MS && stall <= STALL_MS }
  } finally {
    await ours.db.close()
    await theirs.db.close()
  }
}

async function filled(dataDir: string, cases: number): Promise<Seat> {
  mkdirSync(dataDir, { mode: 0o700 })
  const seat: Seat = { db: unwrap(await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 2 })), seq: 0 }
  const rows = Array.from({ length: cases }, (_, i) => {
    const row = caseAt(i)
    return change(i + 1, 'case', row.id, row.ver, row)
  })
  await catchUp(seat, rows, 2_000)
  return seat
}

/** What happened meanwhile: some cases moved, each with a record of it; every round other ones. */
function outage(seq: number, round: number, count: number, cases: number): readonly Change[] {
  const [record] = CaseStory.after('accept').flow.slice(-1)
  return Array.from({ length: count / 2 }, (_, k) => {
    const row = caseAt((k * 7 + round) % cases)
    const moved = { ...row, ver: row.ver + round + 1, description: `${row.description}，${String(round)} 次复查` }
    const id = `018f0000-0000-7000-9${String(round).padStart(3, '0')}-${String(k).padStart(12, '0')}`
    return [
      change(seq + 2 * k + 1, 'case', row.id, moved.ver, moved),
      change(seq + 2 * k + 2, 'flow', id, 1, { ...record, id, caseId: row.id, n: 100 + round }),
    ]
  }).flat()
}

const change = (seq: number, kind: string, id: string, ver: number, row: object): Change => ({
  ...{ seq, kind, id, ver, op: 'put' },
  row: row as Change['row'],
})

async function catchUp(seat: Seat, changes: readonly Change[], pageSize: number): Promise<void> {
  const head = changes.at(-1)?.seq ?? seat.seq
  for (let at = 0; at < changes.length; at += pageSize) {
    const some = changes.slice(at, at + pageSize)
    const next = some.at(-1)?.seq ?? seat.seq
    const page: ChangesPage = {
      ...{ epoch: 'bench', schema: FEED_SCHEMA, from: seat.seq, next, head, more: next < head, time: 0 },
      changes: some,
    }
    for (const slice of slicesOf(page)) {
      const result = await seat.db.cacheWriter.applyPage(slice)
      if (!result.applied) throw new Error(result.why)
    }
    seat.seq = next
  }
}

/** Times the work while a window reads its list again and again. */
async function watched({ db }: Seat, stalls: number[], work: () => Promise<void>): Promise<number> {
  let isOver = false
  const reading = (async () => {
    while (!isOver) stalls.push(await timeMs(() => db.cache.workList('handling', 0, 50)))
  })()
  const ms = await timeMs(work)
  isOver = true
  await reading
  return ms
}
