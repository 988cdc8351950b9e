// What a generated town's map shows besides its roads: quarters, parks, the river, buildings.
import type { MapFeature, MapLayer } from '#shared/platform-api/map-features.ts'
import type { Areas, UnitCell } from './areas.ts'
import { choices } from './choices.ts'
import type { Choices } from './choices.ts'
import type { Land, LandUse } from './land.ts'
import type { Lattice, LineRank } from './lattice.ts'
import { stemAt } from './names.ts'
import { placeLabel } from './place-label.ts'
import { boxOf, inside } from './plan.ts'
import type { Point } from './plan.ts'
import type { TownPreset } from './preset.ts'
import type { StreetNet } from './streets.ts'

export interface Scene {
  readonly lattice: Lattice
  readonly land: Land
  readonly areas: Areas
  readonly net: StreetNet
  readonly seed: number
}

/** Shares of a cell taken by the roads on its sides. */
interface Margins {
  readonly west: number
  readonly east: number
  readonly north: number
  readonly south: number
}

const marginOf: Readonly<Record<LineRank, number>> = { main: 0.2, second: 0.13, minor: 0.07 }

export function* sceneryFeatures(scene: Scene): Generator<MapFeature> {
  yield* waters(scene.lattice)
  yield* streets(scene.net)
  const dice = choices(scene.seed, 'scenery')
  for (const cell of scene.areas.cells) yield* cellFeatures(scene, cell, dice)
}

function* waters({ crossing, columns, riverRow, brookColumn }: Lattice): Generator<MapFeature> {
  const across = Array.from({ length: columns + 1 }, (_, column) => column)
  const down = Array.from({ length: riverRow + 1 }, (_, row) => row)
  const river = [...across.map((c) => crossing(c, riverRow)), ...across.toReversed().map((c) => crossing(c, riverRow + 1))]
  const brook = [...down.map((r) => crossing(brookColumn, r)), ...down.toReversed().map((r) => crossing(brookColumn + 1, r))]
  yield area('town:water/river', 'water', '舒河', river, 9)
  yield area('town:water/brook', 'water', '桃溪', brook, 12)
}

const roadLayer = { main: 'road-main', second: 'road-second', minor: 'road-minor' } as const
const roadZoom: Readonly<Record<LineRank, number>> = { main: 10, second: 12.5, minor: 14 }

function* streets({ streets: all }: StreetNet): Generator<MapFeature> {
  for (const { id, name, rank, line } of all) {
    const coordinates = line.map((point): Point => [point[0], point[1]])
    const rankOfLabel = rank === 'main' ? 2 : rank === 'second' ? 4 : 6
    yield {
      id,
      layer: roadLayer[rank],
      name,
      minZoom: roadZoom[rank],
      rank: rankOfLabel,
      geometry: { type: 'LineString', coordinates },
    }
  }
}

function* cellFeatures(scene: Scene, cell: UnitCell, dice: Choices): Generator<MapFeature> {
  const use = scene.land.useOf(cell)
  if (use === 'water' || use === 'fields') return
  const m = marginsOf(scene, cell)
  const ground = ringIn(cell, m.west, m.north, 1 - m.east, 1 - m.south)
  if (use === 'park') yield area(`town:green/${cell.code}`, 'green', null, ground, 12)
  else if (use !== 'village') yield area(`town:block/${cell.code}`, 'block', null, ground, 12)
  if (use !== 'park') yield* buildings(cell, use, m, dice)
}

/** Neighbours without a road between them meet; the ground goes on. */
function marginsOf({ net, lattice }: Pick<Scene, 'net' | 'lattice'>, { column, row }: UnitCell): Margins {
  const margin = (axis: 'column' | 'row', on: number, along: number): number => {
    const street = net.streetAt(axis, on, along)
    const isBank = axis === 'row' ? on === lattice.riverRow || on === lattice.riverRow + 1 : false
    return street === undefined ? (isBank ? 0.07 : 0) : marginOf[street.rank]
  }
  return {
    west: margin('column', column, row),
    east: margin('column', column + 1, row),
    north: margin('row', row, column),
    south: margin('row', row + 1, column),
  }
}

