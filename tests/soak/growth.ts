/** A measure in MB at a time in ms. */
export interface Sample {
  readonly atMs: number
  readonly mb: number
}

export interface Growth {
  /** Least squares over the samples after the warm-up. */
  readonly mbPerHour: number
  readonly maxMb: number
  readonly firstMb: number
  readonly lastMb: number
  /** Still rising at the end, by more than noise; see {@link growthOf}. */
  readonly isUnbounded: boolean
}

export interface Tolerance {
  /** The last quarter may stand so much above the second, MB. */
  readonly riseMb: number
  /** And by no more than this share of it. */
  readonly riseShare: number
  /** From LONG_RUN_MS on the slope itself is judged. */
  readonly mbPerHour: number
}

const HOUR_MS = 3_600_000
/** Shorter runs see caches fill: their slope per hour says nothing. */
const LONG_RUN_MS = HOUR_MS
const QUARTERS = 4

/**
 * Growth without bounds: the level (median) rises from the second quarter of the run to the third and to the fourth, and in all
 * by more than both tolerances; in a run of an hour or more also a slope beyond what is allowed. The first quarter is warm-up.
 */
export function growthOf(samples: readonly Sample[], { riseMb, riseShare, mbPerHour: allowed }: Tolerance): Growth {
  const [, second = 0, third = 0, fourth = 0] = Array.from({ length: QUARTERS }, (_, k) => median(quarter(samples, k)))
  const warm = samples.slice(Math.floor(samples.length / QUARTERS))
  const mbPerHour = slope(warm) * HOUR_MS
  const rises = second < third && third < fourth && fourth - second > riseMb && fourth - second > second * riseShare
  const spanMs = (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0)
  return {
    mbPerHour,
    maxMb: Math.max(0, ...samples.map(({ mb }) => mb)),
    firstMb: samples[0]?.mb ?? 0,
    lastMb: samples.at(-1)?.mb ?? 0,
    isUnbounded: rises || (spanMs >= LONG_RUN_MS && mbPerHour > allowed),
  }
}

function quarter(samples: readonly Sample[], k: number): number[] {
  const at = (share: number): number => Math.floor((samples.length * share) / QUARTERS)
  return samples.slice(at(k), at(k + 1)).map(({ mb }) => mb)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** MB per ms. */
function slope(samples: readonly Sample[]): number {
  const count = Math.max(1, samples.length)
  const mean = (of: (sample: Sample) => number): number => samples.reduce((sum, sample) => sum + of(sample), 0) / count
  const [meanAt, meanMb] = [mean(({ atMs }) => atMs), mean(({ mb }) => mb)]
  const spread = samples.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0)
  if (spread === 0) return 0
  return samples.reduce((sum, { atMs, mb }) => sum + (atMs - meanAt) * (mb - meanMb), 0) / spread
}
