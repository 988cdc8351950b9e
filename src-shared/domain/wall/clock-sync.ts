// The host's clock as a window estimates it: by asking, with a proven bound.

/** One question and answer: the window's time before and after, and what the host's clock said between. */
export interface ClockSample {
  readonly sentMs: number
  readonly hostMs: number
  readonly gotMs: number
}

export interface ClockEstimate {
  /** Host's time minus window's time, ms. */
  readonly offsetMs: number
  /** The truth lies no farther off: half the time the best answer took. */
  readonly errorMs: number
}

/** The host answered somewhere between asking and hearing: the shortest round says most. Null without a sample. */
export function estimateClock(samples: readonly ClockSample[]): ClockEstimate | null {
  let best: ClockEstimate | null = null
  for (const { sentMs, hostMs, gotMs } of samples) {
    const errorMs = (gotMs - sentMs) / 2
    if (errorMs < 0) continue
    if (best === null || errorMs < best.errorMs) best = { offsetMs: hostMs - (sentMs + gotMs) / 2, errorMs }
  }
  return best
}
