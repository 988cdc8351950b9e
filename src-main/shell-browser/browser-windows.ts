import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { decideRestart } from '../shell-common/index.ts'
import { refuseDisk } from '../shell-common/private-file.ts'
import type { Hall, Say, WindowKind } from '../shell-common/index.ts'
import { browserSwitches, endBrowser } from './browser-program.ts'
import type { EntryFiles } from './entry-file.ts'
import { openLog } from './node-child.ts'

export interface BrowserWindowsOptions {
  readonly hall: Hall
  readonly entries: EntryFiles
  /** Program of the Chromium family; null: nothing can be opened. */
  readonly program: string | null
  readonly say: Say
  /** The person has closed the last window. */
  readonly onAllClosed: () => void
}

interface Opened {
  readonly process: ChildProcess
  readonly sinceMs: number
}

/** A browser that leaves sooner than this has not been closed by a person. */
const PERSON_MS = 3_000

/** Windows in the system's browser: a process and a profile for each, so that it keeps its place and joins no other browser. */
export class BrowserWindows {
  readonly #options: BrowserWindowsOptions
  readonly #open = new Map<WindowKind, Opened>()
  readonly #crashesMs = new Map<WindowKind, number[]>()
  #isClosing = false
  #isLeftAlone = false

  constructor(options: BrowserWindowsOptions) {
    this.#options = options
  }

  /** Opens the window, unless it is open. */
  async open(window: WindowKind): Promise<Result<void>> {
    const { program, hall, entries } = this.#options
    if (program === null) return refuse('no-shell')
    if (!this.#isWanted(window)) return ok(undefined)
    const entry = await entries.fresh(window)
    if (!entry.ok) return entry
    // Who leaves while the host is asked for the entry would leave a browser behind that nobody ends.
    if (!this.#isWanted(window)) return ok(undefined)
    const profile = join(hall.paths.browser, window)
    try {
      return this.#start(window, program, entry.value, profile)
    } catch (error) {
      return refuseDisk(error, profile)
    }
  }

  #isWanted(window: WindowKind): boolean {
    return !this.#open.has(window) && !this.#isClosing && !this.#isLeftAlone
  }

  #start(window: WindowKind, program: string, entry: string, profile: string): Result<void> {
    const { hall } = this.#options
    mkdirSync(profile, { recursive: true, mode: 0o700 })
    const log = openLog(join(hall.paths.logs, 'browser.log'))
    const isPosix = process.platform !== 'win32'
    const args = browserArguments({ window, entry, profile })
    const child = spawn(program, args, { detached: isPosix, stdio: ['ignore', log, log] })
    closeSync(log)
    this.#open.set(window, { process: child, sinceMs: performance.now() })
    hall.record.add(`browser-${window}`, child.pid, [`--user-data-dir=${profile}`])
    child.once('error', () => child.pid === undefined && this.#afterExit(window, 127))
    child.once('exit', (code) => {
      this.#afterExit(window, code)
    })
    return ok(undefined)
  }

  get isAnyOpen(): boolean {
    return this.#open.size > 0
  }

  /** Nothing runs behind them any more: they stay until somebody closes them, and none is opened again. */
  letStand(): void {
    this.#isLeftAlone = true
  }

  /** Ends every browser we started, its helpers included. */
  async closeAll(): Promise<void> {
    this.#isClosing = true
    await Promise.all([...this.#open.values()].map(({ process: child }) => endBrowser(child)))
    this.#open.clear()
  }

  #afterExit(window: WindowKind, code: number | null): void {
    const opened = this.#open.get(window)
    this.#open.delete(window)
    // Of one that was left alone somebody else may be keeping the record by now.
    if (!this.#isLeftAlone) this.#options.hall.record.remove(`browser-${window}`)
    if (this.#isClosing) return
    const livedMs = performance.now() - (opened?.sinceMs ?? 0)
    if (this.#isLeftAlone || (code === 0 && livedMs > PERSON_MS)) {
      if (this.#open.size === 0) this.#options.onAllClosed()
      return
    }
    void this.#reopen(window, code)
  }

  async #reopen(window: WindowKind, code: number | null): Promise<void> {
    const { say, entries, hall } = this.#options
    const crashes = [...(this.#crashesMs.get(window) ?? []), performance.now()]
    this.#crashesMs.set(window, crashes)
    const next = decideRestart(crashes)
    if (next.do === 'rest') {
      const file = entries.standing[window]
      say(
        `浏览器反复退出，见 ${join(hall.paths.logs, 'browser.log')}；可自行打开 ${file}`,
        `the browser keeps ending; open ${file} in a browser yourself`,
      )
      return
    }
    say(`浏览器窗口意外结束（${String(code ?? '?')}），正在重新打开`, 'the browser window ended unexpectedly; opening it again')
    await sleep(next.delayMs)
    const opened = await this.open(window)
    if (!opened.ok) await this.#reopen(window, null)
  }
}

export function browserArguments({ window, entry, profile }: { window: WindowKind; entry: string; profile: string }): string[] {
  return [
    `--app=${pathToFileURL(entry).href}`,
    `--user-data-dir=${profile}`,
    '--disable-features=Translate',
    window === 'wall' ? '--start-fullscreen' : '--start-maximized',
    ...browserSwitches(),
  ]
}
