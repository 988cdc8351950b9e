// Rows of components: the i-th hangs only on the seed, the plan and i.
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import type { UnitCell } from './areas.ts'
import { choices } from './choices.ts'
import type { Choices } from './choices.ts'
import { componentRules } from './component-rules.ts'
import type { ComponentRule, Strip } from './component-rules.ts'
import type { DutyFinder } from './duty-finder.ts'
import type { LandUse } from './land.ts'
import type { LineRank } from './lattice.ts'
import { inside, round } from './plan.ts'
import type { Point } from './plan.ts'
import { spread } from './spread.ts'
import type { Spread } from './spread.ts'

/** The ground components stand on, generated or made of a real map. */
export interface Ground {
  readonly district: string
  /** Metres in a degree of longitude and of latitude. */
  readonly metres: Point
  readonly cells: readonly UnitCell[]
  readonly useOf: (cell: UnitCell) => LandUse
  readonly cellAt: (point: Point) => UnitCell | undefined
  readonly roads: readonly { readonly rank: LineRank; readonly line: readonly Point[]; readonly isBank: boolean }[]
}

export interface ComponentPlan {
  readonly total: number
  readonly classes: readonly string[]
  rowAt(i: number): ComponentRow
}

/** Metres from the middle of the road to its kerb. */
const kerbM: Readonly<Record<LineRank, number>> = { main: 14, second: 8, minor: 3.5 }

export function planComponents(
  ground: Ground,
  total: number,
  seed: number,
  names: ReadonlyMap<string, string>,
  duties: DutyFinder,
): ComponentPlan {
  const dice = choices(seed, 'components')
  const series = makeSeries(ground, total, names)
  const rowAt = (i: number): ComponentRow => {
    const own = series.findLast(({ first }) => first <= i)
    if (own === undefined) throw new RangeError(`component ${i}`)
    const k = i - own.first
    const { classCode } = own.rule
    const { point, cell } = own.place(k, dice)
    const department = duties(classCode, cell.code)
    return {
      code: `${ground.district}${classCode.slice(1)}${String(k + 1).padStart(6, '0')}`,
      classCode,
      name: names.get(classCode) ?? classCode,
      lng: point[0],
      lat: point[1],
      grid: cell.code,
      department,
      owner: department,
      keeper: department,
      state: stateOf(dice.at(1, i)),
      changedOn: dayOf(dice.at(2, i)),
    }
  }
  return { total, classes: series.map(({ rule }) => rule.classCode), rowAt }
}

interface Placed {
  readonly point: Point
  readonly cell: UnitCell
}

/** Components of one class: those from `first` on. */
interface Series {
  readonly rule: ComponentRule
  readonly first: number
  readonly place: (k: number, dice: Choices) => Placed
}

function makeSeries(ground: Ground, total: number, names: ReadonlyMap<string, string>): Series[] {
  const usable = componentRules.flatMap((rule) => {
    const spreading = names.has(rule.classCode) ? spreadOf(rule, ground) : undefined
    return spreading === undefined ? [] : [{ rule, spreading }]
  })
  const parts = usable.reduce((sum, { rule }) => sum + rule.share, 0)
  let given = 0
  let first = 0
  return usable.map(({ rule, spreading }) => {
    given += rule.share
    const last = Math.round((total * given) / parts)
    const count = last - first
    const classKey = Number(rule.classCode.slice(1))
    const series: Series = { rule, first, place: (k, dice) => spreading(k, count, classKey, dice) }
    first = last
    return series
  })
}

type Spreading = (k: number, count: number, classKey: number, dice: Choices) => Placed

function spreadOf({ placing }: ComponentRule, ground: Ground): Spreading | undefined {
  if (placing.by === 'ground') {
    const cells = spread(ground.cells, (cell) => placing.uses[ground.useOf(cell)] ?? 0)
    return cells === undefined ? undefined : (k, count, key, dice) => inCell(cells, k, count, key, dice)
  }
  const edges = ground.roads.flatMap(({ rank, line, isBank }) =>
    isBank || !placing.bankOnly ? line.slice(1).map((to, i) => ({ from: line[i] ?? to, to, rank })) : [],
  )
  const along = spread(edges, ({ from, to, rank }) => lengthM(from, to, ground.metres) * placing.share[rank])
  if (along === undefined) return undefined
  return (k, count, key, dice) => besideRoad(ground, along, placing.strip, k, count, key, dice)
}

function inCell(cells: Spread<UnitCell>, k: number, count: number, key: number, dice: Choices): Placed {
  const { item: cell } = cells.at((k + dice.at(3, key, k)) / count)
  return { cell, point: inside(cell, dice.between(0.2, 0.8, 4, key, k), dice.between(0.2, 0.8, 5, key, k)) }
}

interface Edge {
  readonly from: Point
  readonly to: Point
  readonly rank: LineRank
}

/** One after the other along the roads, at equal distances, now on this side and now on the other. */
function besideRoad(
  ground: Ground,
  along: Spread<Edge>,
  strip: Strip,
  k: number,
  count: number,
  key: number,
  dice: Choices,
): Placed {
  // Classes do not all stand in the same places.
  const shift = (key * 0.618) % 1
  const { item, part } = along.at((k + 0.25 + 0.5 * shift + dice.between(-0.12, 0.12, 6, key, k)) / count)
  const offM = acrossM(strip, kerbM[item.rank]) * (k % 2 === 0 ? 1 : -1)
  for (const [share, off] of [
    [part, offM],
    [part, -offM],
    [0.5, offM],
    [0.5, -offM],
  ] as const) {
    const point = beside(item, ground.metres, share, off)
    const cell = ground.cellAt(point)
    if (cell !== undefined) return { point, cell }
  }
  // A road that leaves the tiled ground altogether: the nearest thing is any unit grid of this town.
  const cell = ground.cells[k % ground.cells.length]
  if (cell === undefined) throw new RangeError('a town without unit grids')
  return { cell, point: inside(cell, 0.5, 0.5) }
}

function acrossM(strip: Strip, kerb: number): number {
  switch (strip) {
    case 'lane':
      return kerb * 0.6
    case 'kerb':
      return kerb + 0.4
    case 'trees':
      return kerb + 1.5
    case 'pavement':
      return kerb + 3
  }
}

/** Metres to the right of the edge; negative: to the left. */
function beside({ from, to }: Edge, metres: Point, share: number, offM: number): Point {
  const [east, north] = [(to[0] - from[0]) * metres[0], (to[1] - from[1]) * metres[1]]
  const length = Math.hypot(east, north)
  return [
    round(from[0] + share * (to[0] - from[0]) + ((north / length) * offM) / metres[0]),
    round(from[1] + share * (to[1] - from[1]) - ((east / length) * offM) / metres[1]),
  ]
}

function lengthM(a: Point, b: Point, metres: Point): number {
  return Math.hypot((a[0] - b[0]) * metres[0], (a[1] - b[1]) * metres[1])
}

function stateOf(chance: number): ComponentRow['state'] {
  if (chance < 0.975) return 'intact'
  if (chance < 0.993) return 'broken'
  return chance < 0.996 ? 'lost' : 'retired'
}

const FIRST_DAY = Date.UTC(2016, 0, 1)
const DAYS = 3_650

function dayOf(chance: number): string {
  return new Date(FIRST_DAY + Math.floor(chance * DAYS) * 86_400_000).toISOString().slice(0, 10)
}
