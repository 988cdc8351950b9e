// What is to happen in a simulated hall: a list of steps made from the seed alone. Each step carries its own small seed, so that
// leaving steps out (to find the shortest story) changes nothing about the others.
import { busySteps } from './busy-plan.ts'
import type { CallersDeed } from './callers.ts'
import { draftSteps } from './drafts.ts'
import type { DraftDeed } from './drafts.ts'
import type { StoreFile } from './disk.ts'
import { evidenceSteps } from './evidence.ts'
import type { EvidenceDeed, FilesDeed } from './evidence.ts'
import { firstRowSteps } from './first-rows-plan.ts'
import type { FirstRowsDeed } from './first-rows-plan.ts'
import { forgottenSteps } from './forgotten-plan.ts'
import { lanWeathers } from './lan-network.ts'
import type { LanWeatherName } from './lan-network.ts'
import { kindOf, measureOf } from './measures.ts'
import type { HallKind, Measure } from './measures.ts'
import { metAgainSteps } from './met-again-plan.ts'
import { rarerStorySteps } from './rarer-stories-plan.ts'
import { replacedSteps } from './replaced-machine.ts'
import type { ReplacedDeed } from './replaced-machine.ts'
import type { CacheFate } from './seat.ts'
import { Seeded } from './seeded.ts'
import { storySteps } from './stories-plan.ts'
import type { CrossingDeed } from './stories-plan.ts'
import { snapshotSteps } from './snapshot-plan.ts'
import type { SnapshotDeed } from './snapshot-plan.ts'
import { clockText } from './trace.ts'
import { weathers } from './weather.ts'
import type { WeatherName } from './weather.ts'
import { workSteps } from './work-plan.ts'

/** What happens at one seat, counted from 0. */
export type SeatDeed = { readonly seat: number } & (
  | { readonly do: 'report'; readonly further: number }
  | { readonly do: 'act'; readonly times: number }
  | { readonly do: 'note' | 'decide' | 'cursor-expires' | 'restart' | 'page-again' | 'row-spoils' | 'strange-page' | 'rebuild' }
  | { readonly do: 'weather'; readonly weather: WeatherName; readonly forMs: number }
  | { readonly do: 'lan-weather'; readonly weather: LanWeatherName; readonly forMs: number }
  | { readonly do: 'flapping'; readonly forMs: number }
  | { readonly do: 'crash'; readonly downMs: number; readonly cache: CacheFate }
  | { readonly do: 'crash-soon'; readonly transactions: number; readonly downMs: number; readonly cache: CacheFate }
  | { readonly do: 'disk-full'; readonly file: StoreFile; readonly forMs: number }
  | { readonly do: 'clock-jump'; readonly byMs: number }
  | CallersDeed
  | { readonly do: 'decide-twice'; readonly stops: boolean }
  | DraftDeed
  | CrossingDeed
  | EvidenceDeed
  | ReplacedDeed
)

/** What happens at the platform. */
export type PlatformDeed =
  | { readonly do: 'elsewhere'; readonly times: number }
  | { readonly do: 'platform-stops' | 'platform-busy' | 'answers-nothing'; readonly forMs: number }
  | { readonly do: 'backup' | 'rules-change' | 'case-leaves' | 'newest-with-files-leaves' | 'race' }
  | { readonly do: 'restore'; readonly carriesFeeds: boolean }
  | SnapshotDeed
  | FirstRowsDeed
  | FilesDeed

export type Deed = SeatDeed | PlatformDeed

export interface Step {
  /** Milliseconds since the hall opened. */
  readonly at: number
  readonly chance: string
  readonly deed: Deed
}

export interface Plan {
  readonly seed: number
  /** 0: under the seed's own chance; any other: the same story under another, so that what meets in it meets elsewhere. */
  readonly variant: number
  readonly kind: HallKind
  readonly seats: number
  readonly slowWorkers: boolean
  /** The seats know each other over the hall's own network. */
  readonly hasLan: boolean
  /** The platform keeps a file that new caches are filled from. */
  readonly hasSnapshots: boolean
  /** People attach files. */
  readonly hasFiles: boolean
  readonly steps: readonly Step[]
}

