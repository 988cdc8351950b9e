// npm run build [-- --force]: bundles host, workers, platform, shells, preload and windows into out/, when anything that
// goes into them has changed.
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync, closeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { at, root, runNode, seconds } from './run.ts'

const STAMP = 'out/.stamp'
const LOCK = 'node_modules/.cache/hall-build.lock'
const INPUTS = ['src-*/**/*', 'build/vite/**/*', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const LOCK_TRIES = 600
const BUILD_DIGITS = 16

export interface BuildOutcome {
  readonly ok: boolean
  readonly built: boolean
  /** Why it was built, why not, or what failed; one line for the terminal. */
  readonly why: string
}

/** Builds out/ unless it was made of exactly the present sources. Two callers at once: the second waits for the first. */
export async function ensureBuilt({ force = false }: { readonly force?: boolean } = {}): Promise<BuildOutcome> {
  if (process.env['HALL_SKIP_BUILD'] === '1') return { ok: true, built: false, why: 'HALL_SKIP_BUILD is set' }
  const release = await takeLock()
  try {
    return await buildIfChanged(force)
  } finally {
    release()
  }
}

async function buildIfChanged(force: boolean): Promise<BuildOutcome> {
  const hash = hashInputs()
  const stamp = readText(STAMP)
  if (!force && stamp === hash) return { ok: true, built: false, why: 'out/ is made of the present sources' }
  const why = force ? 'asked for' : stamp === undefined ? 'nothing is built yet' : 'the sources have changed'
  rmSync(at('out'), { recursive: true, force: true })
  const { code, output, durationMs } = await runNode('node_modules/electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], {
    env: { HALL_BUILD: hash.slice(0, BUILD_DIGITS) },
  })
  if (code !== 0) return { ok: false, built: false, why: `the build failed\n${output}` }
  mkdirSync(at('out'), { recursive: true })
  writeFileSync(at(STAMP), hash)
  return { ok: true, built: true, why: `${why} (${seconds(durationMs)})` }
}

function hashInputs(): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of globSync(INPUTS, { cwd: root }).sort()) {
    if (file.endsWith('.spec.ts') || !statSync(at(file)).isFile()) continue
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(at(file)))
      .update('\0')
  }
  return hash.digest('hex')
}

async function takeLock(): Promise<() => void> {
  mkdirSync(dirname(at(LOCK)), { recursive: true })
  for (let attempt = 0; attempt < LOCK_TRIES; attempt++) {
    const handle = tryCreate(at(LOCK))
    if (handle !== undefined) {
      writeSync(handle, String(process.pid))
      closeSync(handle)
      return () => rmSync(at(LOCK), { force: true })
    }
    const holder = Number(readText(LOCK) ?? '')
    if (holder > 0 && !isAlive(holder)) rmSync(at(LOCK), { force: true })
    else await sleep(200)
  }
  throw new Error(`another build holds ${LOCK}; delete it if none is running`)
}

function tryCreate(path: string): number | undefined {
  try {
    return openSync(path, 'wx')
  } catch (error) {
    if (isCode(error, 'EEXIST')) return undefined
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(at(path), 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

if (import.meta.main) {
  const outcome = await ensureBuilt({ force: process.argv.includes('--force') })
  console.log(outcome.ok ? `${outcome.built ? 'built' : 'not built'}: ${outcome.why}` : outcome.why)
  process.exitCode = outcome.ok ? 0 : 1
}
