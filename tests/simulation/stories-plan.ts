// Faults that harm somebody only where they meet: steps that belong together, in some halls.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { Seeded } from './seeded.ts'

/** Somebody goes on with a case over a slow line, while others have moved it. */
export type CrossingDeed = { readonly do: 'crossing' }

type Told = (afterMs: number, deed: Step['deed']) => Step

export function storySteps(seed: number, measure: Measure): Step[] {
  const chance = new Seeded('stories', seed)
  const { kind, lengthMs } = measure
  if (!chance.chance(kind === 'whole' ? 0.5 : 0.24)) return []
  const from = (at: number): Told => (afterMs, deed) => ({ at: at + afterMs, chance: `${seed}/stories/${deed.do}/${afterMs}`, deed })
  const meanwhile = from(chance.whole(4_000, Math.max(5_000, lengthMs - 8_000)))
  const way = chance.pick(['crossing', 'crossing', 'starts-full', 'misses-the-last'] as const)
  if (way === 'crossing') return crossing(chance, measure, meanwhile)
  return way === 'starts-full' ? startsFull(chance, measure, meanwhile) : missesTheLast(chance, measure, from(lengthMs + 3_000))
}

/** No room for the cache while the platform is away and people work; somebody starts the machine again because of that. */
function startsFull(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  const seat = chance.whole(0, seats - 1)
  const forMs = chance.whole(3_000, 6_000)
  const again: Step['deed'] = chance.chance(0.5) ? { do: 'restart', seat } : { do: 'crash', seat, downMs: 300, cache: 'kept' }
  return [
    named(0, { do: 'disk-full', seat, file: 'cache', forMs }),
    named(100, { do: 'platform-stops', forMs: forMs + 6_000 }),
    named(200, { do: 'report', seat, further: 1 }),
    named(300, { do: 'act', seat, times: 2 }),
    named(chance.whole(1_000, 2_500), again),
    named(forMs + 4_500, { do: 'note', seat }),
  ]
}

/** No room for the cache just as the last word of the day comes. */
function missesTheLast(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  const seat = chance.whole(0, seats - 1)
  return [
    named(0, { do: 'disk-full', seat, file: 'cache', forMs: 3_000 }),
    named(chance.whole(200, 1_500), { do: 'note', seat: (seat + 1) % seats }),
    // Faults stop behind the last step: until then the disk stays full.
    named(2_900, { do: 'page-again', seat: (seat + 1) % seats }),
  ]
}

function crossing(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  const seat = chance.whole(0, seats - 1)
  return [named(0, { do: 'report', seat, further: 0 }), named(2_000, { do: 'crossing', seat })]
}
