// An X server without a screen that has as many monitors as it is told, and a window manager: for windows that are no headless
// ones.
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { at } from '#build/run.ts'
import type { Display } from '#shared/contracts/displays.ts'

const CONFIG = 'tests/e2e/support/xorg-dummy.conf'
const DRIVERS = ['/usr/lib/xorg/modules/drivers/dummy_drv.so', '/usr/lib64/xorg/modules/drivers/dummy_drv.so']
const run = promisify(execFile)

const isProgram = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, name)))

/** Why no such server can be started here; undefined: it can. */
export function whyNoXServer(): string | undefined {
  if (process.platform !== 'linux') return 'an X server with monitors of its own needs Linux'
  if (!isProgram('Xorg')) return 'no Xorg on this machine (apt-get install xserver-xorg-core)'
  if (!DRIVERS.some((file) => existsSync(file))) return 'no dummy driver for Xorg here (apt-get install xserver-xorg-video-dummy)'
  if (!isProgram('xrandr')) return 'no xrandr on this machine (apt-get install x11-xserver-utils)'
  if (!isProgram('openbox')) return 'no window manager that fills a monitor with a window (apt-get install openbox)'
  return process.getuid?.() === 0 ? undefined : 'Xorg takes a configuration of one’s own from root only'
}

export class XServer {
  readonly #programs: ChildProcess[]
  /** For the environment variable DISPLAY. */
  readonly display: string

  private constructor(program: ChildProcess, display: string) {
    this.#programs = [program]
    this.display = display
  }

  /** Monitors of sizes that the driver knows, such as 800 x 600; the server chooses a number that is free. */
  static async start(monitors: readonly Display[], logFile: string): Promise<XServer> {
    const quiet = ['-noreset', '-novtswitch', '-sharevts', '-nolisten', 'tcp', '-logfile', logFile]
    const program = spawn('Xorg', ['-displayfd', '3', '-config', at(CONFIG), ...quiet], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const server = new XServer(program, `:${await firstLine(program)}`)
    const modeOf = ({ width, height }: Display): string => `${String(width)}x${String(height)}`
    const outputs = monitors.flatMap((monitor, number) => [
      ...['--output', `DUMMY${String(number)}`, '--mode', modeOf(monitor), '--pos', `${String(monitor.x)}x${String(monitor.y)}`],
    ])
    const names = monitors.map((_, number) => `DUMMY${String(number)}`)
    for (const [number, monitor] of monitors.entries())
      if (number > 0) await server.#xrandr('--addmode', names[number] ?? '', modeOf(monitor))
    await server.#xrandr(...outputs)
    // A monitor without millimetres is none to a browser.
    for (const name of names) await server.#xrandr('--output', name, '--set', 'WIDTH_MM', '508', '--set', 'HEIGHT_MM', '286')
    // Millimetres count from the next look at the monitors on.
    await server.#xrandr('--query')
    server.#programs.unshift(spawn('openbox', [], { stdio: 'ignore', env: { ...process.env, DISPLAY: server.display } }))
    return server
  }

  async stop(): Promise<void> {
    for (const program of this.#programs) {
      if (program.exitCode !== null || program.signalCode !== null) continue
      const { promise, resolve } = Promise.withResolvers<undefined>()
      program.once('exit', () => {
        resolve(undefined)
      })
      program.kill()
      await promise
    }
  }

  async #xrandr(...args: string[]): Promise<void> {
    await run('xrandr', args, { env: { ...process.env, DISPLAY: this.display } })
  }
}

/** What the server says when it is ready: its number. */
function firstLine(program: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  // The fourth of its files, opened as a pipe above.
  const said = program.stdio[3] as Readable
  let text = ''
  said.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
    if (text.includes('\n')) resolve(text.trim())
  })
  program.once('error', reject)
  program.once('exit', (code) => {
    reject(new Error(`Xorg ended with ${String(code)}`))
  })
  return promise
}
