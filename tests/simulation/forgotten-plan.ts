// What the platform has refused it forgets like everything else when it goes back to a backup. Nothing sends a refused act again
// by itself, so the lane has a gap at which nothing waits until somebody goes on with the case.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { Seeded } from './seeded.ts'

export function forgottenSteps(seed: number, { kind, seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('forgotten', seed)
  if (!chance.chance(kind === 'whole' ? 0.15 : 0.05)) return []
  const [at, seat] = [chance.whole(4_000, Math.max(5_000, lengthMs - 8_000)), chance.whole(0, seats - 1)]
  const named = (afterMs: number, deed: Step['deed']): Step => ({ at: at + afterMs, chance: `${seed}/forgotten/${afterMs}`, deed })
  return [
    named(0, { do: 'report', seat, further: 0 }),
    // Before or after others move the case: sent again, the act is accepted this time or refused once more.
    named(chance.pick([1_900, 2_100]), { do: 'backup' }),
    named(2_000, { do: 'crossing', seat }),
    named(15_500, { do: 'restore', carriesFeeds: chance.chance(0.5) }),
    named(17_000, { do: 'note', seat }),
    named(18_500, { do: 'note', seat }),
  ]
}
