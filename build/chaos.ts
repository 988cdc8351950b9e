// npm run chaos -- [--minutes M] [--seed S] | --short: see tests/chaos/main.ts.
import { runNode } from './run.ts'

process.exitCode = (await runNode('tests/chaos/main.ts', process.argv.slice(2), { live: true })).code
