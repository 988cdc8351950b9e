// How much a hall is put through. Most halls of a run are brief: the same faults and promises as in a whole one, in less time.
import { Seeded } from './seeded.ts'

export type HallKind = 'whole' | 'brief'

/** What a hall can be spared. */
const faultNames = [
  ...(['weather', 'flapping', 'platform-stops', 'platform-busy', 'cursor-expires', 'rules-change', 'case-leaves'] as const),
  ...(['crash', 'crash-soon', 'restart', 'disk-full', 'clock-jump', 'page-again', 'decide'] as const),
] as const
export type FaultName = (typeof faultNames)[number]

export interface Measure {
  readonly kind: HallKind
  readonly seats: number
  readonly hasLan: boolean
  readonly lengthMs: number
  readonly canRestore: boolean
  /** Backups that the platform goes back to soon after, beside those that come by chance. */
  readonly restores: number
  /** What goes wrong in other halls, not here: what is left comes more often, and more of it together. */
  readonly without: ReadonlySet<FaultName>
  /** Much happens at once: what goes wrong must meet people at work. */
  readonly bursts: readonly number[]
  readonly spreadMs: number
  readonly steps: number
  readonly lanSteps: number
  readonly spoils: number
  readonly races: number
  readonly strangePages: number
  readonly drafts: number
  readonly snapshots: number
  /** How long something goes wrong. */
  readonly forMs: readonly number[]
  /** How long a machine is off. */
  readonly downMs: readonly number[]
}

const MINUTE_MS = 60_000
/** One in so many halls is a whole one. */
const WHOLE_EVERY = 20

export function kindOf(seed: number): HallKind {
  return new Seeded('kind', seed).chance(1 / WHOLE_EVERY) ? 'whole' : 'brief'
}

export function measureOf(seed: number, kind: HallKind): Measure {
  return kind === 'whole' ? whole(new Seeded('plan', seed, 'measure')) : brief(new Seeded('plan', seed, 'brief'))
}

/** Most halls are watched for some minutes; a few for an hour, most of which is quiet. */
function whole(chance: Seeded): Measure {
  const hasLan = chance.chance(0.7)
  const lengthMs = chance.chance(0.02) ? 60 * MINUTE_MS : chance.whole(1, 4) * MINUTE_MS
  return {
    kind: 'whole',
    seats: hasLan && chance.chance(0.2) ? chance.whole(5, 8) : chance.whole(2, 4),
    hasLan,
    lengthMs,
    canRestore: chance.chance(0.25),
    restores: 0,
    without: new Set(),
    bursts: Array.from({ length: chance.whole(1, 3) }, () => chance.whole(10_000, lengthMs)),
    spreadMs: 8_000,
    steps: chance.whole(25, 80),
    lanSteps: chance.whole(0, 6),
    spoils: chance.chance(0.12) ? chance.whole(1, 3) : 0,
    races: chance.chance(0.4) ? 2 : 0,
    strangePages: chance.chance(0.2) ? chance.whole(1, 3) : 0,
    drafts: chance.chance(0.5) ? chance.whole(3, 10) : 0,
    snapshots: chance.chance(0.35) ? chance.whole(1, 3) : 0,
    forMs: [2_000, 6_000, 15_000, 40_000],
    downMs: [500, 3_000, 20_000],
  }
}

/** Half a minute around one burst; mostly few seats, now and then the whole hall. */
function brief(chance: Seeded): Measure {
  const hasLan = chance.chance(0.65)
  const lengthMs = chance.whole(12, 30) * 1_000
  return {
    kind: 'brief',
    seats: hasLan && chance.chance(0.08) ? chance.whole(4, 8) : chance.pick([2, 2, 3]),
    hasLan,
    lengthMs,
    canRestore: false,
    restores: chance.chance(0.35) ? 1 : 0,
    without: new Set(faultNames.filter(() => chance.chance(0.5))),
    bursts: [chance.whole(7_000, lengthMs)],
    spreadMs: 4_000,
    steps: chance.whole(5, 12),
    lanSteps: chance.whole(0, 2),
    spoils: chance.chance(0.04) ? chance.whole(1, 2) : 0,
    races: chance.chance(0.25) ? 1 : 0,
    strangePages: chance.chance(0.12) ? 1 : 0,
    drafts: chance.chance(0.25) ? chance.whole(1, 3) : 0,
    snapshots: chance.chance(0.2) ? 1 : 0,
    forMs: [1_000, 3_000, 7_000, 12_000],
    downMs: [300, 1_500, 6_000],
  }
}
