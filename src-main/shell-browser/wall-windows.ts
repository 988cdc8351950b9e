// The wall of this machine: a window on every monitor, replaced when it dies, moved when monitors come and go.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Display } from '#shared/contracts/displays.ts'
import { refuse, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { decideRestart } from '../shell-common/index.ts'
import type { Hall, PaneLost, Say, WallOptions } from '../shell-common/index.ts'
import type { EntryFiles } from './entry-file.ts'
import { WallBrowser } from './wall-browser.ts'

export interface WallWindowsOptions {
  readonly hall: Pick<Hall, 'paths' | 'record' | 'sendToHost'>
  readonly entries: Pick<EntryFiles, 'fresh'>
  readonly program: string
  readonly wall: WallOptions
  readonly say: Say
  /** The person has closed the browser. */
  readonly onClosed: () => void
}

/** Monitors are looked for this often. */
const LOOK_MS = 2_000
/** The new window has had time to paint; then the one below it goes. */
const COVERED_MS = 4_000
/** A window that will not fill its monitor is asked at this many looks, then left as it is: each time it flickers. */
const MOST_FILLS = 15

/** Something of the wall goes on for as long as the wall does; only one thing at a time is done to its windows. */
export class WallWindows {
  readonly #options: WallWindowsOptions
  readonly #windows = new Map<string, string>()
  /** How often each window has been asked in vain to fill its monitor. */
  readonly #fills = new Map<string, number>()
  #browser: WallBrowser | null = null
  #displays: readonly Display[] = []
  #look: NodeJS.Timeout | null = null
  #work: Promise<void> = Promise.resolve()
  readonly #crashesMs: number[] = []
  #isClosing = false
  #isLeftAlone = false

  constructor(options: WallWindowsOptions) {
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#browser !== null
  }

  async open(): Promise<Result<void>> {
    try {
      await this.#start()
      return ok(undefined)
    } catch (error) {
      return refuse('no-shell', error instanceof Error ? error.message : String(error))
    }
  }

  /** As it is now, whatever was known before something was waited for. */
  #isEnding(): boolean {
    return this.#isClosing
  }

  async #start(): Promise<void> {
    const { hall, program } = this.#options
    if (this.#isClosing) return
    const browser = await WallBrowser.start({
      program,
      profile: join(hall.paths.browser, 'wall'),
      logFile: join(hall.paths.logs, 'browser.log'),
      onWindowGone: (target) => {
        this.#windowGone(target)
      },
      onExit: (code) => {
        this.#browserGone(code)
      },
    })
    if (this.#isEnding()) return browser.end()
    this.#browser = browser
    hall.record.add('browser-wall', browser.pid, [`--user-data-dir=${join(hall.paths.browser, 'wall')}`])
    await this.#settle()
    this.#look ??= setInterval(() => {
      this.#do(() => this.#settle())
    }, LOOK_MS)
  }

  /** The host has not heard of this window, or it does not paint. */
  replace({ pane, why }: PaneLost): void {
    this.#options.say(`大屏窗口 ${pane} 无响应（${why}），正在更换`, `the wall's window ${pane} is ${why}; replacing it`)
    this.#do(() => this.#replace(pane))
  }

  /** The host that has just started knows nothing of the monitors. */
  tellHost(): void {
    if (this.#displays.length === 0) return
    const { hall, wall } = this.#options
    hall.sendToHost({ type: 'displays', displays: [...this.#displays], fittings: wall.fittings })
  }

  /** Nothing runs behind them any more: they stay as they are, and none is replaced. */
  letStand(): void {
    this.#isLeftAlone = true
    if (this.#look !== null) clearInterval(this.#look)
  }

  async close(): Promise<void> {
    this.#isClosing = true
    if (this.#look !== null) clearInterval(this.#look)
    await this.#browser?.end()
    if (!this.#isLeftAlone) this.#options.hall.record.remove('browser-wall')
  }

  /** Windows where monitors are, none where none is. */
  async #settle(): Promise<void> {
    const { wall } = this.#options
    const browser = this.#browser
    if (browser === null || this.#isClosing) return
    const present = wall.displays ?? (await browser.displays(this.#windows.values().next().value ?? null))
    if (JSON.stringify(present) !== JSON.stringify(this.#displays)) {
      this.#displays = present
      this.tellHost()
    }
    for (const [pane, target] of [...this.#windows]) {
      if (present.some(({ id }) => id === pane)) continue
      this.#windows.delete(pane)
      await browser.close(target)
    }
    for (const display of present) {
      const target = this.#windows.get(display.id)
      if (target === undefined) await this.#open(display)
      else await this.#fill(browser, target, display)
    }
  }

  async #fill(browser: WallBrowser, target: string, display: Display): Promise<void> {
    const before = this.#fills.get(target) ?? 0
    if (before >= MOST_FILLS) return
    if (await browser.fill(target, display)) this.#fills.delete(target)
    else this.#fills.set(target, before + 1)
  }

  async #open(display: Display): Promise<void> {
    const entry = await this.#options.entries.fresh('wall', display.id)
    if (entry.ok && this.#browser !== null) this.#windows.set(display.id, await this.#browser.open(entry.value, display))
  }

  /** The fresh window comes up over the old one, so that nothing black is seen between them. */
  async #replace(pane: string): Promise<void> {
    const display = this.#displays.find(({ id }) => id === pane)
    const old = this.#windows.get(pane)
    if (display === undefined || this.#isClosing) return
    await this.#open(display)
    if (old === undefined) return
    await sleep(COVERED_MS)
    await this.#browser?.close(old)
  }

  #windowGone(target: string): void {
    const pane = [...this.#windows].find(([, one]) => one === target)?.[0]
    this.#fills.delete(target)
    if (pane === undefined || this.#isClosing || this.#isLeftAlone) return
    this.#options.say(`大屏窗口 ${pane} 意外结束，正在更换`, `the wall's window ${pane} has ended; replacing it`)
    this.#do(() => this.#replace(pane))
  }

  /** A person who closes the browser ends the wall. One that crashes comes back, however often: nobody may stand before it. */
  #browserGone(code: number | null): void {
    const { hall, say, onClosed } = this.#options
    if (!this.#isLeftAlone) hall.record.remove('browser-wall')
    this.#browser = null
    this.#windows.clear()
    this.#fills.clear()
    if (this.#isClosing) return
    if (this.#isLeftAlone || code === 0) {
      this.#isClosing = true
      onClosed()
      return
    }
    this.#crashesMs.push(performance.now())
    const next = decideRestart(this.#crashesMs)
    if (next.do === 'restart')
      say(
        `大屏浏览器意外结束（${String(code ?? '?')}），正在重新打开`,
        'the browser of the wall ended unexpectedly; opening it again',
      )
    else {
      this.#crashesMs.length = 0
      say(
        `大屏浏览器反复退出，一分钟后再试；见 ${join(hall.paths.logs, 'browser.log')}`,
        'the browser of the wall keeps ending; it is tried again in a minute',
      )
    }
    this.#do(async () => {
      await sleep(next.delayMs)
      await this.#start()
    })
  }

  /** One after the other. A browser that refuses is asked again at the next look. */
  #do(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      if (this.#isClosing) return
      const why = error instanceof Error ? error.message : String(error)
      this.#options.say(`大屏窗口未就绪（${why}），稍后重试`, `the wall's windows are not ready (${why}); trying again`)
    })
  }
}
