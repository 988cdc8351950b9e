// npm run check: types, lint and unit tests, in under two minutes on two cores. What CI runs first.
import { hasPassed, plainStep, runSteps, table, vitestStep } from './steps.ts'
import type { Step } from './steps.ts'

/** The steps of a check; `npm test` runs them too. */
export const checkSteps: readonly Step[] = [
  vitestStep('unit tests', ['node', 'web']),
  plainStep('types: all', 'vue-tsc', ['--noEmit', '-p', 'tsconfig.json']),
  plainStep('types: node', 'tsc', ['-p', 'tsconfig.node.json']),
  plainStep('types: web', 'vue-tsc', ['--noEmit', '-p', 'tsconfig.web.json']),
  plainStep('lint', 'eslint', ['.', '--max-warnings', '0']),
  plainStep('lint: text', process.execPath, ['build/lint-text.ts']),
]

if (import.meta.main) {
  const results = await runSteps(checkSteps, 2)
  console.log(`\n${table(results)}`)
  process.exitCode = results.every(hasPassed) ? 0 : 1
}
