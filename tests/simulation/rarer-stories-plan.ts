// More faults that harm somebody only where they meet, as in stories-plan.ts, from a chance of their own.
import type { Measure } from './measures.ts'
import type { Step } from './plan.ts'
import { Seeded } from './seeded.ts'

type Told = (afterMs: number, deed: Step['deed']) => Step

export function rarerStorySteps(seed: number, measure: Measure): Step[] {
  const chance = new Seeded('rarer-stories', seed)
  const { kind, lengthMs, hasLan } = measure
  const calls = kind === 'whole' ? manyCalls(seed, measure) : []
  if (!chance.chance(kind === 'whole' ? 0.4 : 0.18)) return calls
  const at = chance.whole(4_000, Math.max(5_000, lengthMs - 12_000))
  let told = 0
  const named: Told = (afterMs, deed) => ({ at: at + afterMs, chance: `${seed}/rarer-stories/${(told += 1)}`, deed })
  const ofTheHall = hasLan ? [noRoomForTheWord, waitsAgain] : []
  const stories = [decides, setBack, setBack, wrongBytes, leavesWithFiles, ...ofTheHall, ...ofTheHall]
  return [...calls, ...chance.pick(stories)(chance, measure, named)]
}

/** One seat uses up the numbers it has, where blocks are short; it takes a minute to see that further ones are leased. */
function manyCalls(seed: number, measure: Measure): Step[] {
  const chance = new Seeded('many-calls', seed)
  if (!chance.chance(0.5)) return []
  const [seat, from] = [seatIn(chance, measure), chance.whole(5_000, measure.lengthMs / 2)]
  return Array.from({ length: 9 }, (_, index) => ({
    at: from + index * 1_500,
    chance: `${seed}/many-calls/${index}`,
    deed: { do: 'report', seat, further: 0 },
  }))
}

const seatIn = (chance: Seeded, { seats }: Measure): number => chance.whole(0, seats - 1)

/** What was rejected is decided about at once in two windows, the rest later; the machine stops in it. */
function decides(chance: Seeded, measure: Measure, named: Told): Step[] {
  const seat = seatIn(chance, measure)
  const stops = chance.chance(0.4)
  return [
    named(0, { do: 'report', seat, further: 0 }),
    named(2_000, { do: 'crossing', seat }),
    named(3_000, { do: 'decide-twice', seat, stops }),
    ...[0, 1, 2].map((index) => named(9_000 + index * 2_500, { do: 'decide', seat })),
    named(14_500, { do: 'note', seat }),
  ]
}

/** Somebody sets the clock back and starts the machine again, and the platform is not there to ask. */
function setBack(chance: Seeded, measure: Measure, named: Told): Step[] {
  const seat = seatIn(chance, measure)
  const again: Step['deed'] = chance.chance(0.5) ? { do: 'restart', seat } : { do: 'crash', seat, downMs: 300, cache: 'kept' }
  return [
    named(0, { do: 'platform-stops', forMs: 9_000 }),
    named(500, { do: 'report', seat, further: 0 }),
    named(1_000, { do: 'clock-jump', seat, byMs: chance.pick([-3_600_000, -40_000]) }),
    named(1_500, again),
    named(3_000, { do: 'report', seat, further: 1 }),
    named(3_500, { do: 'note', seat }),
  ]
}

/** The platform is back and takes a neighbour's acts, and this seat's disk has no room for the word of it. */
function noRoomForTheWord(chance: Seeded, measure: Measure, named: Told): Step[] {
  const seat = seatIn(chance, measure)
  const other = (seat + 1) % measure.seats
  return [
    named(0, { do: 'platform-stops', forMs: 6_000 }),
    named(1_500, { do: 'report', seat: other, further: 1 }),
    named(2_500, { do: 'note', seat: other }),
    named(chance.whole(4_500, 6_000), { do: 'disk-full', seat, file: 'cache', forMs: chance.whole(2_500, 5_000) }),
    ...(chance.chance(0.4) ? [named(9_500, { do: 'restart', seat } as const)] : []),
  ]
}

/** Somebody looks at a file, and other bytes come than it has; somebody else stages one that no act ever names. */
function wrongBytes(chance: Seeded, measure: Measure, named: Told): Step[] {
  const seat = seatIn(chance, measure)
  const other = (seat + 1) % measure.seats
  return [
    named(0, { do: 'report', seat, further: 0 }),
    named(500, { do: 'stage-only', seat: other }),
    named(600, { do: 'attach', seat }),
    named(4_000, { do: 'files-wrong', fault: 'served-wrong', forMs: chance.whole(3_000, 6_000) }),
    named(chance.whole(4_500, 6_000), { do: 'look-at-file', seat: other }),
    named(11_000, { do: 'look-at-file', seat: other }),
  ]
}

/** A case leaves of which a file was fetched, or began here and cannot be sent yet; a machine has been started again since. */
function leavesWithFiles(chance: Seeded, measure: Measure, named: Told): Step[] {
  const seat = seatIn(chance, measure)
  const isOwn = chance.chance(0.4)
  const looks = isOwn ? seat : (seat + 1) % measure.seats
  return [
    named(0, { do: 'report', seat, further: 0 }),
    ...(isOwn ? [named(500, { do: 'files-wrong', fault: 'full', forMs: 25_000 } as const)] : []),
    named(2_000, { do: 'attach', seat }),
    named(5_500, { do: 'look-at-file', seat: looks }),
    named(7_000, chance.chance(0.5) ? { do: 'restart', seat: looks } : { do: 'crash', seat: looks, downMs: 500, cache: 'kept' }),
    named(8_500, { do: 'newest-with-files-leaves' }),
  ]
}

/** What the platform had taken waits again after a restore, and for a while it is not taken: neighbours must hear of it anew. */
function waitsAgain(chance: Seeded, measure: Measure, named: Told): Step[] {
  const seat = seatIn(chance, measure)
  return [
    named(0, { do: 'backup' }),
    ...[200, 400, 600].map((afterMs) => named(afterMs, { do: 'report', seat, further: 0 })),
    named(4_000, { do: 'platform-busy', forMs: 30_000 }),
    named(4_100, { do: 'restore', carriesFeeds: chance.chance(0.5) }),
    named(31_000, { do: 'note', seat: (seat + 1) % measure.seats }),
  ]
}
