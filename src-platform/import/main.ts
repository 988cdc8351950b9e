// Entry of npm run import: files of other systems into the hall, through the platform's bulk API.
import { runImport } from './run-import.ts'

process.exitCode = await runImport(process.argv.slice(2))
