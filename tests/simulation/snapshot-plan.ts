// When the platform makes a file for new caches, what is wrong with it, and when a seat needs one.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { snapshotFaults } from './reference-snapshots.ts'
import type { SnapshotFault } from './reference-snapshots.ts'
import { Seeded } from './seeded.ts'

export type SnapshotDeed =
  /** `rows` are read at once, the others when `forMs` are over. */
  | { readonly do: 'snapshot'; readonly rows: number; readonly forMs: number }
  /** Null: for good. */
  | { readonly do: 'snapshot-wrong'; readonly fault: SnapshotFault; readonly forMs: number | null }

/** Nothing in most halls: their platforms keep no snapshot. */
export function snapshotSteps(seed: number, { snapshots, seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('snapshot', seed)
  const stepOf = (deed: Step['deed'], at: number, name: string | number): Step => ({ at, chance: `${seed}/snapshot/${name}`, deed })
  const forMs = (): number => chance.pick([500, 4_000, 15_000])
  const made = Array.from({ length: snapshots }, (_, index) =>
    stepOf(
      { do: 'snapshot', rows: chance.whole(1, 40), forMs: forMs() },
      index === 0 && chance.chance(0.5) ? 0 : chance.whole(3_000, lengthMs),
      index,
    ),
  )
  // Whoever needs a file needs it soon after it was made, while other things go wrong.
  const needed = made.flatMap(({ at }, index) =>
    Array.from({ length: chance.whole(1, 3) }, (_, time): Step[] => {
      const seat = chance.whole(0, seats - 1)
      const deed = chance.pick<Step['deed']>([
        { do: 'rebuild', seat },
        { do: 'cursor-expires', seat },
        { do: 'crash', seat, downMs: 500, cache: 'deleted' },
      ])
      const needed = at + chance.whole(1_000, Math.min(30_000, lengthMs))
      // The line is cut while the file is on its way.
      const weather = chance.pick(['blackhole', 'cut-after-line', 'dirty'] as const)
      const cut = stepOf({ do: 'weather', seat, weather, forMs: 6_000 }, needed + chance.whole(50, 900), `${index}/${time}/cut`)
      return [stepOf(deed, needed, `${index}/${time}`), ...(chance.chance(0.6) ? [cut] : [])]
    }).flat(),
  )
  const wrong = Array.from({ length: snapshots > 0 && chance.chance(0.7) ? chance.whole(1, 3) : 0 }, (_, index) =>
    stepOf(
      { do: 'snapshot-wrong', fault: chance.pick(snapshotFaults), forMs: chance.pick([4_000, 15_000, 40_000, null]) },
      chance.pick(made).at + chance.whole(0, 20_000),
      `wrong/${index}`,
    ),
  )
  return [...made, ...needed, ...wrong, ...newerSteps(seed, { snapshots, seats, lengthMs })]
}

/** While one file is on its way over a line that breaks, the platform has made the next. */
function newerSteps(seed: number, { snapshots, seats, lengthMs }: Pick<Measure, 'snapshots' | 'seats' | 'lengthMs'>): Step[] {
  const chance = new Seeded('newer-snapshot', seed)
  if (snapshots === 0 || !chance.chance(0.4)) return []
  const [at, seat] = [chance.whole(4_000, lengthMs), chance.whole(0, seats - 1)]
  const stepOf = (afterMs: number, deed: Step['deed']): Step => ({ at: at + afterMs, chance: `${seed}/newer-snapshot/${afterMs}`, deed })
  return [
    stepOf(0, { do: 'snapshot', rows: 40, forMs: 300 }),
    stepOf(500, { do: 'crash', seat, downMs: 300, cache: 'deleted' }),
    stepOf(700, { do: 'weather', seat, weather: 'cut-after-line', forMs: 3_000 }),
    stepOf(750, { do: 'report', seat: (seat + 1) % seats, further: 1 }),
    stepOf(chance.whole(900, 1_500), { do: 'snapshot', rows: 40, forMs: 200 }),
  ]
}
