import { MOST_RANGES } from './lines.ts'

/** Ascending numbers as closed ranges; what does not fit any more is left out. */
export function rangesOf(numbers: readonly number[]): [number, number][] {
  const ranges: [number, number][] = []
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && n <= last[1] + 1) last[1] = n
    else if (ranges.length < MOST_RANGES) ranges.push([n, n])
  }
  return ranges
}

/** More numbers than a host ever has waiting; what lies beyond is not believed. */
const MOST_NUMBERS = 200_000

export function numbersIn(ranges: readonly (readonly [number, number])[]): Set<number> {
  const numbers = new Set<number>()
  let left = MOST_NUMBERS
  for (const [from, to] of ranges) {
    for (let n = from; n <= to && left > 0; n += 1) {
      numbers.add(n)
      left -= 1
    }
  }
  return numbers
}
