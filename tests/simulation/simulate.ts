import { planOf, tell } from './plan.ts'
import type { SimOptions } from './options.ts'
import { runPlan, tellViolation } from './world.ts'

export async function simulate(options: SimOptions): Promise<number> {
  const started = performance.now()
  let bad = 0
  for (let i = 0; i < options.seeds; i += 1) {
    const seed = options.firstSeed + i
    const plan = planOf(seed)
    const t = performance.now()
    const result = await runPlan(plan, options.isReplay)
    if (options.isReplay) {
      console.log(plan.steps.map(tell).join('\n'))
      console.log(result.lines.join('\n'))
    }
    if (result.violations.length > 0) {
      bad += 1
      console.log(`seed ${seed}: ${result.violations.map(tellViolation).join('\n   ')}`)
    }
    if (options.isReplay) console.log(seed, (performance.now() - t).toFixed(0), 'ms', result.commands, result.ms, result.digest)
  }
  console.log(`sim: ${options.seeds} seeds, ${bad} violations, ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return bad > 0 ? 1 : 0
}
