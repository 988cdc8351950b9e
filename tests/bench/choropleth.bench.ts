// 6,400 unit grids in five colours: 64 of them change a second, and all of them at once.
import type { ChoroplethWay } from '../map-page/choropleth-ways.ts'
import { gridCellAt, GRIDS } from './data/components.ts'
import { benchLine, compareRounds } from './harness.ts'
import type { Bench, BenchContext, BenchLine, Medians } from './harness.ts'
import { district, openFullMap } from './map/full-map.ts'
import type { FullMap } from './map/full-map.ts'

const CHANGED = 64
const UPDATES = 8
const QUICK_UPDATES = 3
const QUICK_SHARE = 10
const target = { atLeast: 20 }
const quickTarget = { atLeast: 3 }
const ALL_AT_LEAST = 8

async function run({ isQuick, rounds, scratch, say }: BenchContext): Promise<BenchLine> {
  const count = isQuick ? GRIDS / QUICK_SHARE : GRIDS
  const cells = Array.from({ length: count }, (_, i) => gridCellAt(i))
  const map = await openFullMap(scratch, 0, GRIDS)
  const measure = async (way: ChoroplethWay, changed: number, updates: number): Promise<number> => {
    await map.ask('benchChoropleth', way, changed, 1, { ...district, cells })
    const before = await map.pageCpuMs()
    const { wrong } = await map.ask('benchChoropleth', way, changed, updates, { ...district, cells })
    const cost = ((await map.pageCpuMs()) - before) / updates
    if (wrong > 0) throw new Error(`${way}: ${String(wrong)} grids show another step`)
    return cost
  }
  const updates = isQuick ? QUICK_UPDATES : UPDATES
  const compare = (changed: number): Promise<Medians> =>
    compareRounds(rounds, () => measure('ours', changed, updates), () => measure('set-data', changed, updates))
  try {
    const [some, all] = [await compare(Math.min(CHANGED, count)), await compare(count)]
    assertCalm(map)
    const timesAll = all.other / all.ours
    say(`software GL; CPU of the page: 64 of ${String(count)} ${some.ours.toFixed(1)} ms, setData ${some.other.toFixed(1)} ms; all ${all.ours.toFixed(1)} ms, setData ${all.other.toFixed(1)} ms`)
    say(`all at once ${timesAll.toFixed(1)} times, at least ${String(ALL_AT_LEAST)}`)
    const line = benchLine({ name: 'choropleth', unit: 'ms', ours: some.ours, peer: some.other, target: isQuick ? quickTarget : target })
    return { ...line, met: line.met && (isQuick || timesAll >= ALL_AT_LEAST) }
  } finally {
    await map.close()
  }
}

function assertCalm({ complaints }: FullMap): void {
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
}

export const bench: Bench = {
  name: 'choropleth',
  describe: 'CPU of the page for recolouring 64, and all, of 6,400 unit grids: feature state against setData; software GL',
  run,
}
