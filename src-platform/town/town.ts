import type { PersonRow } from '#shared/platform-api/people.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import { makeLargeTown } from './large-town.ts'
import { city, county } from './preset.ts'
import { makeSmallTown } from './small-town.ts'
import type { TownName } from './town-names.ts'

export interface Town {
  readonly people: readonly PersonRow[]
  /** First versions of everything but people and components; rows of one kind stand together. */
  readonly ground: readonly EntityChange[]
  /** First versions of the components, made while they are read. */
  readonly components: () => Iterable<EntityChange>
  /** How many rows there are in all. */
  readonly count: number
}

export function makeTown(name: Exclude<TownName, 'none'>, seed: number, hall: string, now: number): Town {
  if (name === 'county') return makeLargeTown(county, seed, hall, now)
  if (name === 'city') return makeLargeTown(city, seed, hall, now)
  const { people, entities } = makeSmallTown(seed, hall, now)
  const components = entities.filter(({ kind }) => kind === 'component')
  const ground = entities.filter(({ kind }) => kind !== 'component')
  return { people, ground, components: () => components, count: people.length + entities.length }
}
