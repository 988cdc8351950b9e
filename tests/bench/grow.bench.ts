// What ten times the cases cost: the same questions to a seat with a tenth and to one with all of them.
import { createReadStream, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openShadowWriter } from '#main/db-worker/cache/open-shadow.ts'
import { cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { openCacheReader } from '#main/db-worker/queries/open-reader.ts'
import { SnapshotFile } from '#main/link/snapshot-file.ts'
import { hallPaths } from '#main/shell-common/index.ts'
import { copyCache } from '#main/snapshot-builder/copy-cache.ts'
import { pack } from '#main/snapshot-builder/pack.ts'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { evaluationDay, spanOf, spansUpTo } from '#shared/domain/evaluation/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import type { Reader } from './bootstrap/ways.ts'
import { caseAt, EVERY_MS, FULL_SIZE, NEWEST_AT } from './data/cases.ts'
import { preparedHall } from './data/prepared-hall.ts'
import { benchLine, median, percentile, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'
import { searchQueries } from './search/queries.ts'

const QUICK_SHARE = 10
const TIMES = 10
/** A new seat of 1.3 million takes minutes with everything around it; three rounds tell as much. */
const SEAT_ROUNDS = 3
const BOOTSTRAP_AT_MOST = 10.5
const MONTH_MS = 31 * 86_400_000

export const bench: Bench = {
  name: 'grow',
  describe:
    'the same questions at a tenth and at all of the cases: list, opening, month, roll-up, number, search, viewport, new seat; limit: how much each may grow',
  settings: ['cases'],
  run,
}

interface Side {
  readonly dataDir: string
  readonly reader: Reader
}

interface Question {
  readonly name: string
  readonly atMost: number
  /** What is asked of both; the answer is compared where it must be the same. */
  readonly ask: (side: Side) => unknown
  /** So often in one measurement. */
  readonly repeats: number
  /** Asked only where the smaller seat holds more than a month: before, the larger one has more to answer. */
  readonly isOfMonth?: true
}

async function run({ isQuick, rounds, scratch, say, settings }: BenchContext): Promise<BenchLine> {
  const size = settings.get('cases') ?? (isQuick ? FULL_SIZE / QUICK_SHARE : FULL_SIZE)
  const halls = [await preparedHall(size / TIMES, say), await preparedHall(size, say)]
  const [small, large] = halls.map((hall): Side => {
    const dataDir = hallPaths(hall).seat
    return { dataDir, reader: unwrap(openCacheReader(dataDir)) }
  })
  if (small === undefined || large === undefined) throw new Error('two sizes')
  const shares: number[] = []
  const report = (name: string, factor: number, atMost: number): void => {
    shares.push(factor / atMost)
    say(`${name}: ${factor.toFixed(2)} x at ten times the cases, target <= ${String(atMost)}`)
  }
  try {
    const holdsMonth = (size / TIMES) * EVERY_MS > MONTH_MS
    for (const question of questions) {
      if (question.isOfMonth === true && !holdsMonth) continue
      assertSame(question, small, large)
      report(question.name, grown(question, small, large, rounds), question.atMost)
    }
    report('search p95', searchGrown(small, large, rounds, size / TIMES), 2)
    report('new seat', await newSeatGrown(small, large, scratch), BOOTSTRAP_AT_MOST)
  } finally {
    for (const { reader } of [small, large]) reader.close()
  }
  const worst = Math.max(...shares)
  return benchLine({ name: 'grow', unit: 'of what it may grow, the worst', ours: worst, limit: 1, target: { atMost: 1 } })
}

const days = spansUpTo(spanOf('day', evaluationDay(NEWEST_AT)), 30)
const month = [spanOf('month', evaluationDay(NEWEST_AT))]
const all = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
const someNumbers = Array.from({ length: 100 }, (_, k) => caseAt(100 + k * 18).no)
const box = (({ lng, lat }) => [Number(lng) - 0.02, Number(lat) - 0.02, Number(lng) + 0.02, Number(lat) + 0.02] as const)(
  caseAt(0).place,
)

const questions: readonly Question[] = [
  { name: 'list', atMost: 1.1, repeats: 50, ask: ({ reader }) => reader.workList('handling', 0, 50) },
  {
    name: 'opening to a first list',
    atMost: 1.1,
    repeats: 5,
    ask: ({ dataDir }) => {
      const opened = unwrap(openCacheReader(dataDir))
      const list = opened.workList('to-accept', 0, 50)
      opened.close()
      return list
    },
  },
  {
    name: 'month',
    atMost: 1.1,
    repeats: 20,
    isOfMonth: true,
    ask: ({ reader }) => reader.evaluationCounts(month, 'department', all, NEWEST_AT),
  },
  {
    name: 'roll-up of 30 days',
    atMost: 1.1,
    repeats: 5,
    ask: ({ reader }) => reader.evaluationCounts(days, 'department', all, NEWEST_AT),
    isOfMonth: true,
  },
  {
    name: 'by number',
    atMost: 1.3,
    repeats: 1,
    ask: ({ reader }) => someNumbers.map((no) => reader.searchCases(no, 50).map(({ brief }) => brief.id)),
  },
  { name: 'viewport', atMost: 1.2, repeats: 20, ask: ({ reader }) => reader.pins(box, 2_000) },
]

function assertSame({ name, ask, isOfMonth }: Question, small: Side, large: Side): void {
  // Members of a month come in the order in which a seat has first met them.
  const [a, b] = [small, large].map((side): string => {
    const answer = ask(side)
    if (isOfMonth !== true || !Array.isArray(answer)) return JSON.stringify(answer)
    return answer.map((one) => JSON.stringify(one)).sort().join()
  })
  if (a !== b) throw new Error(`${name}: the two do not answer the same`)
}

/** Both in turn; the first round is thrown away. */
function grown({ ask, repeats }: Question, small: Side, large: Side, rounds: number): number {
  const times = new Map<Side, number[]>([
    [small, []],
    [large, []],
  ])
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of round % 2 === 0 ? [small, large] : [large, small]) {
      const started = performance.now()
      for (let n = 0; n < repeats; n += 1) ask(side)
      if (round > 0) times.get(side)?.push(performance.now() - started)
    }
  }
  return median(times.get(large) ?? []) / median(times.get(small) ?? [])
}

