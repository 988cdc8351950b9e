// Roads along the lines of the lattice: through roads run the whole way, collector roads nearly, lanes from one to the next.
import { choices } from './choices.ts'
import type { Land } from './land.ts'
import type { Lattice, LineRank } from './lattice.ts'
import { inChinese, stemAt } from './names.ts'
import type { Axis } from './partition.ts'
import type { Point } from './plan.ts'

/** One drawn stretch of a road. */
export interface Street {
  readonly id: string
  readonly name: string
  readonly rank: LineRank
  readonly line: readonly Point[]
  readonly axis: Axis
  readonly on: number
  /** First crossing and the one behind the last edge, counted along the line. */
  readonly from: number
  readonly to: number
}

export interface StreetNet {
  readonly streets: readonly Street[]
  /** The road along an edge; `along` is the crossing where the edge begins. */
  readonly streetAt: (axis: Axis, on: number, along: number) => Street | undefined
}

export function makeStreets(lattice: Lattice, land: Land, seed: number): StreetNet {
  const runs = (['row', 'column'] as const).flatMap((axis) => runsOf(axis, lattice, land, seed))
  const streets = nameRuns(runs, lattice)
  const byEdge = new Map<string, Street>()
  for (const street of streets) {
    for (let along = street.from; along < street.to; along += 1) byEdge.set(`${street.axis}/${street.on}/${along}`, street)
  }
  return { streets, streetAt: (axis, on, along) => byEdge.get(`${axis}/${on}/${along}`) }
}

type Run = Omit<Street, 'id' | 'name' | 'line'>

function runsOf(axis: Axis, lattice: Lattice, land: Land, seed: number): Run[] {
  const ranks = axis === 'column' ? lattice.columnRank : lattice.rowRank
  const length = axis === 'column' ? lattice.rows : lattice.columns
  const hasEdge = edgeTest(axis, lattice, land, seed)
  return ranks.flatMap((rank, on) => {
    const runs: Run[] = []
    for (let along = 0; along < length; along += 1) {
      if (!hasEdge(rank, on, along)) continue
      const last = runs.at(-1)
      if (last?.to === along) runs[runs.length - 1] = { ...last, to: along + 1 }
      else runs.push({ axis, on, rank, from: along, to: along + 1 })
    }
    return runs
  })
}

function edgeTest(axis: Axis, lattice: Lattice, land: Land, seed: number) {
  const dice = choices(seed, `streets-${axis}`)
  const { riverRow, brookColumn } = lattice
  return (rank: LineRank, on: number, along: number): boolean => {
    if (rank === 'main') return true
    const [column, row] = axis === 'column' ? [on, along] : [along, on]
    const isBridge = axis === 'column' ? along === riverRow : along === brookColumn && on < riverRow
    if (isBridge) return rank === 'second' && dice.at(1, on) < 0.45
    const sides =
      axis === 'column'
        ? [land.quarterOf(column - 1, row), land.quarterOf(column, row)]
        : [land.quarterOf(column, row - 1), land.quarterOf(column, row)]
    const density = land.density(column, row)
    // One answer for the whole stretch between two crossing roads.
    if (rank === 'second') return density > 0.2 || dice.at(2, on, sides[0] ?? 0, sides[1] ?? 0) < 0.6
    if (land.useOf({ column, row }) === 'park') return false
    return dice.at(3, on, sides[1] ?? 0) < 0.2 + 0.65 * density
  }
}

const suffixOf = { column: { main: '大道', second: '路' }, row: { main: '路', second: '街' } } as const
const rings = { column: ['西环路', '东环路'], row: ['北环路', '南环路'] } as const

/** Through and collector roads have a name of their own; a lane is counted off the road it leaves (龙舒路三巷). */
function nameRuns(runs: readonly Run[], lattice: Lattice): Street[] {
  const { crossing } = lattice
  const lineNames = namesOfLines(lattice)
  const lanes = new Map<string, number>()
  return runs.map((run): Street => {
    const { axis, on, rank, from, to } = run
    const line = Array.from({ length: to - from + 1 }, (_, i) =>
      axis === 'column' ? crossing(on, from + i) : crossing(from + i, on),
    )
    const id = `town:road/${axis === 'column' ? 'ns' : 'we'}-${on}-${from}`
    const own = lineNames[axis].get(on)
    if (rank !== 'minor' && own !== undefined) return { ...run, id, name: own, line }
    const across = lineNames[axis === 'column' ? 'row' : 'column']
    const parent = across.get(from) ?? across.get(to) ?? nearest(across, from)
    const n = (lanes.get(parent) ?? 0) + 1
    lanes.set(parent, n)
    return { ...run, id, name: n < 100 ? `${parent}${inChinese(n)}巷` : `${parent}${n}巷`, line }
  })
}

function namesOfLines({ columnRank, rowRank, riverRow }: Lattice): Record<Axis, ReadonlyMap<number, string>> {
  let stem = 0
  const named = (axis: Axis, ranks: readonly LineRank[]): Map<number, string> => {
    const names = new Map<number, string>()
    for (const [on, rank] of ranks.entries()) {
      const [first, last] = rings[axis]
      if (rank === 'minor') continue
      if (on === 0) names.set(on, first)
      else if (on === ranks.length - 1) names.set(on, last)
      else if (axis === 'row' && on === riverRow) names.set(on, '滨河北路')
      else if (axis === 'row' && on === riverRow + 1) names.set(on, '滨河南路')
      else {
        names.set(on, `${stemAt(stem)}${suffixOf[axis][rank]}`)
        stem += 1
      }
    }
    return names
  }
  return { row: named('row', rowRank), column: named('column', columnRank) }
}

function nearest(names: ReadonlyMap<number, string>, to: number): string {
  const lines = [...names.keys()]
  const best = lines.reduce((a, b) => (Math.abs(b - to) < Math.abs(a - to) ? b : a), lines[0] ?? 0)
  return names.get(best) ?? ''
}
