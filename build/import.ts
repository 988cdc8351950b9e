// npm run import -- KIND FILE [options]: sees that out/ is there and runs the import in it.
import { spawn } from 'node:child_process'
import { ensureBuilt } from './build.ts'
import { at, callersFolder, toolEnv } from './run.ts'

const outcome = await ensureBuilt()
if (outcome.ok) {
  const child = spawn(process.execPath, [at('out/main/import.js'), ...process.argv.slice(2)], {
    cwd: callersFolder(process.env),
    env: toolEnv(),
    stdio: 'inherit',
  })
  // Ctrl+C reaches both of us; a signal to us alone is passed on. Either way the import has the last word.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name))
  child.on('error', (error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  child.on('exit', (code) => {
    process.exit(code ?? 1)
  })
} else {
  console.error(outcome.why)
  process.exitCode = 1
}
