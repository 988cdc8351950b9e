// The platform asks for patience with some cases, and then stops for as long as it takes to be called away. Heard again, it is
// sent what failed meanwhile, but nothing of those cases before their time.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { Seeded } from './seeded.ts'

export function busySteps(seed: number, { kind, seats, lengthMs }: Measure): Step[] {
  const chance = new Seeded('busy-and-away', seed)
  if (!chance.chance(kind === 'whole' ? 0.15 : 0.05)) return []
  // When most of what else goes wrong is over.
  const [at, seat] = [lengthMs + chance.whole(8_000, 12_000), chance.whole(0, seats - 1)]
  const named = (afterMs: number, deed: Step['deed']): Step => ({ at: at + afterMs, chance: `${seed}/busy-and-away/${afterMs}`, deed })
  return [
    named(0, { do: 'platform-busy', forMs: 8_000 }),
    ...[100, 200, 300].map((afterMs) => named(afterMs, { do: 'report', seat, further: 1 })),
    named(1_000, { do: 'platform-stops', forMs: 5_500 }),
    named(12_000, { do: 'note', seat }),
  ]
}
