// npm run shell:selftest: lets the built Electron shell try out what it relies on and prints its verdict, one JSON line. In
// Electron where its binary is on disk; elsewhere in the tests' stand-in for it, which is said.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.ts'
import { ensureChromium } from './ensure-chromium.ts'
import { findElectron } from './start/electron-binary.ts'
import { at, toolEnv } from './run.ts'

const LIMIT_MS = 300_000
const SHELL = at('out/main/shell-electron.js')

interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly why: string
}

async function command(): Promise<Command> {
  const electron = findElectron()
  // Chromium's sandbox refuses to work for root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  if (electron !== undefined) return { program: electron, args: [...asRoot, SHELL], why: `in Electron, ${electron}` }
  await ensureChromium()
  const register = at('tests/fakes/electron/register.ts')
  return {
    program: process.execPath,
    args: ['--import', register, SHELL],
    why: 'no Electron binary on this machine: in the stand-in of the tests',
  }
}

const built = await ensureBuilt()
if (!built.ok) {
  console.error(built.why)
  process.exit(1)
}
const { program, args, why } = await command()
console.error(why)
const dataDir = mkdtempSync(join(tmpdir(), 'hall-selftest-'))
const child = spawn(program, [...args, '--selftest', '--town', 'small', '--no-life', '--data-dir', dataDir], {
  env: toolEnv(),
  stdio: ['ignore', 'inherit', 'inherit'],
})
// In order first; whoever does not end in order is ended.
const late = setTimeout(() => child.kill('SIGTERM') && setTimeout(() => child.kill('SIGKILL'), 50_000).unref(), LIMIT_MS)
child.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
child.on('close', (code) => {
  clearTimeout(late)
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 })
  process.exitCode ??= code ?? 1
})
