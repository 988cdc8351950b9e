// npm run e2e [-- playwright arguments]: makes sure of browser and build, then runs the stories.
import { ensureBuilt } from './build.ts'
import { ensureChromium } from './ensure-chromium.ts'
import { runNode } from './run.ts'

const browser = await ensureChromium()
const outcome = await ensureBuilt()
console.log(`${browser}; ${outcome.why}`)
if (outcome.ok) {
  const { code } = await runNode('node_modules/@playwright/test/cli.js', ['test', ...process.argv.slice(2)], { live: true })
  process.exitCode = code
} else {
  process.exitCode = 1
}
