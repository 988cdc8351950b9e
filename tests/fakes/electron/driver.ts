// For tests: runs the built Electron shell in the stand-in and joins its browser with Playwright.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { at } from '#build/run.ts'
import { askControl, hallPaths } from '#main/shell-common/index.ts'
import type { HallStatus, WindowKind } from '#main/shell-common/index.ts'
import type { Control, Report, StandInDisplay } from './stand-in.ts'

export interface StandInOptions {
  readonly dataDir: string
  readonly args?: readonly string[]
  readonly displays?: readonly StandInDisplay[]
  /** Name of a key ring; without it there is none. */
  readonly keyRing?: string
  /** Folder of the main bundle; HALL_OUT names another build than out/. */
  readonly bundle?: string
}

const WINDOW_MS = 180_000
const POLL_MS = 100
const END_MS = 60_000

/** The built shell at work, and a hand on its windows. */
export class StandInRun {
  readonly #child: ChildProcess
  readonly #browser: Browser
  readonly #dataDir: string
  readonly #ended: Promise<number | null>
  readonly #said: string[]

  private constructor(child: ChildProcess, browser: Browser, dataDir: string, ended: Promise<number | null>, said: string[]) {
    this.#child = child
    this.#browser = browser
    this.#dataDir = dataDir
    this.#ended = ended
    this.#said = said
  }

  static async start({ dataDir, args = [], displays, keyRing, bundle = at(`${process.env['HALL_OUT'] ?? 'out'}/main`) }: StandInOptions): Promise<StandInRun> {
    const child = fork(`${bundle}/shell-electron.js`, ['--town', 'small', '--no-life', '--data-dir', dataDir, ...args], {
      execArgv: ['--import', at('tests/fakes/electron/register.ts')],
      env: {
        ...process.env,
        ...(displays !== undefined && { STANDIN_DISPLAYS: JSON.stringify(displays) }),
        ...(keyRing !== undefined && { STANDIN_KEYRING: keyRing }),
        ELECTRON_OVERRIDE_DIST_PATH: '/nowhere',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => said.push(text))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const endpoint = await Promise.race([
      new Promise<string>((resolve) => {
        child.on('message', (message: Report) => {
          if (message.report === 'ready') resolve(message.endpoint)
        })
      }),
      ended.then((code) => {
        throw new Error(`the shell ended with ${String(code)}:\n${said.join('')}`)
      }),
    ])
    return new StandInRun(child, await chromium.connectOverCDP(endpoint), dataDir, ended, said)
  }

  /** The window's page, once it is there. */
  async window(kind: WindowKind): Promise<Page> {
    const last = performance.now() + WINDOW_MS
    for (;;) {
      const pages = this.#browser.contexts().flatMap((context) => context.pages())
      const page = pages.find((one) => URL.parse(one.url())?.pathname === `/${kind}.html`)
      if (page !== undefined) return page
      if (this.hasEnded || performance.now() > last) throw new Error(`no ${kind} window; the shell said:\n${this.output}`)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }

  /** What the shell says of itself by its control socket. */
  async status(): Promise<HallStatus> {
    const reply = await askControl(hallPaths(this.#dataDir), { do: 'status' })
    if (!reply.ok) throw new Error(reply.error.code)
    // The shell's own answer to this very question.
    return reply.value as HallStatus
  }

  async hostPid(): Promise<number> {
    const { hostPid } = await this.status()
    if (hostPid === null) throw new Error('no host runs')
    return hostPid
  }

  control(message: Control): void {
    this.#child.send(message)
  }

  get output(): string {
    return this.#said.join('')
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Quits in order, as Ctrl+C does; the exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM')
    const code = await this.#ended
    await this.#browser.close()
    return code
  }

  /** For the end of a test, however that went: in order if possible, so that no PostgreSQL is left; by force if not. */
  async end(): Promise<void> {
    if (this.hasEnded) return
    const late = setTimeout(() => this.#child.kill('SIGKILL'), END_MS)
    await this.stop()
    clearTimeout(late)
  }

  /** As a power cut would; nothing when it has ended before. */
  async kill(): Promise<void> {
    if (this.hasEnded) return
    this.#child.kill('SIGKILL')
    await this.#ended
    await this.#browser.close()
  }
}
