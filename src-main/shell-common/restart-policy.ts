/** What to do after a child has ended by itself: start again, or leave it, for good or for {@link REST_MS}. */
export type RestartDecision = { readonly do: 'restart'; readonly delayMs: number } | { readonly do: 'give-up' }

const FIRST_DELAY_MS = 200
const MAX_DELAY_MS = 5_000
const WINDOW_MS = 60_000
const MAX_CRASHES = 5
/** What held the file, the port or the memory may have let go by then. */
export const REST_MS = 60_000

/**
 * After a first crash it is started almost at once, so that windows hardly notice; five in a minute mean that it does not
 * help just now.
 *
 * @param crashesMs monotonic times of the crashes so far, the newest last
 */
export function decideRestart(crashesMs: readonly number[]): RestartDecision {
  const newest = crashesMs.at(-1) ?? 0
  const recent = crashesMs.filter((time) => newest - time < WINDOW_MS).length
  if (recent >= MAX_CRASHES) return { do: 'give-up' }
  return { do: 'restart', delayMs: Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 3 ** Math.max(0, recent - 1)) }
}
