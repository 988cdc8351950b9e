import { availableParallelism } from 'node:os'
import { runNode } from '#build/run.ts'
import { summaryLine } from '#build/summary.ts'
import { mutantAreas } from './mutant-areas.ts'
import { knownHalls, saveHalls } from './mutant-seeds.ts'
import { mutants } from './mutants.ts'
import type { Mutant } from './mutant.ts'
import { SHORT_SEEDS } from './options.ts'
import type { SimOptions } from './options.ts'
import { say } from './say.ts'
import { hallSchema, nameOf } from './seed-name.ts'
import type { Hall } from './seed-name.ts'

/** How long a mutant is looked for where the hall that noticed it last does not any more: so many variants of its story. */
const VARIANTS = 200
/** And so many seeds from the first. */
const SEEDS = 600
/** The same in the short form. */
const SHORT = { variants: 30, seeds: 60 }

interface Verdict {
  /** The hall that noticed. */
  readonly hall: Hall | null
  readonly line: string
}

/** Takes each safeguard out by itself and lets the simulation look for it. */
export async function runMutants(options: SimOptions): Promise<number> {
  const chosen = chosenBy(options)
  const known = knownHalls()
  const hunt = new Hunt(options.isShort ? SHORT : { variants: VARIANTS, seeds: SEEDS }, !options.isShort)
  const queue = [...chosen]
  const caught = new Map<string, Hall>()
  const worker = async (): Promise<void> => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const { hall, line } = await hunt.for(mutant, known.get(mutant.name))
      if (hall !== null) caught.set(mutant.name, hall)
      say(`${hall === null ? 'ESCAPED' : 'caught '}  ${mutant.name.padEnd(34)}  ${line}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(8, availableParallelism()) }, worker))
  if (options.keepsSeeds) saveHalls(new Map([...known, ...caught]), mutants)
  say(`mutants: ${caught.size} of ${chosen.length} caught`)
  const failed = chosen.length - caught.size
  if (options.isShort) say(summaryLine({ passed: caught.size, failed, skipped: 0 }))
  return failed === 0 && chosen.length > 0 ? 0 : 1
}

function chosenBy({ only, isSome }: SimOptions): readonly Mutant[] {
  const some = new Set(mutantAreas.map(({ chosen }) => chosen))
  return mutants.filter(({ name }) => (only === null || name.includes(only)) && (!isSome || some.has(name)))
}

interface Reach {
  readonly variants: number
  readonly seeds: number
}

class Hunt {
  readonly #reach: Reach
  readonly #isJudged: boolean
  /** Whether a hall holds with nothing taken out. */
  readonly #sound = new Map<string, Promise<boolean>>()

  /** Not judged: the seeds of the short simulation, which has just run them without mutants. */
  constructor(reach: Reach, isJudged: boolean) {
    this.#reach = reach
    this.#isJudged = isJudged
  }

  /** The hall that noticed last, its story under other chances, then all seeds from the first. */
  async for(mutant: Mutant, last: Hall | undefined): Promise<Verdict> {
    const { variants, seeds } = this.#reach
    const tries: [Hall, Reach][] = [[{ seed: 1, variant: 0 }, { variants: 1, seeds }]]
    if (last !== undefined) tries.unshift([last, { variants: 1, seeds: 1 }], [{ ...last, variant: 0 }, { variants, seeds: 1 }])
    let verdict: Verdict = { hall: null, line: 'no hall was tried' }
    for (const [first, reach] of tries) {
      verdict = await this.#try(mutant, first, reach)
      if (verdict.hall !== null) break
    }
    return verdict
  }

  async #try({ name, takes }: Mutant, first: Hall, { variants, seeds }: Reach): Promise<Verdict> {
    const halls = ['--seeds', seeds, '--seed', first.seed, '--variants', variants, '--variant', first.variant].map(String)
    const { code, output, durationMs } = await runNode('build/sim.ts', ['--mutant', name, ...halls])
    const found = /^caught by seed (\S+)(: .*)$/m.exec(output)
    if (found !== null) {
      const [hall, what] = [hallSchema.parse(found[1]), found[2] ?? '']
      if (/ReferenceError|SyntaxError/.test(what)) return { hall: null, line: `the mutant itself is no program${what}` }
      if (!(await this.#isSound(hall))) return { hall: null, line: `seed ${nameOf(hall)} breaks without the mutant too` }
      return { hall, line: `seed ${nameOf(hall)}${what}  (${(durationMs / 1_000).toFixed(0)} s)` }
    }
    // A mutant that cannot even be built says nothing about the simulation.
    const why =
      code === 0 ? `${seeds} seeds without it saw nothing wrong: ${takes}` : output.trim().split('\n').slice(-6).join(' | ')
    return { hall: null, line: why }
  }

  #isSound(hall: Hall): Promise<boolean> {
    const isSeen = hall.variant === 0 && hall.seed <= SHORT_SEEDS
    if (isSeen && !this.#isJudged) return Promise.resolve(true)
    const known = this.#sound.get(nameOf(hall)) ?? holds(hall)
    this.#sound.set(nameOf(hall), known)
    return known
  }
}

async function holds({ seed, variant }: Hall): Promise<boolean> {
  const hall = ['--seeds', 1, '--seed', seed, '--variant', variant].map(String)
  const { code } = await runNode('build/sim.ts', [...hall, '--part', '0/1'])
  return code === 0
}
