// Where the lines of a town's lattice run. They bend together, like streets along a river, so that cells stay convex and meet
// exactly: neighbours use the same corners.
import { choices } from './choices.ts'
import { METRES, round } from './plan.ts'
import type { Point } from './plan.ts'
import type { TownPreset } from './preset.ts'

export type LineRank = 'main' | 'second' | 'minor'

export interface Lattice {
  readonly columns: number
  readonly rows: number
  /** North-west corner of cell (column, row). */
  readonly crossing: (column: number, row: number) => Point
  readonly columnRank: readonly LineRank[]
  readonly rowRank: readonly LineRank[]
  /** The river fills this row of cells, its tributary this column north of it. */
  readonly riverRow: number
  readonly brookColumn: number
}

export const CELL_M = 100
const RIVER_M = 72
const BROOK_M = 56

export function makeLattice(preset: TownPreset, seed: number): Lattice {
  const { columns, rows, center } = preset
  const dice = choices(seed, 'lattice')
  const riverRow = Math.round(rows * dice.between(0.62, 0.7, 1))
  const brookColumn = Math.round(columns * dice.between(0.28, 0.36, 2))
  const x = linesAlong(columns, (i) => (i === brookColumn ? BROOK_M : dice.between(88, 112, 3, i)))
  const y = linesAlong(rows, (i) => (i === riverRow ? RIVER_M : dice.between(88, 112, 4, i)))
  const bend = bendOf(seed)
  const crossing = (column: number, row: number): Point => {
    const [east, south] = [x[column] ?? 0, y[row] ?? 0]
    const [dx, dy] = bend(east, south)
    const local = [dice.between(-6, 6, 5, column, row), dice.between(-6, 6, 6, column, row)] as const
    return [
      round(center[0] + (east - (columns * CELL_M) / 2 + dx + local[0]) / METRES[0]),
      round(center[1] - (south - (rows * CELL_M) / 2 + dy + local[1]) / METRES[1]),
    ]
  }
  const corners = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: columns + 1 }, (_, column) => crossing(column, row)),
  )
  return {
    columns,
    rows,
    crossing: (column, row) => corners[row]?.[column] ?? center,
    columnRank: ranks(columns, (i) => dice.between(8, 12, 7, i), [brookColumn, brookColumn + 1]),
    rowRank: ranks(rows, (i) => dice.between(8, 12, 8, i), [riverRow, riverRow + 1]),
    riverRow,
    brookColumn,
  }
}

/** Positions of the lines in metres; together as long as if every cell were {@link CELL_M} wide. */
function linesAlong(count: number, widthOf: (i: number) => number): number[] {
  const lines = [0]
  for (let i = 0; i < count; i += 1) lines.push((lines[i] ?? 0) + widthOf(i))
  const stretch = (count * CELL_M) / (lines[count] ?? 1)
  return lines.map((line) => line * stretch)
}

/** Long waves over the whole town, metres; their slope stays far below what would fold a cell. */
function bendOf(seed: number): (east: number, south: number) => Point {
  const dice = choices(seed, 'bend')
  const waves = [0, 1, 2].map((i) => ({
    length: dice.between(2_600, 5_200, i, 1),
    phase: dice.between(0, 2 * Math.PI, i, 2),
    tilt: dice.between(-0.5, 0.5, i, 3),
    height: [120, 75, 50][i] ?? 50,
  }))
  return (east, south) => {
    let [dx, dy] = [0, 0]
    for (const { length, phase, tilt, height } of waves) {
      dy += height * Math.sin((2 * Math.PI * (east + tilt * south)) / length + phase)
      dx += 0.7 * height * Math.sin((2 * Math.PI * (south + tilt * east)) / length + 2 * phase)
    }
    return [dx, dy]
  }
}

/** Ring and through roads some 1 km apart, collector roads a third of that, lanes between; banks are collector roads. */
function ranks(count: number, gapAt: (i: number) => number, banks: readonly number[]): LineRank[] {
  const rank = Array.from({ length: count + 1 }, (): LineRank => 'minor')
  const mains = [0]
  for (let line = 0; count - line > 14;) {
    line += Math.round(gapAt(mains.length))
    mains.push(line)
  }
  mains.push(count)
  for (const [i, line] of mains.entries()) {
    const next = mains[i + 1] ?? line
    const parts = Math.max(1, Math.round((next - line) / 3.3))
    for (let part = 1; part < parts; part += 1) rank[line + Math.round(((next - line) * part) / parts)] = 'second'
  }
  for (const line of banks) rank[line] = 'second'
  for (const line of mains) rank[line] = 'main'
  return rank
}