const NEWEST = 50

function searchGrown(small: Side, large: Side, rounds: number, size: number): number {
  const words = searchQueries(size)
  const found = ({ reader }: Side, word: string): string =>
    reader
      .searchCases(word, NEWEST)
      .map(({ brief }) => brief.id)
      .join()
  const p95s = new Map<Side, number[]>([
    [small, []],
    [large, []],
  ])
  for (const word of words) {
    const few = found(small, word)
    if (few.split(',').length === NEWEST && few !== found(large, word)) throw new Error(`"${word}" is answered differently`)
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of [small, large]) {
      const times = words.map((word) => {
        const started = performance.now()
        found(side, word)
        return performance.now() - started
      })
      if (round > 0) p95s.get(side)?.push(percentile(times, 0.95))
    }
  }
  return median(p95s.get(large) ?? []) / median(p95s.get(small) ?? [])
}

/** From the packed file, as it comes down the line, to a first search and a first list. */
async function newSeatGrown(small: Side, large: Side, scratch: string): Promise<number> {
  const times = new Map<Side, number[]>([
    [small, []],
    [large, []],
  ])
  const files = new Map<Side, Packed>()
  for (const [n, side] of [small, large].entries()) files.set(side, await packed(side, join(scratch, `packed-${String(n)}`)))
  for (let round = 0; round <= SEAT_ROUNDS; round += 1) {
    for (const [side, file] of files) {
      const folder = join(scratch, 'seat')
      const ms = await timeMs(() => newSeat(folder, file))
      rmSync(folder, { recursive: true })
      if (round > 0) times.get(side)?.push(ms)
    }
  }
  return median(times.get(large) ?? []) / median(times.get(small) ?? [])
}

interface Packed {
  readonly file: string
  readonly info: SnapshotInfo
}

async function packed({ dataDir }: Side, file: string): Promise<Packed> {
  const copy = `${file}.db`
  const cursor = unwrap(copyCache(cacheFile(dataDir), copy))
  const made = await pack(copy, file)
  rmSync(copy)
  return { file, info: { ...cursor, schema: CACHE_SCHEMA, builtAt: NEWEST_AT, ...made } }
}

async function newSeat(folder: string, { file, info }: Packed): Promise<void> {
  mkdirSync(folder, { mode: 0o700 })
  const snapshot = new SnapshotFile(folder)
  const ignore = (): void => undefined
  await snapshot.begin(info)
  await snapshot.add(createReadStream(file), 0, info.bytes, ignore)
  const unpacked = await snapshot.unpack(info, ignore)
  const shadow = unwrap(openShadowWriter(folder, { file: unpacked, cursor: { epoch: info.epoch, seq: info.seq } }))
  shadow.takeOver({})
  shadow.close()
  const reader = unwrap(openCacheReader(folder))
  if (reader.searchCases('井盖', NEWEST).length === 0) throw new Error('nothing is found')
  reader.workList('handling', 0, 50)
  reader.close()
}
