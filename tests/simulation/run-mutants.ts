import { availableParallelism } from 'node:os'
import { runNode } from '#build/run.ts'
import { mutants } from './mutants.ts'
import type { Mutant } from './mutant.ts'
import type { SimOptions } from './options.ts'
import { say } from './say.ts'

/** Seeds a mutant may live through before it counts as not caught. */
const SEEDS = 600

interface Verdict {
  readonly isCaught: boolean
  readonly line: string
}

/** Takes each safeguard out by itself and lets the simulation look for it. */
export async function runMutants(options: SimOptions): Promise<number> {
  const chosen = mutants.filter(({ name }) => options.only === null || name.includes(options.only))
  const queue = [...chosen]
  let caught = 0
  const worker = async (): Promise<void> => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const { isCaught, line } = await tryMutant(mutant)
      if (isCaught) caught += 1
      say(`${isCaught ? 'caught ' : 'ESCAPED'}  ${mutant.name.padEnd(34)}  ${line}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(8, availableParallelism()) }, worker))
  say(`mutants: ${caught} of ${chosen.length} caught`)
  return caught === chosen.length ? 0 : 1
}

async function tryMutant({ name, takes }: Mutant): Promise<Verdict> {
  const { code, output, durationMs } = await runNode('build/sim.ts', ['--mutant', name, '--seeds', String(SEEDS)])
  const found = /^caught by seed (\d+)(: .*)$/m.exec(output)
  if (found !== null) {
    const [, seed = '1', what = ''] = found
    if (/ReferenceError|SyntaxError/.test(what)) return { isCaught: false, line: `the mutant itself is no program${what}` }
    const whole = await runNode('build/sim.ts', ['--seeds', '1', '--seed', seed, '--part', '0/1'])
    if (whole.code !== 0) return { isCaught: false, line: `seed ${seed} breaks without the mutant too` }
    return { isCaught: true, line: `seed ${seed}${what}  (${(durationMs / 1_000).toFixed(0)} s)` }
  }
  // A mutant that cannot even be built says nothing about the simulation.
  const why =
    code === 0 ? `${SEEDS} seeds without it saw nothing wrong: ${takes}` : output.trim().split('\n').slice(-6).join(' | ')
  return { isCaught: false, line: why }
}
