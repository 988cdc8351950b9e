// Distributions behind the figures: how late, where again, and the middle of many.

/** 超时分布: up to an hour, 8, 24 hours, 3 days, and more; minutes, the last without end. */
export const latenessLimits: readonly (number | null)[] = [60, 480, 1_440, 4_320, null]

/** How many fall up to each limit, the limits as {@link latenessLimits}. */
export function latenessBuckets(lateMs: Iterable<number>): { upToMinutes: number | null; n: number }[] {
  const buckets = latenessLimits.map((upToMinutes) => ({ upToMinutes, n: 0 }))
  for (const ms of lateMs) {
    const bucket = buckets.find(({ upToMinutes }) => upToMinutes === null || ms <= upToMinutes * 60_000)
    if (bucket !== undefined) bucket.n += 1
  }
  return buckets
}

/** Null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
