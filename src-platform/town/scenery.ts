// Base map of the town, so that windows show a map before any import: blocks, buildings, a lake, parks, roads, names, places.
import type { MapFeature, MapLayer } from '#shared/platform-api/map-features.ts'
import type { PlaceRow } from '#shared/platform-api/rows.ts'
import { placeLabel } from './place-label.ts'
import { CENTER, communities, inside, ringInside } from './plan.ts'
import type { Cell, Plan } from './plan.ts'
import type { Road } from './roads.ts'
import type { Seeded } from './seeded.ts'

const parks: readonly string[] = ['1,1', '5,2', '8,7', '2,8']
const lake: readonly string[] = ['5,8', '6,8']

const publicPlaces: readonly (readonly [string, string, number, number])[] = [
  ['区政府', 'townhall', 4, 4],
  ['第一人民医院', 'hospital', 2, 2],
  ['城关小学', 'school', 1, 3],
  ['桃溪中学', 'school', 6, 1],
  ['文昌幼儿园', 'kindergarten', 3, 5],
  ['鼓楼广场', 'square', 4, 3],
  ['人民商场', 'shop', 3, 3],
  ['龙津农贸市场', 'marketplace', 1, 7],
  ['汽车客运站', 'bus_station', 9, 4],
  ['体育中心', 'sports_centre', 8, 1],
  ['图书馆', 'library', 5, 5],
  ['消防救援站', 'fire_station', 7, 3],
  ['城关派出所', 'police', 2, 4],
  ['邮政支局', 'post_office', 3, 4],
  ['梅河菜市场', 'marketplace', 8, 3],
  ['三里河公厕', 'toilets', 9, 7],
  ['飞霞公园北门', 'park_gate', 8, 6],
  ['垃圾中转站', 'waste_transfer', 9, 9],
  ['污水泵站', 'pumping_station', 0, 9],
  ['春秋影剧院', 'cinema', 5, 6],
]

export function makeMapFeatures(dice: Seeded, plan: Plan, roads: readonly Road[]): MapFeature[] {
  return [
    ...plan.cells.flatMap((cell) => cellFeatures(dice, cell)),
    ...roads.map((road): MapFeature => ({
      id: road.id,
      layer: road.layer,
      name: road.name,
      minZoom: road.layer === 'road-main' ? 11 : road.layer === 'road-second' ? 13 : 14,
      rank: road.layer === 'road-main' ? 2 : 5,
      geometry: { type: 'LineString', coordinates: [...road.line] },
    })),
    ...labels(plan),
    ...makePlaces(plan).map((place): MapFeature => ({
      id: place.id.replace('place', 'poi'),
      layer: 'poi',
      name: place.name,
      minZoom: 16,
      rank: 6,
      geometry: { type: 'Point', coordinates: [place.lng, place.lat] },
    })),
  ]
}

/** Named public places for the search. */
export function makePlaces({ cells }: Plan): PlaceRow[] {
  return publicPlaces.flatMap(([name, kind, column, row], i) => {
    const cell = cells.find((one) => one.column === column && one.row === row)
    if (cell === undefined) return []
    const [lng, lat] = inside(cell, 0.5, 0.45)
    return [
      {
        id: `town:place/${i + 1}`,
        name,
        otherNames: [],
        kind,
        address: `${cell.community.office.name}${cell.community.name}`,
        lng,
        lat,
      },
    ]
  })
}

function cellFeatures(dice: Seeded, cell: Cell): MapFeature[] {
  const key = `${cell.column},${cell.row}`
  const area = (part: string, layer: MapLayer, name: string | null, ring: [number, number][], minZoom: number): MapFeature => ({
    id: `town:${part}/${cell.code}`,
    layer,
    name,
    minZoom,
    rank: 7,
    geometry: { type: 'Polygon', coordinates: [ring] },
  })
  if (lake.includes(key)) return [area('water', 'water', '飞霞湖', ringInside(cell, 0.05, 0.15, 0.95, 0.9), 12)]
  if (parks.includes(key))
    return [
      area('green', 'green', `${cell.community.name.replace('社区', '')}公园`, ringInside(cell, 0.08, 0.08, 0.92, 0.92), 13),
    ]
  const block = area('block', 'block', null, ringInside(cell, 0.07, 0.07, 0.93, 0.93), 12)
  return [block, ...buildings(dice, cell)]
}

/** Two rows of houses with a lane between them. */
function buildings(dice: Seeded, cell: Cell): MapFeature[] {
  return [0.14, 0.56].flatMap((top, row) =>
    [0.14, 0.42, 0.7].map((left, column): MapFeature => {
      const ring = ringInside(cell, left, top, left + dice.between(0.1, 0.18), top + dice.between(0.16, 0.28))
      return {
        id: `town:building/${cell.code}-${row}${column}`,
        layer: 'building',
        name: null,
        minZoom: 15,
        rank: 9,
        geometry: { type: 'Polygon', coordinates: [ring] },
      }
    }),
  )
}

function labels({ cells }: Plan): MapFeature[] {
  const ofCommunities = communities.flatMap((community, i) => {
    const own = cells.filter((cell) => cell.community === community)
    const middle = own[Math.floor(own.length / 2)]
    return middle === undefined ? [] : [placeLabel(`community-${i + 1}`, community.name, 14, 3, inside(middle, 0.5, 0.5))]
  })
  return [placeLabel('town', '舒河县城', 8, 0, CENTER), ...ofCommunities]
}
