import type { Drawn } from './mover-tracks.ts'

/** Columns of a 4 x 4 matrix from web mercator to clip space. */
export type Matrix = ArrayLike<number>

const at = (matrix: Matrix, i: number): number => matrix[i] ?? 0

/** Where a place of web mercator is drawn on a pane of that size, CSS px from the left and the top. */
export function screenOf(matrix: Matrix, x: number, y: number, width: number, height: number): readonly [x: number, y: number] {
  const w = at(matrix, 3) * x + at(matrix, 7) * y + at(matrix, 15)
  const clipX = (at(matrix, 0) * x + at(matrix, 4) * y + at(matrix, 12)) / w
  const clipY = (at(matrix, 1) * x + at(matrix, 5) * y + at(matrix, 13)) / w
  return [((clipX + 1) / 2) * width, ((1 - clipY) / 2) * height]
}

/** The same matrix for places given relative to an origin: multiplied in 64 bits, so that 32 are enough on the card. */
export function relativeTo(matrix: Matrix, [x, y]: readonly [number, number]): Float32Array {
  const moved = Float32Array.from({ length: 16 }, (_, i) => at(matrix, i))
  for (let row = 0; row < 4; row += 1) moved[12 + row] = at(matrix, row) * x + at(matrix, 4 + row) * y + at(matrix, 12 + row)
  return moved
}

export interface PanePoint {
  readonly x: number
  readonly y: number
}

type Project = (x: number, y: number) => readonly [left: number, top: number]

/** The nearest mover within reach of a point of the pane; null where there is none. */
export function nearest({ ids, x, y }: Drawn, point: PanePoint, reachPx: number, project: Project): string | null {
  let found: string | null = null
  let best = reachPx
  for (const [row, id] of ids.entries()) {
    const [left, top] = project(x[row] ?? 0, y[row] ?? 0)
    const away = Math.hypot(left - point.x, top - point.y)
    if (away > best) continue
    best = away
    found = id
  }
  return found
}
