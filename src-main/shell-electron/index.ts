// Entry of Electron's main process. Under plain Node the package `electron` would download a program as soon as it is
// imported, so nothing here imports it.
import { exitCodes } from '../shell-common/usage.ts'

if ('electron' in process.versions) {
  // Electron holds `ready` back until its entry has been evaluated: what start.ts does at once still comes before it.
  await import('./start.ts')
} else {
  process.stderr.write('这个程序由 Electron 运行 · this program is run by Electron\n')
  process.exitCode = exitCodes.noShell
}