/** Rows and columns of houses in a cell, and how much of its lot each fills. */
const layouts: Readonly<Partial<Record<LandUse, readonly [rows: number, columns: number, fill: number]>>> = {
  centre: [2, 2, 0.78],
  homes: [3, 2, 0.62],
  school: [2, 1, 0.55],
  works: [1, 2, 0.8],
  village: [3, 3, 0.5],
}

function* buildings(cell: UnitCell, use: LandUse, m: Margins, dice: Choices): Generator<MapFeature> {
  const [rows, columns, fill] = layouts[use] ?? [0, 0, 0]
  const [west, north] = [m.west + 0.05, m.north + 0.06]
  const [width, height] = [(1 - m.east - 0.05 - west) / columns, (1 - m.south - 0.06 - north) / rows]
  for (let i = 0; i < rows * columns; i += 1) {
    if (dice.at(cell.index, i, 1) < (use === 'village' ? 0.4 : 0.1)) continue
    const [u, v] = [west + (i % columns) * width, north + Math.floor(i / columns) * height]
    const [w, h] = [
      width * fill * dice.between(0.85, 1.2, cell.index, i, 2),
      height * fill * dice.between(0.7, 1.1, cell.index, i, 3),
    ]
    const [du, dv] = [(width - w) * dice.at(cell.index, i, 4), (height - h) * dice.at(cell.index, i, 5)]
    yield area(`town:building/${cell.code}-${i}`, 'building', null, ringIn(cell, u + du, v + dv, u + du + w, v + dv + h), 14.5)
  }
}

function ringIn(cell: UnitCell, u0: number, v0: number, u1: number, v1: number): Point[] {
  return [inside(cell, u0, v0), inside(cell, u0, v1), inside(cell, u1, v1), inside(cell, u1, v0)]
}

function area(id: string, layer: MapLayer, name: string | null, open: readonly Point[], minZoom: number): MapFeature {
  const [first] = open
  const ring = first === undefined ? [...open] : [...open, first]
  return { id, layer, name, minZoom, rank: 7, geometry: { type: 'Polygon', coordinates: [ring] } }
}

/** The town itself, its street offices and communities. */
export function areaLabels({ areas }: Scene, { place, center }: TownPreset): MapFeature[] {
  const middleOf = (cells: readonly UnitCell[]): Point => {
    const [west, south, east, north] = boxOf(cells.flatMap(({ corners }) => corners))
    return [(west + east) / 2, (south + north) / 2]
  }
  const ofOffice = Map.groupBy(areas.cells, ({ community }) => community.office)
  const ofCommunity = Map.groupBy(areas.cells, ({ community }) => community)
  return [
    placeLabel('town', place, 8, 0, center),
    ...[...ofOffice].map(([{ code, name }, cells]) => placeLabel(`office-${code}`, name, 12, 1, middleOf(cells))),
    ...[...ofCommunity].map(([{ code, name, office }, cells]) =>
      placeLabel(`community-${office.code}${code}`, name, 14, 3, middleOf(cells)),
    ),
  ]
}

/** Parks, one name to a quarter of green. */
export function parkLabels({ land, areas }: Scene): MapFeature[] {
  const quarters = Map.groupBy(
    areas.cells.filter((cell) => land.useOf(cell) === 'park'),
    ({ column, row }) => land.quarterOf(column, row),
  )
  return [...quarters.values()].map((cells, i): MapFeature => {
    const box = boxOf(cells.flatMap(({ corners }) => corners))
    const at: Point = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
    const name = `${stemAt(i + 40)}公园`
    return {
      id: `town:label/park-${i + 1}`,
      layer: 'place',
      name,
      minZoom: 13.5,
      rank: 5,
      geometry: { type: 'Point', coordinates: at },
    }
  })
}
