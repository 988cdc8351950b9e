/** Cells [west, east) × [north, south) of the lattice. */
export interface Block {
  readonly west: number
  readonly north: number
  readonly east: number
  readonly south: number
}

export type Axis = 'column' | 'row'

/** How well a border fits on a line of the lattice, 0 to 1; roads and water make good borders. */
export type BorderFit = (axis: Axis, line: number, block: Block) => number

/** Cuts a block into `count` blocks of about the same size, each cut along the best line near where it should be. */
export function partition(block: Block, count: number, fit: BorderFit): Block[] {
  if (count <= 1) return [block]
  const isWide = block.east - block.west >= block.south - block.north
  const first = Math.floor(count / 2)
  const [low, high] = isWide ? [block.west, block.east] : [block.north, block.south]
  const axis: Axis = isWide ? 'column' : 'row'
  const line = bestLine(low, high, first / count, (at) => fit(axis, at, block))
  const halves: readonly [Block, Block] = isWide
    ? [
        { ...block, east: line },
        { ...block, west: line },
      ]
    : [
        { ...block, south: line },
        { ...block, north: line },
      ]
  return [...partition(halves[0], first, fit), ...partition(halves[1], count - first, fit)]
}

/** A line may lie off its place by at most so much of the block. */
const REACH = 0.14

function bestLine(low: number, high: number, share: number, fitAt: (line: number) => number): number {
  const ideal = low + (high - low) * share
  const reach = Math.max(0.5, (high - low) * REACH)
  const from = Math.max(low + 1, Math.ceil(ideal - reach))
  const to = Math.min(high - 1, Math.floor(ideal + reach))
  let best = Math.min(high - 1, Math.max(low + 1, Math.round(ideal)))
  let bestValue = -Infinity
  for (let line = from; line <= to; line += 1) {
    const value = fitAt(line) - (0.5 * Math.abs(line - ideal)) / reach
    if (value > bestValue) [best, bestValue] = [line, value]
  }
  return best
}
