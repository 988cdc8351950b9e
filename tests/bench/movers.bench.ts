// 500 inspectors, vehicles and cameras that all move, over the full map: what one update costs the page.
import type { MoverWay } from '../map-page/mover-ways.ts'
import { COMPONENTS } from './data/components.ts'
import { benchLine, median, MIN_ROUNDS } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'
import { district, openFullMap } from './map/full-map.ts'
import type { FullMap } from './map/full-map.ts'

const WAYS = ['ours', 'set-data', 'markers', 'empty'] as const satisfies readonly MoverWay[]
const UPDATES = 10
const QUICK_UPDATES = 3
const QUICK_SHARE = 10
/** Against setData; a tenth of the map changes nothing about it. */
const target = { atLeast: 5 }
const quickTarget = { atLeast: 2 }
const EMPTY_AT_MOST = 1.3

type Costs = Readonly<Record<MoverWay, number[]>>

async function measure(map: FullMap, way: MoverWay, updates: number): Promise<number> {
  // The way is set up, and everything it loads has come, before its clock starts.
  await map.ask('benchMovers', way, 1, district)
  const before = await map.pageCpuMs()
  const { wrong } = await map.ask('benchMovers', way, updates, district)
  const cost = ((await map.pageCpuMs()) - before) / updates
  if (wrong > 0) throw new Error(`${way}: ${String(wrong)} are not drawn where they are`)
  return cost
}

async function run({ isQuick, rounds, scratch, say }: BenchContext): Promise<BenchLine> {
  if (rounds < MIN_ROUNDS) throw new RangeError(`at least ${String(MIN_ROUNDS)} rounds`)
  const map = await openFullMap(scratch, isQuick ? COMPONENTS / QUICK_SHARE : COMPONENTS, 0)
  const costs: Costs = { 'ours': [], 'set-data': [], 'markers': [], 'empty': [] }
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const way of WAYS.map((_, k) => WAYS[(k + round) % WAYS.length] ?? 'ours')) {
        const cost = await measure(map, way, isQuick ? QUICK_UPDATES : UPDATES)
        if (round > 0) costs[way].push(cost)
      }
    }
    if (map.complaints.length > 0) throw new Error(map.complaints.join('\n'))
  } finally {
    await map.close()
  }
  const [ours, peer, markers, limit] = [median(costs.ours), median(costs['set-data']), median(costs.markers), median(costs.empty)]
  say(`software GL; CPU of the page for one update of 500: ours ${ours.toFixed(1)} ms, setData ${peer.toFixed(1)}, DOM markers ${markers.toFixed(1)}, an empty repaint ${limit.toFixed(1)}`)
  say(`${(ours / limit).toFixed(2)} times an empty repaint, at most ${String(EMPTY_AT_MOST)}`)
  const line = benchLine({ name: 'movers', unit: 'ms', ours, peer, limit, target: isQuick ? quickTarget : target })
  const isNearEmpty = ours / limit <= EMPTY_AT_MOST
  return { ...line, target: `${line.target} x peer; <= ${String(EMPTY_AT_MOST)} x limit`, met: line.met && (isQuick || isNearEmpty) }
}

export const bench: Bench = {
  name: 'movers',
  describe: 'CPU of the page for moving 500 symbols over the full map: custom layer, setData, DOM markers, an empty repaint; software GL',
  run,
}