const allWeathers = Object.keys(weathers) as WeatherName[] // the names of that very object

/** Everything a seed stands for. */
export function planOf(seed: number, kind: HallKind = kindOf(seed), variant = 0): Plan {
  const chance = new Seeded('plan', seed)
  const measure = measureOf(seed, kind)
  const { seats, hasLan, lengthMs } = measure
  const stories = [...storySteps(seed, measure), ...rarerStorySteps(seed, measure)]
  // What crosses needs threads that take their time.
  const slowWorkers = chance.chance(0.3) || stories.some(({ deed }) => deed.do === 'crossing')
  const times = several(measure.steps, () => (chance.chance(0.75) ? inBurst(chance, measure) : chance.whole(2_000, lengthMs)))
  const steps = times.map((at, index): Step => ({ at, chance: `${seed}/${index}`, deed: deedOf(chance, measure) }))
  const snapshot = snapshotSteps(seed, measure)
  const kinds = [lanSteps, spoilSteps, strangeSteps, raceSteps, restoreSteps, draftSteps, firstRowSteps, replacedSteps]
  const others = [...kinds, forgottenSteps, busySteps, workSteps, metAgainSteps].flatMap((stepsOf) => stepsOf(seed, measure))
  const evidence = evidenceSteps(seed, measure)
  const first: Step = { at: 2_000, chance: `${seed}/first`, deed: { do: 'report', seat: 0, further: 3 } }
  return {
    ...{ seed, variant, kind, seats, slowWorkers, hasLan },
    hasSnapshots: snapshot.length > 0 || others.some(({ deed }) => deed.do === 'snapshot'),
    hasFiles: evidence.length > 0 || stories.some(({ deed }) => deed.do === 'attach'),
    steps: [first, ...steps, ...others, ...snapshot, ...evidence, ...stories].sort((a, b) => a.at - b.at),
  }
}

const inBurst = (chance: Seeded, { bursts, spreadMs }: Measure): number =>
  Math.max(2_000, chance.pick(bursts) + chance.whole(-spreadMs, spreadMs))

const several = <T>(times: number, make: (index: number) => T): T[] => Array.from({ length: times }, (_, index) => make(index))

/** The hall's own network fails too, sometimes just when the platform is away. */
function lanSteps(seed: number, measure: Measure): Step[] {
  const lan = new Seeded('lan', seed)
  return several(measure.hasLan ? measure.lanSteps : 0, (index): Step => {
    const at = lan.chance(0.6) ? inBurst(lan, measure) : lan.whole(2_000, measure.lengthMs)
    const [seat, forMs] = [lan.whole(0, measure.seats - 1), lan.pick(measure.forMs)]
    const chance = `${seed}/lan/${index}`
    if (lan.chance(0.4)) return { at, chance, deed: { do: 'platform-stops', forMs } }
    return { at, chance, deed: { do: 'lan-weather', seat, weather: lan.pick(lanWeathers), forMs } }
  })
}

/** Rarely, and in quiet halls as well as in stormy ones: what is wrong stays so until somebody compares. */
function spoilSteps(seed: number, { spoils, seats, lengthMs }: Measure): Step[] {
  const spoil = new Seeded('spoil', seed)
  return several(spoils, (index): Step => {
    const at = spoil.whole(10_000, lengthMs)
    return { at, chance: `${seed}/spoil/${index}`, deed: { do: 'row-spoils', seat: spoil.whole(0, seats - 1) } }
  })
}

/** Nothing is claimed by two as long as each is told of the other's act: they must act in the same moment. */
function raceSteps(seed: number, { races, hasLan, lengthMs }: Measure): Step[] {
  const race = new Seeded('race', seed)
  return several(hasLan ? races : 0, (index): Step[] => {
    const at = race.whole(6_000, lengthMs)
    return [
      { at, chance: `${seed}/race/${index}/away`, deed: { do: 'platform-stops', forMs: 20_000 } },
      { at: at + race.whole(6_000, 12_000), chance: `${seed}/race/${index}`, deed: { do: 'race' } },
    ]
  }).flat()
}

