// Points of interest with their addresses.
import type { MapFeature } from '#shared/platform-api/map-features.ts'
import type { PlaceRow } from '#shared/platform-api/rows.ts'
import type { UnitCell } from './areas.ts'
import { choices } from './choices.ts'
import type { Choices } from './choices.ts'
import { doorAt, frontOf } from './doorplates.ts'
import type { Side } from './doorplates.ts'
import type { LandUse } from './land.ts'
import { stemAt } from './names.ts'
import { inside } from './plan.ts'
import type { Scene } from './town-scenery.ts'

interface Kind {
  readonly suffix: string
  readonly kind: string
}

/** `超市=shop 银行=bank` */
const kinds = (text: string): readonly Kind[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [suffix = '', kind = ''] = pair.split('=')
      return { suffix, kind }
    })

/** What may stand in a unit grid, by the use of the ground. */
const kindsOf: Readonly<Partial<Record<LandUse, readonly Kind[]>>> = {
  centre: kinds(`
    超市=shop 大酒店=hotel 银行=bank 药房=pharmacy 商厦=shop 菜市场=marketplace 饭店=restaurant 宾馆=hotel 广场=square 电影院=cinema
    眼科医院=hospital 茶楼=restaurant
  `),
  homes: kinds(`
    花园小区=compound 家园小区=compound 新村=compound 小区=compound 便利店=shop 幼儿园=kindergarten 卫生服务站=clinic 公厕=toilets
    便民菜店=shop 快递驿站=post_office
  `),
  school: kinds('小学=school 中学=school 职业学校=school 幼儿园=kindergarten'),
  works: kinds('机械厂=works 食品厂=works 建材市场=marketplace 物流园=works 加油站=fuel 汽修厂=works'),
  village: kinds('村民组=hamlet 卫生室=clinic 农家店=shop'),
  park: kinds('公园北门=park_gate 公厕=toilets 游园=park_gate'),
}
const chanceOf: Readonly<Partial<Record<LandUse, number>>> = {
  centre: 0.9,
  homes: 0.55,
  school: 0.3,
  works: 0.4,
  village: 0.3,
  park: 0.25,
}

/** One of each in the town, in the unit grid at this share of its width and height. */
const publicPlaces: readonly (readonly [name: string, kind: string, x: number, y: number])[] = [
  ['县政府', 'townhall', 0.47, 0.46],
  ['第一人民医院', 'hospital', 0.4, 0.38],
  ['中医院', 'hospital', 0.58, 0.52],
  ['汽车客运站', 'bus_station', 0.8, 0.42],
  ['体育中心', 'sports_centre', 0.68, 0.28],
  ['图书馆', 'library', 0.5, 0.52],
  ['消防救援站', 'fire_station', 0.62, 0.42],
  ['城关派出所', 'police', 0.44, 0.5],
  ['邮政支局', 'post_office', 0.46, 0.42],
  ['垃圾中转站', 'waste_transfer', 0.86, 0.8],
  ['污水处理厂', 'pumping_station', 0.9, 0.72],
  ['自来水厂', 'waterworks', 0.12, 0.58],
  ['火车站', 'station', 0.74, 0.12],
  ['政务服务中心', 'townhall', 0.54, 0.4],
  ['城市管理局', 'townhall', 0.52, 0.46],
]

/** Places by the road they stand on; ids count the unit grids, so that a place keeps its id. */
export function townPlaces(scene: Scene): PlaceRow[] {
  const { areas, lattice } = scene
  const dice = choices(scene.seed, 'places')
  const taken = new Set<UnitCell>()
  const named = publicPlaces.flatMap(([name, kind, x, y], i) => {
    const cell = areas.cellOf(Math.floor(x * lattice.columns), Math.floor(y * lattice.rows))
    if (cell === undefined) return []
    taken.add(cell)
    return [placeIn(scene, cell, dice, { id: `town:place/p${i + 1}`, name, kind })]
  })
  const committees = areas.communities.flatMap(({ block, name }, i) => {
    const cell = areas.cellOf((block.west + block.east) >> 1, (block.north + block.south) >> 1)
    if (cell === undefined) return []
    taken.add(cell)
    return [placeIn(scene, cell, dice, { id: `town:place/c${i + 1}`, name: `${name}居民委员会`, kind: 'community_centre' })]
  })
  const used = new Map<string, number>()
  const others = areas.cells.flatMap((cell) => {
    const place = taken.has(cell) ? undefined : ordinaryPlace(scene, cell, dice, used)
    return place === undefined ? [] : [place]
  })
  return [...named, ...committees, ...others]
}

function ordinaryPlace(scene: Scene, cell: UnitCell, dice: Choices, used: Map<string, number>): PlaceRow | undefined {
  const use = scene.land.useOf(cell)
  if (dice.at(1, cell.index) >= (chanceOf[use] ?? 0)) return undefined
  const [first, ...others] = kindsOf[use] ?? []
  if (first === undefined) return undefined
  const { suffix, kind } = dice.pick([first, ...others], 2, cell.index)
  // Each suffix goes through the stems on its own way, so that no two places have one name.
  const n = used.get(suffix) ?? Math.floor(dice.at(3, suffix.codePointAt(0) ?? 0) * 100)
  used.set(suffix, n + 1)
  return placeIn(scene, cell, dice, { id: `town:place/${cell.code}`, name: `${stemAt(n)}${suffix}`, kind })
}

function placeIn({ net }: Scene, cell: UnitCell, dice: Choices, of: Pick<PlaceRow, 'id' | 'name' | 'kind'>): PlaceRow {
  const { office, name: community } = cell.community
  const front = frontOf(net, cell)
  const share = dice.between(0.25, 0.75, 4, cell.index)
  if (front === undefined) {
    const [lng, lat] = inside(cell, 0.5, 0.5)
    return { ...of, otherNames: [], address: `${office.name}${community}`, lng, lat }
  }
  const { street, number } = doorAt(front.street, front.side, cell, share)
  const [lng, lat] = inside(cell, ...behindDoor(front.side, share))
  return { ...of, otherNames: [], address: `${office.name}${street.name}${number}号`, lng, lat }
}

/** Some thirty metres into the cell. */
function behindDoor(side: Side, share: number): [u: number, v: number] {
  if (side === 'north' || side === 'south') return [share, side === 'north' ? 0.32 : 0.68]
  return [side === 'west' ? 0.32 : 0.68, share]
}

export function poiOf({ id, name, lng, lat }: PlaceRow): MapFeature {
  return {
    id: id.replace('place', 'poi'),
    layer: 'poi',
    name,
    minZoom: 16,
    rank: 6,
    geometry: { type: 'Point', coordinates: [lng, lat] },
  }
}
