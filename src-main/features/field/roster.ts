import type { FieldKind } from '#shared/contracts/field.contract.ts'
import { patrolRules } from '#shared/domain/patrol/presence.ts'
import type { PatrolRules } from '#shared/domain/patrol/presence.ts'
import { FieldObjectId } from '#shared/kernel/ids.ts'
import type { CacheReaderApi } from '../../db/cache-api.ts'

/** Somebody or something that reports positions. */
export interface FieldObject {
  readonly id: FieldObjectId
  readonly kind: FieldKind
  /** Name of the person, plate of the vehicle. */
  readonly name: string
  /** What a wall may show: number of the person, plate of the vehicle. */
  readonly publicName: string
  readonly dutyGrid: string | null
  /** Name of the duty grid, empty where there is none. */
  readonly grid: string
}

export interface Roster {
  /** Inspectors by number, then vehicles by plate. */
  readonly objects: readonly FieldObject[]
  readonly byId: ReadonlyMap<FieldObjectId, FieldObject>
  readonly rules: PatrolRules
}

type RosterRows = Pick<CacheReaderApi, 'people' | 'vehicles' | 'dutyGrid' | 'hallSettings'>

const nameOfGrid = async (cache: RosterRows, code: string): Promise<string> => (await cache.dutyGrid(code))?.name ?? code

/** Who the hall sends into the streets, from the rows of the feed. */
export async function readRoster(cache: RosterRows): Promise<Roster> {
  const [people, vehicles, settings] = await Promise.all([cache.people(), cache.vehicles(), cache.hallSettings()])
  const inspectors = people.filter(({ active, posts }) => active && posts.includes('inspector'))
  const gridCodes = [...new Set(inspectors.flatMap(({ dutyGrid }) => dutyGrid ?? []))]
  const gridNames = new Map(await Promise.all(gridCodes.map(async (code) => [code, await nameOfGrid(cache, code)] as const)))
  const named: (Omit<FieldObject, 'id'> & { readonly id: string })[] = [
    ...inspectors.map(({ id, name, dutyGrid }) => ({
      ...{ id: `inspector:${id}`, kind: 'inspector' as const, name, publicName: id, dutyGrid },
      grid: dutyGrid === null ? '' : (gridNames.get(dutyGrid) ?? ''),
    })),
    ...vehicles.map(({ id, plate, kind }) => ({
      ...{ id: `vehicle:${id}`, kind, name: plate, publicName: plate, dutyGrid: null, grid: '' },
    })),
  ]
  const objects = named.flatMap((one): FieldObject[] => {
    const id = FieldObjectId.safeParse(one.id)
    // An id that cannot stand in a report has no positions either.
    return id.success ? [{ ...one, id: id.data }] : []
  })
  return { objects, byId: new Map(objects.map((one) => [one.id, one])), rules: patrolRules(settings?.patrol) }
}
