import type { PlaceFacts } from '#shared/contracts/intake.contract.ts'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import type { Hall } from '../hall/index.ts'

const NEAR_COMPONENTS_M = 60
const MOST_COMPONENTS = 8
const ADDRESS_WITHIN_M = 300

/** What follows from a point: grid and what belongs to it, who walks there, what stands there, the street it lies on. */
export async function factsAt(hall: Hall, lng: number, lat: number): Promise<PlaceFacts> {
  const { cache } = hall.db
  const [grid, near, street] = await Promise.all([
    cache.gridAt(lng, lat),
    cache.componentsNear(lng, lat, NEAR_COMPONENTS_M, MOST_COMPONENTS),
    cache.nearestStreet(lng, lat),
  ])
  const dutyCode = grid?.dutyGrid ?? null
  const dutyGrid = dutyCode === null ? null : await cache.dutyGrid(dutyCode)
  const inspectorId = dutyGrid?.inspectors[0]
  const inspector = inspectorId === undefined ? null : await cache.person(inspectorId)
  const isNamed = street !== null && street.distanceM <= ADDRESS_WITHIN_M
  return {
    place: {
      lng,
      lat,
      address: isNamed ? street.name : '',
      grid: grid?.code ?? null,
      dutyGrid: dutyCode,
      community: grid?.community ?? null,
      street: grid?.street ?? null,
      component: null,
    },
    areaGrade: grid?.areaGrade ?? 'B',
    dutyGridName: dutyGrid?.name ?? null,
    inspector: inspector === null ? null : { id: inspector.id, name: inspector.name },
    nearestComponents: near.map(({ code, name, classCode, distanceM, lng: east, lat: north }) => ({
      code,
      name,
      classCode,
      distanceM,
      lng: east,
      lat: north,
    })),
    nearestAddress: isNamed ? street.name : null,
  }
}

export async function factsOfComponent(hall: Hall, component: ComponentRow): Promise<PlaceFacts> {
  const facts = await factsAt(hall, component.lng, component.lat)
  return { ...facts, place: { ...facts.place, component: component.code, grid: component.grid ?? facts.place.grid } }
}
