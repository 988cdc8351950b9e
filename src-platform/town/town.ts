import type { PersonRow } from '#shared/platform-api/people.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import { makeLargeTown } from './large-town.ts'
import { city, county } from './preset.ts'
import { makeSmallTown } from './small-town.ts'
import type { TownName } from './town-names.ts'

export interface Town {
  readonly people: readonly PersonRow[]
  /** Everything but the people, as first versions, made while they are read. */
  readonly entities: () => Iterable<EntityChange>
  /** How many entities there are. */
  readonly count: number
}

export function makeTown(name: Exclude<TownName, 'none'>, seed: number, hall: string, now: number): Town {
  if (name === 'county') return makeLargeTown(county, seed, hall, now)
  if (name === 'city') return makeLargeTown(city, seed, hall, now)
  const { people, entities } = makeSmallTown(seed, hall, now)
  return { people, entities: () => entities, count: entities.length }
}
