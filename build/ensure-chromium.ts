// The browser that the end-to-end tests and the screenshots use; on Debian-like machines it can be installed.
// `node build/ensure-chromium.ts` prints where it is.
import { existsSync } from 'node:fs'
import { findChromium } from '#main/shell-common/find-chromium.ts'
import { run } from './run.ts'

export { findChromium }

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
