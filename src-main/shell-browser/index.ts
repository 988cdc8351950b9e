// The browser shell: keeps host and platform alive and opens the windows in the system's browser. Run by `npm start` and by the
// starter of a package.
import { askRunning, parseHallOptions, exitCodes, HALL_USAGE, outliveListeners, sayRefusal, sayTo } from '../shell-common/index.ts'
import { BrowserShell } from './browser-shell.ts'

// Nothing we write is anybody else's to read.
process.umask(0o077)
outliveListeners()
const options = parseHallOptions(process.argv.slice(2), process.env)
if (!options.ok) {
  process.stderr.write(HALL_USAGE)
  sayRefusal(sayTo(process.stderr), options.error)
  process.exitCode = exitCodes.badOption
} else if (options.value.help) {
  process.stdout.write(HALL_USAGE)
} else if (options.value.ask !== null) {
  process.exitCode = await askRunning(options.value, sayTo(process.stderr))
} else {
  process.exitCode = await BrowserShell.run(options.value)
  // Handles of a browser or a socket that nobody waits for must not hold us.
  process.exit()
}
