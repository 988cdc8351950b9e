import { spawn } from 'node:child_process'
import { toArguments } from '#main/shell-common/index.ts'
import type { HallOptions } from '#main/shell-common/index.ts'
import { at, root } from '../run.ts'
import type { ChosenShell } from './choose-shell.ts'

/** Longer than a shell takes to end host, platform and PostgreSQL one after the other, by force if need be. */
const STOP_MS = 75_000

/**
 * Runs the shell until it ends and gives its exit code. It stands in a session of its own: Ctrl+C in the terminal comes to us
 * alone and is passed on. Should we be killed, its standard input ends, and it stops in order.
 */
export function runShell(chosen: ChosenShell, options: HallOptions): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const args = toArguments({ ...options, untilStdinEnds: true })
  const isPosix = process.platform !== 'win32'
  const child = spawn(...programOf(chosen, args), {
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: isPosix,
    env: environmentOf(chosen),
  })
  child.stdin.on('error', () => child.stdin.destroy())
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // On Windows the console tells everybody; a signal from here would end the shell without asking it.
      if (isPosix) child.kill(name)
      setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref()
    })
  }
  child.once('error', (error) => {
    console.error(error.message)
    resolve(1)
  })
  child.once('exit', (code) => {
    resolve(code ?? 1)
  })
  return promise
}

function programOf(chosen: ChosenShell, args: readonly string[]): [string, string[]] {
  if (chosen.shell === 'browser') return [process.execPath, [at('out/main/shell-browser.js'), ...args]]
  // Chromium's sandbox refuses to work for root.
  return [chosen.program, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...args]]
}

/** The browser to use goes by the variable that a person may set too. */
function environmentOf(chosen: ChosenShell): NodeJS.ProcessEnv {
  const { HALL_CHROMIUM: _former, ELECTRON_RUN_AS_NODE: _asNode, ...rest } = process.env
  return chosen.shell === 'browser' && chosen.program !== null ? { ...rest, HALL_CHROMIUM: chosen.program } : rest
}
