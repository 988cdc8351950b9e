import { summaryLine } from '#build/summary.ts'
import { nameOf } from './seed-name.ts'
import { planOf, tell } from './plan.ts'
import type { Plan } from './plan.ts'
import type { SimOptions } from './options.ts'
import { isTold, runInParts, sayProgress, sayTally } from './parts.ts'
import type { Tally } from './parts.ts'
import { runMutants } from './run-mutants.ts'
import { say } from './say.ts'
import { shrink } from './shrink.ts'
import { tellViolation } from './run-result.ts'
import type { Violation } from './run-result.ts'
import { runPlan } from './run-plan.ts'

/** Every so manieth seed is run twice: the same seed must leave the same trace. */
const TWICE_EVERY = 25
const MOST_STORIES = 3
const TRACE_SHOWN = 60

/** Runs what the command line asks for; answers the exit code. */
export async function simulate(options: SimOptions): Promise<number> {
  if (options.isMutants) return runMutants(options)
  if (options.isReplay) return replay(options)
  const started = performance.now()
  const isAlone = options.part !== null || options.mutant !== null || options.seeds < 8
  const tally = isAlone ? await runSeeds(options) : await runInParts(options)
  if (options.part !== null) {
    sayTally(tally)
    return tally.failed > 0 ? 1 : 0
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  const kinds = `${tally.whole} whole halls and ${options.seeds - tally.whole} brief ones`
  say(`${kinds}, ${tally.commands} commands stored, ${(tally.virtualMs / 3_600_000).toFixed(1)} hours of hall life`)
  say(`sim: ${options.seeds} seeds, ${tally.failed} violations, ${seconds} s`)
  if (options.isShort) say(summaryLine({ passed: options.seeds - tally.failed, failed: tally.failed, skipped: 0 }))
  return tally.failed > 0 ? 1 : 0
}

async function runSeeds(options: SimOptions): Promise<Tally> {
  const { part } = options
  let [failed, commands, virtualMs, whole, done] = [0, 0, 0, 0, 0]
  for (let index = part?.index ?? 0; index < options.seeds * options.variants; index += part?.of ?? 1) {
    const seed = options.firstSeed + Math.floor(index / options.variants)
    const plan = planFor(options, seed, options.firstVariant + (index % options.variants))
    const result = await runPlan(plan)
    if (plan.kind === 'whole') whole += 1
    commands += result.commands
    virtualMs += result.ms
    done += 1
    if (part !== null && isTold(done)) sayProgress()
    const again = result.violations.length === 0 && index % TWICE_EVERY === 0 ? await runPlan(plan) : result
    const first =
      result.violations[0] ??
      (again.digest === result.digest ? undefined : { at: 0, invariant: 'I15', text: 'two runs of one seed differ' })
    if (first === undefined) continue
    failed += 1
    if (options.mutant !== null) {
      say(`caught by seed ${nameOf(plan)}: ${tellViolation(first)}`)
      break
    }
    if (failed <= MOST_STORIES) await tellStory(plan, first, options)
    else say(`seed ${nameOf(plan)}: ${tellViolation(first)}`)
  }
  return { failed, commands, virtualMs, whole }
}

const planFor = ({ isWhole }: SimOptions, seed: number, variant: number): Plan =>
  planOf(seed, isWhole ? 'whole' : undefined, variant)

async function tellStory(broken: Plan, first: Violation, { isWhole }: SimOptions): Promise<void> {
  const { seed, variant } = broken
  const again = `npm run sim -- --seed ${seed}${variant === 0 ? '' : ` --variant ${variant}`}${isWhole ? ' --whole' : ''}`
  say(`\nseed ${nameOf(broken)} breaks ${first.invariant}; ${again} shows all of it`)
  if (first.invariant === 'I15') return
  const { plan, violation, runs } = await shrink(broken, first)
  say(`the shortest story found in ${runs} runs (${plan.seats} seats${plan.slowWorkers ? ', slow data threads' : ''}):`)
  for (const step of plan.steps) say(`  ${tell(step)}`)
  say(`  ${tellViolation(violation)}`)
}

/** One seed with everything that was seen. */
async function replay(options: SimOptions): Promise<number> {
  const plan = planFor(options, options.firstSeed, options.firstVariant)
  say(`a ${plan.kind} hall of ${plan.seats} seats${plan.hasLan ? ' that know each other' : ''}`)
  say(plan.steps.map(tell).join('\n'))
  const started = performance.now()
  const result = await runPlan(plan, true)
  const isBroken = result.violations.length > 0
  say(`\n${result.lines.slice(isBroken ? 0 : -TRACE_SHOWN).join('\n')}`)
  say(`\ntrace ${result.digest}`)
  for (const violation of result.violations) say(tellViolation(violation))
  if (isBroken) await tellStory(plan, result.violations[0]!, options)
  say(`sim: 1 seeds, ${isBroken ? 1 : 0} violations, ${((performance.now() - started) / 1_000).toFixed(1)} s`)
  return isBroken ? 1 : 0
}
