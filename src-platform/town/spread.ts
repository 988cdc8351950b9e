/** Items laid end to end, each as long as its weight. */
export interface Spread<T> {
  /** Total weight. */
  readonly length: number
  /** The item at a share of the whole, 0 to 1, and how far inside it that is. */
  at(share: number): { readonly item: T; readonly part: number }
}

/** Items without weight are left out; undefined when none is left. */
export function spread<T>(items: readonly T[], weightOf: (item: T) => number): Spread<T> | undefined {
  const kept = items.map((item) => ({ item, weight: weightOf(item) })).filter(({ weight }) => weight > 0)
  const ends = new Float64Array(kept.length)
  let length = 0
  for (const [i, { weight }] of kept.entries()) ends[i] = length += weight
  const last = kept.at(-1)
  if (last === undefined) return undefined
  return {
    length,
    at(share) {
      const wanted = Math.min(1, Math.max(0, share)) * length
      const i = firstBeyond(ends, wanted)
      const { item, weight } = kept[i] ?? last
      return { item, part: Math.min(1, Math.max(0, 1 - ((ends[i] ?? length) - wanted) / weight)) }
    },
  }
}

function firstBeyond(ends: Float64Array, wanted: number): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > wanted) high = middle
    else low = middle + 1
  }
  return low
}
