// From the start of the process to the first work list a person can work with, on a seat that holds ten years of cases. The
// platform is out of reach, the seat was left locked; a machine types the PIN the moment it is asked for, and checking the PIN
// (Argon2id) is part of our time, not of the empty page's.
import { join } from 'node:path'
import { ensureBuilt } from '#build/build.ts'
import { caseAt, FULL_SIZE } from './data/cases.ts'
import { preparedHall } from './data/prepared-hall.ts'
import { benchLine, median, MIN_ROUNDS } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'
import { makeEmptyShell } from './start/empty-shell.ts'
import { start } from './start/first-list.ts'
import type { Started, StartSettings } from './start/first-list.ts'

/** One hundredth of the cases: what starting costs besides data. */
const SMALL_SHARE = 100
const QUICK_SHARE = 10
/** Against the empty page, and against the small seat; the same in a quick run, for neither should hang on the data. */
const target = { atMost: 1.25 }
const SMALL_AT_MOST = 1.05
/** Cases whose limits may still run; the first of the list is among them. */
const NEWEST = 900

type Way = 'ours' | 'empty' | 'small'
const ways: readonly Way[] = ['ours', 'empty', 'small']
type Settings = Readonly<Record<Way, StartSettings>>

export const bench: Bench = {
  name: 'start',
  describe: 'process start to first interactive work list; peer: the same shell with an empty page; limit: the same seat with a hundredth of the cases',
  run,
}

async function run(context: BenchContext): Promise<BenchLine> {
  const { isQuick, rounds, scratch, say } = context
  if (rounds < MIN_ROUNDS) throw new RangeError(`at least ${String(MIN_ROUNDS)} rounds`)
  const built = await ensureBuilt()
  if (!built.ok) throw new Error(built.why)
  const size = isQuick ? FULL_SIZE / QUICK_SHARE : FULL_SIZE
  const [large, small] = [await preparedHall(size, say), await preparedHall(size / SMALL_SHARE, say)]
  const script = 'out/main/shell-browser.js'
  const settings: Settings = {
    ours: { script, dataDir: large, profile: join(scratch, 'ours'), until: 'list' },
    empty: { script: makeEmptyShell(join(scratch, 'shell')), dataDir: large, profile: join(scratch, 'empty'), until: 'page' },
    small: { script, dataDir: small, profile: join(scratch, 'small'), until: 'list' },
  }
  const costs = await roundRobin(rounds, settings, say)
  const [ours, peer, limit] = [median(costs.ours), median(costs.empty), median(costs.small)]
  const line = benchLine({ name: 'start', unit: 'ms', ours, peer, limit, target })
  say(`${(ours / limit).toFixed(3)} x the seat with ${String(size / SMALL_SHARE)} cases, target <= ${String(SMALL_AT_MOST)}`)
  return { ...line, target: `<= ${String(target.atMost)} x peer; <= ${String(SMALL_AT_MOST)} x limit`, met: line.met && ours / limit <= SMALL_AT_MOST }
}

/** All three in turn, another one first in each round; the first round fills caches and is thrown away. */
async function roundRobin(rounds: number, settings: Settings, say: BenchContext['say']): Promise<Record<Way, number[]>> {
  const costs: Record<Way, number[]> = { ours: [], empty: [], small: [] }
  const expected = firstOfList()
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of ways.map((_, k) => ways[(k + round) % ways.length] ?? 'ours')) {
      const started = await start(settings[way])
      if (way !== 'empty') assertSameList(started, expected)
      if (round > 0) costs[way].push(started.ms)
      say(`round ${String(round)} ${way}: ${Object.entries(started.steps).map(([name, ms]) => `${name} ${String(ms)}`).join(', ')} ms`)
    }
  }
  return costs
}

/** The case that has waited longest to be accepted: the list the seat opens with begins with it, whatever the size. */
function firstOfList(): string {
  const waiting = Array.from({ length: NEWEST }, (_, i) => caseAt(i)).filter(({ state }) => state === 'reported')
  const first = waiting.sort((a, b) => Number(a.dueAt) - Number(b.dueAt))[0]
  if (first === undefined) throw new Error('nothing waits to be accepted')
  return first.no
}

function assertSameList({ firstNo }: Started, expected: string): void {
  if (firstNo !== expected) throw new Error(`the list begins with ${String(firstNo)}, not with ${expected}`)
}
