// The browser that the browser shell opens its windows in.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
]

/** Where Windows and macOS keep them; relative ones stand below each programs folder of Windows. */
const WINDOWS_PATHS = [
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
  'Chromium/Application/chrome.exe',
]
const MAC_PATHS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

/** The full path of a browser of the Chromium family, or undefined. `HALL_CHROMIUM` goes before all. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['HALL_CHROMIUM']
  if (named !== undefined && named !== '') return isProgram(named) ? named : undefined
  return candidates(env).find(isProgram)
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  if (process.platform === 'darwin') return MAC_PATHS
  if (process.platform === 'win32') {
    const programs = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => env[name])
      .filter((folder) => folder !== undefined)
    return WINDOWS_PATHS.flatMap((path) => programs.map((folder) => join(folder, path)))
  }
  return NAMES.flatMap((name) =>
    [...new Set([...folders, '/usr/bin', '/usr/local/bin', '/snap/bin'])].map((folder) => join(folder, name)),
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
