// A work list may hold thousands of cases; a window keeps the page around what is in sight.

/** Rows kept at once; the most the contract gives. */
export const PAGE_SIZE = 200
const STEP = 50

/** Where the page should begin so that rows `first` to `last` are on it with some to spare; stays where it is while it serves. */
export function pageOffset(current: number, first: number, last: number): number {
  const isServed = first >= current && last < current + PAGE_SIZE
  return isServed ? current : Math.max(0, Math.floor((first - STEP) / STEP) * STEP)
}

/**
 * The row a step leads to. A selected case that has left the list has gone on: the one that slid into its place is next.
 * `count` must not be 0.
 */
export function stepTo(selected: number, lastKnown: number, by: 1 | -1, count: number): number {
  const from = selected >= 0 ? selected + by : by > 0 ? lastKnown : lastKnown - 1
  return Math.min(count - 1, Math.max(0, from))
}
