/** A child that has ended by itself is started again after this; a `rest` is long enough to be told to people. */
export interface RestartDecision {
  readonly do: 'restart' | 'rest'
  readonly delayMs: number
}

const FIRST_DELAY_MS = 200
const MAX_DELAY_MS = 5_000
const WINDOW_MS = 60_000
const MAX_CRASHES = 5
/** What held the file, the port or the memory may have let go by then. */
const REST_MS = 60_000

/**
 * After a first crash it is started almost at once, so that windows hardly notice; five in a minute mean that it does not
 * help just now.
 *
 * @param crashesMs monotonic times of the crashes so far, the newest last
 */
export function decideRestart(crashesMs: readonly number[]): RestartDecision {
  const newest = crashesMs.at(-1) ?? 0
  const recent = crashesMs.filter((time) => newest - time < WINDOW_MS).length
  if (recent >= MAX_CRASHES) return { do: 'rest', delayMs: REST_MS }
  return { do: 'restart', delayMs: Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 3 ** Math.max(0, recent - 1)) }
}
