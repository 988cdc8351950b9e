// Where Electron's program is. The package is never imported: importing it downloads.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { at } from '../run.ts'

const PACKAGE = 'node_modules/electron'
const FETCH_MS = 10_000
/** A machine that could not get it is not made to wait at every start. */
const ASK_AGAIN_MS = 6 * 3_600_000
const FAILED_MARK = 'node_modules/.cache/hall-electron-not-fetched'

/** Full path of the program, when it was unpacked completely and fits the package. */
export function findElectron(): string | undefined {
  const version = readText('dist/version')?.replace(/^v/, '').trim()
  const inside = readText('path.txt')
  if (version === undefined || inside === undefined || version !== packageVersion()) return undefined
  const program = at(`${PACKAGE}/dist/${inside}`)
  return existsSync(program) ? program : undefined
}

/** Why it is of no use to try to get Electron now, in both languages; undefined when it is. */
export function whyNotFetched(env: NodeJS.ProcessEnv, nowMs: number): readonly [string, string] | undefined {
  if (!existsSync(at(`${PACKAGE}/install.js`))) return ['没有安装 Electron 包', 'the electron package is not installed']
  const skip = env['ELECTRON_SKIP_DOWNLOAD']
  if (skip !== undefined && skip !== '') return ['ELECTRON_SKIP_DOWNLOAD 已设置', 'ELECTRON_SKIP_DOWNLOAD is set']
  const failed = statSync(at(FAILED_MARK), { throwIfNoEntry: false })
  if (failed !== undefined && Math.abs(nowMs - failed.mtimeMs) < ASK_AGAIN_MS)
    return ['不久前没能下载 Electron', 'Electron could not be fetched a short while ago']
  return undefined
}

/** Runs the package's own installer for at most ten seconds; undefined when it did not get there, whatever the reason. */
export async function fetchElectron(): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const child = spawn(process.execPath, [at(`${PACKAGE}/install.js`)], {
    stdio: 'ignore',
    timeout: FETCH_MS,
    killSignal: 'SIGKILL',
  })
  child.once('error', () => resolve()).once('exit', () => resolve())
  await promise
  const program = findElectron()
  if (program === undefined) {
    mkdirSync(dirname(at(FAILED_MARK)), { recursive: true })
    writeFileSync(at(FAILED_MARK), '')
  }
  return program
}

function packageVersion(): string | undefined {
  const text = readText('package.json')
  // An installed package's own file.
  return text === undefined ? undefined : (JSON.parse(text) as { version: string }).version
}

function readText(path: string): string | undefined {
  const file = at(`${PACKAGE}/${path}`)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
