// 6,400 unit grids in five colours: 64 of them change a second, and all of them at once.
import type { ChoroplethWay } from '../map-page/choropleth-ways.ts'
import { gridCellAt, GRIDS } from './data/components.ts'
import { benchLine, compareRounds, median } from './harness.ts'
import type { Bench, BenchContext, BenchLine, Medians } from './harness.ts'
import { district, openFullMap } from './map/full-map.ts'
import type { FullMap } from './map/full-map.ts'

const CHANGED = 64
const UPDATES = 8
const QUICK_UPDATES = 3
/** Ours is cheap beside the 10 ms in which a process's time is told. */
const OURS_MORE = 5
const QUICK_SHARE = 10
const target = { atLeast: 20 }
const quickTarget = { atLeast: 3 }
const ALL_AT_LEAST = 8

async function run({ isQuick, rounds, scratch, say }: BenchContext): Promise<BenchLine> {
  const count = isQuick ? GRIDS / QUICK_SHARE : GRIDS
  const cells = Array.from({ length: count }, (_, i) => gridCellAt(i))
  const map = await openFullMap(scratch, 0, GRIDS)
  await map.ask('openChoropleth', district, cells)
  const updates = isQuick ? QUICK_UPDATES : UPDATES
  // Asking the map what it shows is no part of showing it.
  const measure = async (way: ChoroplethWay, changed: number, times: number): Promise<number> => {
    await map.ask('benchChoropleth', way, changed, 1)
    const before = await map.pageCpuMs()
    await map.ask('benchChoropleth', way, changed, times)
    const cost = ((await map.pageCpuMs()) - before) / times
    const wrong = await map.ask('wrongCells')
    if (wrong > 0) throw new Error(`${way}: ${String(wrong)} grids show another step`)
    return cost
  }
  const compare = (changed: number): Promise<Medians> =>
    compareRounds(rounds, () => measure('ours', changed, updates * OURS_MORE), () => measure('set-data', changed, updates))
  try {
    const [some, all] = [await compare(Math.min(CHANGED, count)), await compare(count)]
    const floors: number[] = []
    for (let round = 0; round < rounds; round += 1) floors.push(await measure('empty', 0, updates * OURS_MORE))
    assertCalm(map)
    const [timesAll, floor] = [all.other / all.ours, median(floors)]
    say(`software GL; CPU of the page: 64 of ${String(count)} ${some.ours.toFixed(1)} ms, setData ${some.other.toFixed(1)} ms; all ${all.ours.toFixed(1)} ms, setData ${all.other.toFixed(1)} ms`)
    say(`all at once ${timesAll.toFixed(1)} times, at least ${String(ALL_AT_LEAST)}`)
    say(`a repaint in which nothing changes ${floor.toFixed(1)} ms: no way could be more than ${(some.other / floor).toFixed(1)} times better`)
    const line = benchLine({ name: 'choropleth', unit: 'ms', ours: some.ours, peer: some.other, limit: floor, target: isQuick ? quickTarget : target })
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
