// npm run sim: the simulated hall; see the usage below.
import { hookModules } from '#tests/simulation/module-hooks.ts'
import { mutantNamed } from '#tests/simulation/mutants.ts'
import { readOptions } from '#tests/simulation/options.ts'
import { wordsOf } from './words-of.ts'

const options = wordsOf(() => readOptions(process.argv.slice(2)))
if (options === undefined) {
  process.stderr.write(
    'usage: npm run sim -- --seeds N [--seed S] [--variant V] [--variants N] [--mutant NAME] [--short] [--whole]\n' +
      '                      | --mutants [--some | --only NAME] [--short] [--keep]\n',
  )
  process.exitCode = 2
} else {
  // Before anything of the product is loaded: its driver is exchanged, and a mutant loses its safeguard.
  hookModules(options.mutant === null ? [] : mutantNamed(options.mutant).edits)
  const { simulate } = await import('#tests/simulation/simulate.ts')
  process.exitCode = await simulate(options)
}
