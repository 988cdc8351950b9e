// npm run check: types, lint and unit tests, all at once. What CI runs first.
import { failedTests, hasPassed, plainStep, runSteps, table, vitestStep } from './steps.ts'
import type { Step, StepResult } from './steps.ts'

/** The steps of a check; `npm test` runs them too. Lint takes longest. */
const checkSteps: readonly Step[] = [
  plainStep('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  plainStep('types', 'build/types.ts', []),
  vitestStep('unit tests', ['node', 'web']),
  plainStep('lint: text', 'build/lint-text.ts', []),
]

/** What lint, types and unit tests take at once, with room to spare. */
const FOR_ALL_BYTES = 8 * 1024 ** 3

/** Side by side where memory allows, also on two cores: two at a time leave one idle while the last of them ends. */
export const runCheck = (): Promise<StepResult[]> =>
  runSteps(checkSteps, process.availableMemory() < FOR_ALL_BYTES ? 2 : checkSteps.length)

if (import.meta.main) {
  const results = await runCheck()
  console.log(`\n${table(results)}\n${failedTests(results)}`)
  process.exitCode = results.every(hasPassed) ? 0 : 1
}
