// Where the built parts stand; the bundler keeps these addresses true for out/main.
import { fileURLToPath } from 'node:url'

const at = (url: URL): string => fileURLToPath(url)

export const programs = {
  'host': at(new URL('../host/index.ts', import.meta.url)),
  'platform': at(new URL('../../src-platform/main.ts', import.meta.url)),
  'self-check': at(new URL('../self-check/index.ts', import.meta.url)),
} as const

export const rendererDir = at(new URL('../../out/renderer', import.meta.url))
export const preloadFile = at(new URL('../../out/preload/index.cjs', import.meta.url))
export const trayIcon = at(new URL('../../resources/icons/tray.png', import.meta.url))
export const packageFile = at(new URL('../../package.json', import.meta.url))
/** Not shipped in a packaged program. */
export const parityFile = at(new URL('../../build/electron-parity.json', import.meta.url))
