// npm run check: types, lint and unit tests, two at a time. What CI runs first; minutes on two cores, most of them unit tests.
import { failedTests, hasPassed, plainStep, runSteps, table, vitestStep } from './steps.ts'
import type { Step } from './steps.ts'

/** The steps of a check; `npm test` runs them too. */
export const checkSteps: readonly Step[] = [
  vitestStep('unit tests', ['node', 'web']),
  plainStep('types', 'build/types.ts', []),
  plainStep('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  plainStep('lint: text', 'build/lint-text.ts', []),
]

if (import.meta.main) {
  const results = await runSteps(checkSteps, 2)
  console.log(`\n${table(results)}\n${failedTests(results)}`)
  process.exitCode = results.every(hasPassed) ? 0 : 1
}
