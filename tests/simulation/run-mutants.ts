import { availableParallelism } from 'node:os'
import { runNode } from '#build/run.ts'
import { summaryLine } from '#build/summary.ts'
import { mutantAreas } from './mutant-areas.ts'
import { knownSeeds, saveSeeds } from './mutant-seeds.ts'
import { mutants } from './mutants.ts'
import type { Mutant } from './mutant.ts'
import type { SimOptions } from './options.ts'
import { say } from './say.ts'

/** Seeds a mutant may live through before it counts as not caught. */
const SEEDS = 600
/** The same in the short form, where the seed that noticed it last does not any more. */
const SHORT_SEEDS = 60

interface Verdict {
  /** The seed that noticed. */
  readonly seed: number | null
  readonly line: string
}

/** Takes each safeguard out by itself and lets the simulation look for it. */
export async function runMutants(options: SimOptions): Promise<number> {
  const chosen = chosenBy(options)
  const known = knownSeeds()
  const hunt = new Hunt(options.isShort ? SHORT_SEEDS : SEEDS, !options.isShort)
  const queue = [...chosen]
  const caught = new Map<string, number>()
  const worker = async (): Promise<void> => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const { seed, line } = await hunt.for(mutant, known.get(mutant.name))
      if (seed !== null) caught.set(mutant.name, seed)
      say(`${seed === null ? 'ESCAPED' : 'caught '}  ${mutant.name.padEnd(34)}  ${line}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(8, availableParallelism()) }, worker))
  if (options.keepsSeeds) saveSeeds(new Map([...known, ...caught]), mutants)
  say(`mutants: ${caught.size} of ${chosen.length} caught`)
  const failed = chosen.length - caught.size
  if (options.isShort) say(summaryLine({ passed: caught.size, failed, skipped: 0 }))
  return failed === 0 && chosen.length > 0 ? 0 : 1
}

function chosenBy({ only, isSome }: SimOptions): readonly Mutant[] {
  const some = new Set(mutantAreas.map(({ chosen }) => chosen))
  return mutants.filter(({ name }) => (only === null || name.includes(only)) && (!isSome || some.has(name)))
}

class Hunt {
  readonly #seeds: number
  readonly #isJudged: boolean
  /** Whether a seed holds with nothing taken out. */
  readonly #sound = new Map<number, Promise<boolean>>()

  /** Not judged: the seeds that notice are run without mutants elsewhere. */
  constructor(seeds: number, isJudged: boolean) {
    this.#seeds = seeds
    this.#isJudged = isJudged
  }

  /** First the seed that noticed last, then all from the first. */
  async for(mutant: Mutant, lastSeed: number | undefined): Promise<Verdict> {
    const again = lastSeed === undefined ? null : await this.#try(mutant, lastSeed, 1)
    return again !== null && again.seed !== null ? again : this.#try(mutant, 1, this.#seeds)
  }

  async #try({ name, takes }: Mutant, firstSeed: number, seeds: number): Promise<Verdict> {
    const args = ['--mutant', name, '--seeds', String(seeds), '--seed', String(firstSeed)]
    const { code, output, durationMs } = await runNode('build/sim.ts', args)
    const found = /^caught by seed (\d+)(: .*)$/m.exec(output)
    if (found !== null) {
      const [seed, what] = [Number(found[1]), found[2] ?? '']
      if (/ReferenceError|SyntaxError/.test(what)) return { seed: null, line: `the mutant itself is no program${what}` }
      if (!(await this.#isSound(seed))) return { seed: null, line: `seed ${seed} breaks without the mutant too` }
      return { seed, line: `seed ${seed}${what}  (${(durationMs / 1_000).toFixed(0)} s)` }
    }
    // A mutant that cannot even be built says nothing about the simulation.
    const why =
      code === 0 ? `${seeds} seeds without it saw nothing wrong: ${takes}` : output.trim().split('\n').slice(-6).join(' | ')
    return { seed: null, line: why }
  }

  #isSound(seed: number): Promise<boolean> {
    if (!this.#isJudged) return Promise.resolve(true)
    const known = this.#sound.get(seed) ?? holds(seed)
    this.#sound.set(seed, known)
    return known
  }
}

async function holds(seed: number): Promise<boolean> {
  const { code } = await runNode('build/sim.ts', ['--seeds', '1', '--seed', String(seed), '--part', '0/1'])
  return code === 0
}
