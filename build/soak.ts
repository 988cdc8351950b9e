// npm run soak -- [--minutes N] [--seed S]: see tests/soak/main.ts.
import { runNode } from './run.ts'

process.exitCode = (await runNode('tests/soak/main.ts', process.argv.slice(2), { live: true })).code
