/** Everything a benchmark may depend on: no clock of its own, no place of its own. */
export interface BenchContext {
  /** A tenth of the data; equal answers and `quickTarget` are judged, `target` is not. */
  readonly isQuick: boolean
  /** At least 7; one more before the first is thrown away. */
  readonly rounds: number
  /** An empty folder, deleted afterwards. */
  readonly scratch: string
  /** Progress, to stderr: the last line of stdout is the result. */
  readonly say: (words: string) => void
  /** What was given by `--name NUMBER`, of the names the benchmark knows. */
  readonly settings: ReadonlyMap<string, number>
}

export interface Bench {
  readonly name: string
  /** Workload, and the peer or limit it runs against, in one sentence. */
  readonly describe: string
  /** Numbers that may be given on the command line, by name. */
  readonly settings?: readonly string[]
  readonly run: (context: BenchContext) => Promise<BenchLine>
}

/** A ratio to hold: a cost at most so many times the peer's, or a gain of at least so many times. */
export interface Target {
  readonly atMost?: number
  readonly atLeast?: number
}

/** The line printed last, in this order. `peer` is somebody else's way, `limit` the floor the machine sets. */
export interface BenchLine {
  readonly name: string
  readonly ours: number
  readonly peer: number | null
  readonly limit: number | null
  readonly unit: string
  /** ours / reference for an `atMost` target, reference / ours for `atLeast`: how many times better. */
  readonly ratio: number
  readonly target: string
  readonly met: boolean
}

export interface Medians {
  readonly ours: number
  readonly other: number
}

/** One measured run; resolves to the cost in the benchmark's unit. */
export type Round = (round: number) => number | Promise<number>

export const MIN_ROUNDS = 7

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) throw new RangeError('median of no values')
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

/** The value below which a share `p` (0 to 1) of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]
  if (value === undefined) throw new RangeError('percentile of no values')
  return value
}

/** Milliseconds that `work` takes. */
export async function timeMs(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/**
 * Runs both ways in turn, who goes first changing each round so that neither always meets the warmer machine; the first
 * round is thrown away.
 */
export async function compareRounds(rounds: number, ours: Round, other: Round): Promise<Medians> {
  if (rounds < MIN_ROUNDS) throw new RangeError(`at least ${String(MIN_ROUNDS)} rounds`)
  const ourCosts: number[] = []
  const otherCosts: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const isOursFirst = round % 2 === 0
    const first = await (isOursFirst ? ours(round) : other(round))
    const second = await (isOursFirst ? other(round) : ours(round))
    if (round === 0) continue
    ourCosts.push(isOursFirst ? first : second)
    otherCosts.push(isOursFirst ? second : first)
  }
  return { ours: median(ourCosts), other: median(otherCosts) }
}

export interface Measured {
  readonly name: string
  readonly unit: string
  readonly ours: number
  readonly peer?: number
  readonly limit?: number
  readonly target: Target
}

/** Puts figures and target into the line; the ratio is taken against the peer, or the limit where there is no peer. */
export function benchLine({ name, unit, ours, peer, limit, target }: Measured): BenchLine {
  const reference = peer ?? limit
  if (reference === undefined) throw new RangeError(`${name}: a benchmark has a peer or a limit`)
  const isGain = target.atLeast !== undefined
  const ratio = isGain ? reference / ours : ours / reference
  const met = (target.atMost === undefined || ratio <= target.atMost) && (target.atLeast === undefined || ratio >= target.atLeast)
  return {
    name,
    ours: figures(ours),
    peer: peer === undefined ? null : figures(peer),
    limit: limit === undefined ? null : figures(limit),
    unit,
    ratio: figures(ratio),
    target: isGain ? `>= ${String(target.atLeast)}` : `<= ${String(target.atMost)}`,
    met,
  }
}

/** Four significant figures: more would be noise. */
function figures(value: number): number {
  return Number(value.toPrecision(4))
}
