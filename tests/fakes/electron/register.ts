// node --import tests/fakes/electron/register.ts out/main/shell-electron.js: makes `electron` mean the stand-in.
import { registerHooks } from 'node:module'
import { standInVersion } from './version.ts'

const url = new URL('./index.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url, shortCircuit: true, format: 'module-typescript' } : next(specifier, context),
})
Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: standInVersion } })
Object.defineProperty(process, 'type', { value: 'browser' })
// Whatever still reaches for the real package gets a path that is not there instead of a download.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= '/nowhere'
