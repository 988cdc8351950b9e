// npm run platform [-- arguments]: the embedded platform alone, from the built bundle, until it is stopped. Its arguments
// are those of src-platform/main.ts.
import { spawn } from 'node:child_process'
import { ensureBuilt } from './build.ts'
import { at, callersFolder } from './run.ts'

const outcome = await ensureBuilt()
console.log(outcome.why)
if (outcome.ok) {
  const child = spawn(process.execPath, [at('out/main/platform.js'), ...process.argv.slice(2)], {
    cwd: callersFolder(process.env),
    stdio: 'inherit',
  })
  // The terminal's Ctrl+C reaches both; a signal to us alone is passed on, and we stay until PostgreSQL has been stopped.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
  child.on('close', (code) => {
    process.exitCode = code ?? 1
  })
} else {
  process.exitCode = 1
}
