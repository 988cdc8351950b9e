// Finds the browser that the browser shell, the end-to-end tests and the screenshots use; on Debian-like machines it can
// be installed. `node build/ensure-chromium.ts` prints where it is.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.ts'

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

/** The browser, installed from the system's packages if it is missing and we may; throws a sentence that says what to do. */
export async function ensureChromium(): Promise<string> {
  const named = process.env['HALL_CHROMIUM']
  const found = findChromium()
  if (found === undefined && named) throw new Error(`HALL_CHROMIUM names ${named}, which cannot be run`)
  if (process.platform === 'linux' && (found === undefined || !(await hasChineseFont()))) await installByApt(found === undefined)
  const program = found ?? findChromium()
  if (program !== undefined) return program
  throw new Error('No Chromium, Chrome or Edge on this machine: install one, or set HALL_CHROMIUM to its path')
}

/** Without one every Chinese character is an empty box; where it cannot be asked, one is assumed. */
async function hasChineseFont(): Promise<boolean> {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true
  const { code, output } = await run('fc-list', [':lang=zh', 'family'])
  return code === 0 ? output.trim() !== '' : code === 127 && !existsSync('/usr/bin/apt-get')
}

async function installByApt(browserMissing: boolean): Promise<void> {
  const packages = [...(browserMissing ? ['chromium'] : []), 'fonts-noto-cjk']
  const how = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    if (browserMissing)
      throw new Error(`No Chromium, Chrome or Edge found: as root run "${how}", or set HALL_CHROMIUM to a browser`)
    console.error(`No Chinese font found; as root run "${how}" to see Chinese text`)
    return
  }
  console.error(`installing ${packages.join(' ')}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env })
  const { code, output } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env })
  if (code !== 0) throw new Error(`${how} failed:\n${output.slice(-1000)}`)
}

if (import.meta.main) {
  try {
    console.log(await ensureChromium())
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
