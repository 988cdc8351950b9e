import { parseArgs } from 'node:util'

export interface SimOptions {
  readonly seeds: number
  readonly firstSeed: number
  /** Each seed's story is run under so many chances, from this one on; 0 is its own. */
  readonly variants: number
  readonly firstVariant: number
  /** One seed, told in full. */
  readonly isReplay: boolean
  readonly isShort: boolean
  readonly isMutants: boolean
  /** Runs under this mutant: ends at the first violation. */
  readonly mutant: string | null
  /** Every hall is a whole one, whatever its seed says. */
  readonly isWhole: boolean
  /** This process's share of the seeds. */
  readonly part: { readonly index: number; readonly of: number } | null
  /** Mutants whose name contains this. */
  readonly only: string | null
  /** Of each area one mutant (mutant-areas.ts). */
  readonly isSome: boolean
  /** Which seed noticed which mutant is written down. */
  readonly keepsSeeds: boolean
}

/** What the short form runs, from the first seed on. */
export const SHORT_SEEDS = 2_000

/** Reads the command line; throws on what it does not know. */
export function readOptions(args: readonly string[]): SimOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      variant: { type: 'string', default: '0' },
      variants: { type: 'string', default: '1' },
      short: { type: 'boolean', default: false },
      whole: { type: 'boolean', default: false },
      mutants: { type: 'boolean', default: false },
      mutant: { type: 'string' },
      only: { type: 'string' },
      some: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      part: { type: 'string' },
    },
  })
  const count = values.seeds === undefined ? (values.seed === undefined ? SHORT_SEEDS : 1) : wholeOf(values.seeds)
  return {
    seeds: count,
    firstSeed: values.seed === undefined ? 1 : wholeOf(values.seed),
    variants: wholeOf(values.variants),
    firstVariant: values.variant === '0' ? 0 : wholeOf(values.variant),
    isReplay: values.seed !== undefined && count === 1 && values.mutant === undefined && values.part === undefined,
    isShort: values.short,
    isWhole: values.whole,
    isMutants: values.mutants,
    mutant: values.mutant ?? null,
    only: values.only ?? null,
    isSome: values.some,
    keepsSeeds: values.keep,
    part: values.part === undefined ? null : partOf(values.part),
  }
}

function partOf(text: string): { index: number; of: number } {
  const [index = 0, of = 1] = text.split('/').map(Number)
  return { index, of }
}

function wholeOf(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`not a number of seeds: ${text}`)
  return value
}
