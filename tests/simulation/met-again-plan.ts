// Faults that harm only who meets them in one moment: while a case leaves, a life of the platform ends, a cache is replaced or a
// file is on its way. Told in a few halls, from a chance of their own, as in stories-plan.ts.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { Seeded } from './seeded.ts'

type Told = (afterMs: number, deed: Step['deed']) => Step
type Story = (chance: Seeded, seat: number, other: number, named: Told) => Step[]

const SHARE = 0.08

export function metAgainSteps(seed: number, { seats, hasLan, lengthMs }: Measure): Step[] {
  const chance = new Seeded('met-again', seed)
  if (!chance.chance(SHARE)) return []
  const [at, seat] = [chance.whole(4_000, Math.max(5_000, lengthMs - 8_000)), chance.whole(0, seats - 1)]
  let told = 0
  const named: Told = (afterMs, deed) => ({ at: at + afterMs, chance: `${seed}/met-again/${(told += 1)}`, deed })
  const stories = [unheard, leftLongAgo, worksThroughARebuild, fallsSilent, notToBeHad, askedInVain, decidedAndForgotten]
  return chance.pick(hasLan ? [...stories, acceptedElsewhere] : stories)(chance, seat, (seat + 1) % seats, named)
}

/** A seat hears nothing while its act is accepted; others go on with the case, or it leaves the hall's scope. */
const unheard: Story = (chance, seat, other, named) => [
  named(0, { do: 'report', seat: other, further: 0 }),
  named(2_000, { do: 'weather', seat, weather: 'deaf', forMs: 4_000 }),
  named(2_100, { do: 'note', seat }),
  ...(chance.chance(0.5)
    ? [named(2_800, { do: 'elsewhere', times: 3 } as const)]
    : [2_600, 2_700].map((afterMs) => named(afterMs, { do: 'case-leaves' }))),
]

/** What was accepted stays with a case that has left; then the platform lives anew, and later the seat's cache is lost. */
const leftLongAgo: Story = (chance, seat, other, named) => [
  named(0, { do: 'report', seat, further: 1 }),
  named(1_500, { do: 'note', seat }),
  ...[3_000, 3_100].map((afterMs) => named(afterMs, { do: 'case-leaves' })),
  named(3_500, { do: 'backup' }),
  named(5_000, { do: 'restore', carriesFeeds: chance.chance(0.5) }),
  named(12_000, { do: 'crash', seat, downMs: 300, cache: 'deleted' }),
  named(15_000, { do: 'note', seat: other }),
]

/** Another cache takes the place of the one that is being written, act by act. */
const worksThroughARebuild: Story = (_chance, seat, _other, named) => [
  named(0, { do: 'report', seat, further: 0 }),
  named(1_000, { do: 'rebuild', seat }),
  ...Array.from({ length: 24 }, (_, index) => named(1_100 + index * 90, { do: 'note', seat })),
]

/** A file comes over a slow line, which then says nothing more. */
const fallsSilent: Story = (chance, seat, other, named) => [
  named(0, { do: 'snapshot', rows: 40, forMs: 200 }),
  named(1_000, { do: 'rebuild', seat }),
  named(2_000, { do: 'weather', seat, weather: 'slow', forMs: 30_000 }),
  named(chance.whole(9_000, 24_000), { do: 'weather', seat, weather: 'deaf', forMs: 3_000 }),
  named(33_000, { do: 'note', seat: other }),
]

/** The platform names a file and does not have it, and a seat has nothing else to show. */
const notToBeHad: Story = (_chance, seat, other, named) => [
  named(0, { do: 'snapshot', rows: 40, forMs: 200 }),
  named(500, { do: 'snapshot-wrong', fault: 'gone', forMs: null }),
  named(700, { do: 'crash', seat, downMs: 300, cache: 'deleted' }),
  named(4_000, { do: 'note', seat: other }),
]

/** While the platform is still making the file that a seat wants, its line is refused for long. */
const askedInVain: Story = (_chance, seat, other, named) => [
  named(0, { do: 'snapshot', rows: 1, forMs: 42_000 }),
  named(100, { do: 'rebuild', seat }),
  named(3_000, { do: 'weather', seat, weather: 'refused', forMs: 36_000 }),
  named(41_000, { do: 'note', seat: other }),
]

/** What was decided about one by one is sent once more, since the platform has forgotten what it refused. */
const decidedAndForgotten: Story = (chance, seat, _other, named) => [
  named(0, { do: 'report', seat, further: 0 }),
  named(chance.pick([1_900, 2_100]), { do: 'backup' }),
  named(2_000, { do: 'crossing', seat }),
  ...[9_000, 10_500, 12_000].map((afterMs) => named(afterMs, { do: 'decide', seat })),
  named(15_500, { do: 'restore', carriesFeeds: chance.chance(0.5) }),
  named(17_000, { do: 'note', seat }),
  named(18_500, { do: 'note', seat }),
]

/** A seat that has nothing hears of a neighbour's act only over the hall's network; its case leaves, and that life ends. */
const acceptedElsewhere: Story = (_chance, seat, other, named) => [
  named(0, { do: 'crash', seat, downMs: 300, cache: 'deleted' }),
  named(10, { do: 'weather', seat, weather: 'refused', forMs: 9_000 }),
  named(1_200, { do: 'weather', seat: other, weather: 'slow', forMs: 2_000 }),
  named(1_500, { do: 'report', seat: other, further: 0 }),
  ...[5_000, 5_100].map((afterMs) => named(afterMs, { do: 'case-leaves' })),
  named(5_500, { do: 'backup' }),
  named(6_000, { do: 'restore', carriesFeeds: false }),
  named(10_000, { do: 'note', seat: other }),
]