/** What was done between a backup and the return to it is what a restore is about. */
function restoreSteps(seed: number, { restores, lengthMs }: Measure): Step[] {
  const restore = new Seeded('restore', seed)
  return several(restores, (index): Step[] => {
    const at = restore.whole(3_000, Math.max(4_000, lengthMs - 8_000))
    const chance = `${seed}/restore/${index}`
    const carriesFeeds = restore.chance(0.5)
    const restoredAt = at + restore.whole(2_000, 10_000)
    const hush = new Seeded('hush', seed, index)
    const forMs = hush.whole(300, 4_000)
    return [
      { at, chance: `${chance}/backup`, deed: { do: 'backup' } },
      ...(hush.chance(0.5) ? [{ at: restoredAt, chance: `${chance}/hush`, deed: { do: 'answers-nothing', forMs } } as const] : []),
      { at: restoredAt, chance, deed: { do: 'restore', carriesFeeds } },
    ]
  }).flat()
}

function strangeSteps(seed: number, { strangePages, seats, lengthMs }: Measure): Step[] {
  const strange = new Seeded('strange', seed)
  return several(strangePages, (index): Step => {
    const at = strange.whole(6_000, lengthMs)
    return { at, chance: `${seed}/strange/${index}`, deed: { do: 'strange-page', seat: strange.whole(0, seats - 1) } }
  })
}

function deedOf(chance: Seeded, { seats, canRestore, without, ...measure }: Measure): Deed {
  const seat = chance.whole(0, seats - 1)
  const forMs = chance.pick(measure.forMs)
  const downMs = chance.pick(measure.downMs)
  const cache = chance.pick<CacheFate>(['kept', 'kept', 'kept', 'deleted', 'damaged'])
  const weights = {
    ...{
      'report': 8,
      'act': 16,
      'note': 4,
      'decide': 3,
      'elsewhere': 7,
      'weather': 9,
      'flapping': 1,
      'platform-stops': 1,
      'platform-busy': 1,
    },
    ...{
      'backup': canRestore ? 2 : 0,
      'restore': canRestore ? 1.5 : 0,
      'cursor-expires': 0.5,
      'rules-change': 0.7,
      'case-leaves': 0.4,
    },
    ...{ 'crash': 1.5, 'crash-soon': 3, 'restart': 0.7, 'disk-full': 1.5, 'clock-jump': 0.5, 'page-again': 1 },
  }
  const name = chance.weighted({ ...weights, ...Object.fromEntries([...without].map((fault) => [fault, 0])) })
  switch (name) {
    case 'report':
      return { do: name, seat, further: chance.whole(0, 3) }
    case 'act':
      return { do: name, seat, times: chance.whole(1, 3) }
    case 'elsewhere':
      return { do: name, times: chance.whole(1, 3) }
    case 'weather':
      return { do: name, seat, weather: chance.pick(allWeathers), forMs }
    case 'restore':
      return { do: name, carriesFeeds: chance.chance(0.3) }
    case 'crash':
      return { do: name, seat, downMs, cache }
    case 'crash-soon':
      return { do: name, seat, transactions: chance.whole(1, 6), downMs, cache }
    case 'disk-full':
      return { do: name, seat, file: chance.pick(['ledger', 'cache']), forMs }
    case 'clock-jump':
      return { do: name, seat, byMs: chance.pick([-3_600_000, -5_000, 5_000, 3_600_000]) }
    case 'flapping':
      return { do: name, seat, forMs: forMs * 4 }
    case 'platform-stops':
    case 'platform-busy':
      return { do: name, forMs }
    case 'backup':
    case 'rules-change':
    case 'case-leaves':
      return { do: name }
    case 'note':
    case 'decide':
    case 'cursor-expires':
    case 'restart':
    case 'page-again':
      return { do: name, seat }
  }
}

/** A step as a line of a story. */
export function tell({ at, deed }: Step): string {
  const { do: name, ...rest } = deed
  const details = Object.entries(rest).map(([key, value]) => `${key} ${key === 'seat' ? Number(value) + 1 : String(value)}`)
  return `${clockText(at)}  ${[name, ...details].join(', ')}`
}
