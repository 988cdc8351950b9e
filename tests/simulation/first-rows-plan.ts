// When a seat begins without data, and what is wrong with the rows it is given to begin with.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { firstRowFaults } from './reference-first-rows.ts'
import type { FirstRowFault } from './reference-first-rows.ts'
import { Seeded } from './seeded.ts'

export type FirstRowsDeed =
  | { readonly do: 'first-rows-wrong'; readonly fault: FirstRowFault; readonly forMs: number }
  | { readonly do: 'first-rows-late'; readonly tookMs: number; readonly forMs: number }

/** Such rows stay on show where a snapshot is still being made, or where the line is cut behind them. */
export function firstRowSteps(seed: number, measure: Measure): Step[] {
  return [...wrongSteps(seed, measure), ...lateSteps(seed, measure), ...inVainSteps(seed, measure)]
}

/** When all else is over: the snapshot behind them comes to nothing; what never was must leave as pages come to the head. */
function inVainSteps(seed: number, { snapshots, seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('first-rows-in-vain', seed)
  if (snapshots === 0 || !chance.chance(0.3)) return []
  const [at, seat] = [lengthMs + 10_000, chance.whole(0, seats - 1)]
  const stepOf = (afterMs: number, deed: Step['deed']): Step => ({ at: at + afterMs, chance: `${seed}/first-rows-in-vain/${afterMs}`, deed })
  return [
    stepOf(0, { do: 'snapshot', rows: 40, forMs: 300 }),
    stepOf(600, { do: 'snapshot-wrong', fault: chance.pick(['gone', 'wrong-bytes', 'too-many']), forMs: 8_000 }),
    stepOf(650, { do: 'first-rows-wrong', fault: chance.pick(['other-life', 'other-life', 'old']), forMs: 5_000 }),
    stepOf(700, { do: 'crash', seat, downMs: 300, cache: 'deleted' }),
    stepOf(750, { do: 'case-leaves' }),
    stepOf(4_000, { do: 'note', seat }),
  ]
}

/** They come when the snapshot is there already: its cache is just being brought up to the ledger, or is the cache. */
function lateSteps(seed: number, { snapshots, seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('first-rows-late', seed)
  if (snapshots === 0 || !chance.chance(0.5)) return []
  const [at, seat] = [chance.whole(4_000, lengthMs), chance.whole(0, seats - 1)]
  const stepOf = (deed: Step['deed'], afterMs: number): Step => ({ at: at + afterMs, chance: `${seed}/first-rows-late/${afterMs}`, deed })
  return [
    stepOf({ do: 'snapshot', rows: 40, forMs: 300 }, 0),
    stepOf({ do: 'first-rows-late', tookMs: chance.whole(100, 600), forMs: 5_000 }, 600),
    stepOf({ do: 'crash', seat, downMs: 300, cache: 'deleted' }, 700),
  ]
}

function wrongSteps(seed: number, { snapshots, seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('first-rows', seed)
  const times = chance.chance(snapshots > 0 ? 0.7 : 0.15) ? chance.whole(1, 2) : 0
  return Array.from({ length: times }, (_, index): Step[] => {
    const at = chance.whole(3_000, lengthMs)
    const seat = chance.whole(0, seats - 1)
    const named = (deed: Step['deed'], afterMs: number): Step => ({
      at: at + afterMs,
      chance: `${seed}/first-rows/${index}/${deed.do}/${afterMs}`,
      deed,
    })
    const fault = chance.pick(firstRowFaults)
    const wrong = chance.chance(0.7) ? [named({ do: 'first-rows-wrong', fault, forMs: chance.pick([3_000, 15_000]) }, 0)] : []
    const building = snapshots > 0 ? [named({ do: 'snapshot', rows: 5, forMs: 12_000 }, 1)] : []
    const begins = named({ do: 'crash', seat, downMs: 500, cache: 'deleted' }, chance.whole(100, 2_500))
    const again = named({ do: 'crash', seat, downMs: 500, cache: 'kept' }, chance.whole(3_500, 9_000))
    const works = named({ do: 'act', seat, times: 2 }, chance.whole(3_500, 9_000))
    return [...wrong, ...building, begins, works, ...(chance.chance(0.4) ? [again] : [])]
  }).flat()
}
