// Entry of npm run import: files of other systems into the hall, through the platform's bulk API.
import { runImport } from './run-import.ts'

// A batch that is under way is a transaction: it goes in as a whole or not at all, and the next run counts it as unchanged.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => {
    console.error('已中断；再运行一次会接着导入，不会重复 / interrupted; run it again to go on, nothing is added twice')
    process.exit(1)
  })
}

process.exitCode = await runImport(process.argv.slice(2))
