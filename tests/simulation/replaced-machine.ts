// Another machine is put in a seat's place while the platform is away: what the one before had not sent is gone with it, and
// neighbours that know of it must not go on showing it.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { Seeded } from './seeded.ts'

export type ReplacedDeed = { readonly do: 'machine-replaced'; readonly downMs: number }

/** Not at the first seat: that one has told the platform of a case before it goes away. */
export function replacedSteps(seed: number, { hasLan, seats }: Measure): Step[] {
  const chance = new Seeded('replaced', seed)
  if (!hasLan || !chance.chance(0.08)) return []
  const seat = chance.whole(1, seats - 1)
  const stepOf = (at: number, deed: Step['deed']): Step => ({ at, chance: `${seed}/replaced/${at}`, deed })
  return [
    stepOf(2_500, { do: 'platform-stops', forMs: 9_000 }),
    stepOf(3_500, { do: 'report', seat, further: 1 }),
    stepOf(4_000, { do: 'report', seat, further: 0 }),
    stepOf(7_000, { do: 'machine-replaced', seat, downMs: chance.pick([300, 1_500]) }),
    stepOf(14_000, { do: 'report', seat, further: 1 }),
  ]
}
