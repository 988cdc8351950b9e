// Work that comes in quantity or is broken off, in some halls: steps that ordinary chance brings together too seldom.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { Seeded } from './seeded.ts'

type Told = (afterMs: number, deed: Step['deed']) => Step
type Work = (chance: Seeded, measure: Measure, named: Told) => Step[]

const works: Readonly<Record<string, { readonly share: number; readonly work: Work }>> = {
  'cut-off': { share: 0.08, work: cutOff },
  'waits': { share: 0.08, work: waits },
  'callers': { share: 0.03, work: callers },
  'clock': { share: 0.04, work: clock },
  'late word': { share: 0.06, work: lateWord },
}

export function workSteps(seed: number, measure: Measure): Step[] {
  return Object.entries(works).flatMap(([name, { share, work }]) => {
    const chance = new Seeded('work', seed, name)
    if (!chance.chance(share)) return []
    const from = chance.whole(5_000, measure.lengthMs)
    return work(chance, measure, (afterMs, deed) => ({ at: from + afterMs, chance: `${seed}/${name}/${afterMs}`, deed }))
  })
}

/** The machine stops while a case is stored that was taken several steps at once. */
function cutOff(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  const seat = chance.whole(0, seats - 1)
  return [
    named(0, { do: 'crash-soon', seat, transactions: chance.whole(2, 5), downMs: chance.pick([300, 1_500]), cache: 'kept' }),
    named(1, { do: 'report', seat, further: 3 }),
  ]
}

/** The platform asks for patience as somebody works, and has time again a moment later. */
function waits(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  const seat = chance.whole(0, seats - 1)
  return [
    named(0, { do: 'platform-busy', forMs: chance.whole(400, 900) }),
    named(100, { do: 'report', seat, further: 1 }),
    named(200, { do: 'note', seat }),
    named(300, { do: 'report', seat, further: 0 }),
  ]
}

function callers(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  return [named(0, { do: 'many-callers', seat: chance.whole(0, seats - 1) })]
}

/** While nobody hears the platform a clock is set back and on again: in between, the machine may have slept as long. */
function clock(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  const [seat, byMs] = [chance.whole(0, seats - 1), chance.pick([5_000, 3_600_000])]
  return [
    named(0, { do: 'platform-stops', forMs: 6_500 }),
    named(5_000, { do: 'clock-jump', seat, byMs: -byMs }),
    named(5_200, { do: 'note', seat }),
    named(5_400, { do: 'clock-jump', seat, byMs }),
    named(5_600, { do: 'note', seat }),
    named(6_000, { do: 'note', seat }),
  ]
}

/** What one life of the platform says of an act is still on its way as the next one has been heard, which knows nothing of it. */
function lateWord(chance: Seeded, { seats }: Measure, named: Told): Step[] {
  const seat = chance.whole(0, seats - 1)
  return [
    named(0, { do: 'weather', seat, weather: 'slow', forMs: 3_000 }),
    named(50, { do: 'backup' }),
    named(100, { do: 'report', seat, further: 0 }),
    named(3_200, { do: 'restore', carriesFeeds: false }),
    named(9_000, { do: 'note', seat }),
  ]
}
