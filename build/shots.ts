// npm run shots [-- NAME…] [--out DIR]: see tests/shots/main.ts.
import { runNode } from './run.ts'

process.exitCode = (await runNode('tests/shots/main.ts', process.argv.slice(2), { live: true })).code
