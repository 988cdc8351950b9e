// npm test: everything that can be asserted — types, lint, unit, contracts and migrations, the tests that need PostgreSQL
// or the bundles, the short forms of simulation, mutants and chaos, the stories in a real browser. Ends with
// "N passed, N failed, N skipped".
import { existsSync } from 'node:fs'
import { ensureBuilt } from './build.ts'
import { runCheck } from './check.ts'
import { ensureChromium } from './ensure-chromium.ts'
import { at, seconds } from './run.ts'
import { countingStep, failedTests, hasPassed, playwrightStep, runSteps, table, vitestStep } from './steps.ts'
import type { Step, StepResult } from './steps.ts'
import { none, sum, summaryLine } from './summary.ts'

/** Makes the browser and the bundles ready; what needs them fails by itself if this does. */
const prepare: Step = async () => {
  const started = performance.now()
  const problems: string[] = []
  await ensureChromium().catch((error: unknown) => problems.push(error instanceof Error ? error.message : String(error)))
  const outcome = await ensureBuilt()
  if (!outcome.ok) problems.push(outcome.why)
  return {
    name: 'browser and build',
    code: problems.length,
    output: problems.join('\n'),
    durationMs: performance.now() - started,
  }
}

/** One after the other: each has use for every core, and the seeds of the mutants have just held without them. */
const shortForms: readonly Step[] = [
  countingStep('simulation', 'build/sim.ts', ['--short']),
  countingStep('mutants', 'build/sim.ts', ['--mutants', '--some', '--short']),
  countingStep('chaos', 'build/chaos.ts', ['--short']),
]

const started = performance.now()
const results: StepResult[] = []
results.push(...(await runCheck()))
results.push(...(await runSteps([prepare, vitestStep('system tests', ['system'])], 1)))
results.push(...(await runSteps(shortForms, 1)))
if (existsSync(at('tests/e2e'))) results.push(...(await runSteps([playwrightStep('stories in the browser')], 1)))

// A step without tests of its own counts only when it fails, so that the last line never says all is well when it is not.
const total = sum(results.map((result) => result.counts ?? (hasPassed(result) ? none : { ...none, failed: 1 })))
console.log(`\n${table(results)}\n${failedTests(results)}${seconds(performance.now() - started)}`)
if (total.passed === 0) console.log('no test ran: that is a failure')
console.log(summaryLine(total))
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
