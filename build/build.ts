// npm run build [-- --force]: bundles host, workers, platform, shells, preload and windows into out/, when anything that
// goes into them has changed.
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { underLock, unlessCode } from './build-lock.ts'
import { at, root, runNode, seconds } from './run.ts'

const STAMP = 'out/.stamp'
const LOCK = 'node_modules/.cache/hall-build.lock'
const INPUTS = ['src-*/**/*', 'build/vite/**/*', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
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
  // Without the lock: what is built starts on a full disk too.
  if (!force && readStamp() === hashInputs()) return presentOutcome
  const done = await underLock(at(LOCK), () => buildIfChanged(force))
  return done.ok ? done.value : { ok: false, built: false, why: `nothing could be built: ${done.why}` }
}

const presentOutcome: BuildOutcome = { ok: true, built: false, why: 'out/ is made of the present sources' }

async function buildIfChanged(force: boolean): Promise<BuildOutcome> {
  const hash = hashInputs()
  const stamp = readStamp()
  if (!force && stamp === hash) return presentOutcome
  const why = force ? 'asked for' : stamp === undefined ? 'nothing is built yet' : 'the sources have changed'
  // The stamp goes first: while it stands, all that it speaks of is there.
  rmSync(at(STAMP), { force: true })
  rmSync(at('out'), { recursive: true, force: true })
  const { code, output, durationMs } = await runNode('node_modules/electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], {
    env: { HALL_BUILD: hash.slice(0, BUILD_DIGITS) },
  })
  if (code !== 0) return { ok: false, built: false, why: `the build failed\n${output}` }
  mkdirSync(at('out'), { recursive: true })
  writeFileSync(at(STAMP), hash)
  return { ok: true, built: true, why: `${why} (${seconds(durationMs)})` }
}

const readStamp = (): string | undefined => unlessCode('ENOENT', () => readFileSync(at(STAMP), 'utf8'))

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

if (import.meta.main) {
  const outcome = await ensureBuilt({ force: process.argv.includes('--force') })
  console.log(outcome.ok ? `${outcome.built ? 'built' : 'not built'}: ${outcome.why}` : outcome.why)
  process.exitCode = outcome.ok ? 0 : 1
}
