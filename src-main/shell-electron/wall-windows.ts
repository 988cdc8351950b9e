import type { BrowserWindow, BrowserWindowConstructorOptions, Display as Monitor, WebContents } from 'electron'
import type { Display } from '#shared/contracts/displays.ts'
import { pageAddress } from './hall-address.ts'
import { windowOptions } from './window-options.ts'

export interface WallWindowPorts {
  readonly make: (options: BrowserWindowConstructorOptions) => BrowserWindow
  /** Built preload, out/preload/index.cjs. */
  readonly preload: string
  readonly warn: (what: string) => void
  /** Monitors named on the command line; null: all there are. */
  readonly fixed: readonly Display[] | null
}

/** A page that dies at once again is not opened more often than this a minute. */
const MOST_REPLACED = 5
const REPLACED_WINDOW_MS = 60_000

/** The wall: a window over every monitor. A monitor that goes takes its window along; a window that dies is replaced. */
export class WallWindows {
  readonly #ports: WallWindowPorts
  /** Of every monitor, oldest first. Of several the last is the one that is to stay; those before it go when it is shown. */
  readonly #windows = new Map<string, readonly BrowserWindow[]>()
  readonly #replacedMs = new Map<string, number[]>()
  #displays: readonly Display[] = []

  constructor(ports: WallWindowPorts) {
    this.#ports = ports
    this.#displays = ports.fixed ?? []
  }

  get displays(): readonly Display[] {
    return this.#displays
  }

  /** Notes which monitors there are now. */
  look(monitors: readonly Pick<Monitor, 'bounds' | 'scaleFactor'>[]): void {
    if (this.#ports.fixed !== null) return
    this.#displays = monitors.map(({ bounds: { x, y, width, height }, scaleFactor }) => ({
      // By its place: the same cabling gives the same name after every start.
      ...{ id: `at-${String(x)}-${String(y)}`.replaceAll('--', '-m'), x, y, width, height, scale: scaleFactor },
    }))
  }

  /** Windows where monitors are, none where none is. */
  async settle(): Promise<void> {
    for (const [pane, windows] of [...this.#windows]) {
      if (this.#displays.some(({ id }) => id === pane)) continue
      this.#windows.delete(pane)
      destroyAll(windows)
    }
    await Promise.all(this.#displays.filter(({ id }) => !this.#windows.has(id)).map((display) => this.#open(display)))
  }

  /** The fresh window is shown when it has painted; only then those below it go. */
  async replace(pane: string): Promise<void> {
    const display = this.#displays.find(({ id }) => id === pane)
    if (display === undefined || !this.#mayReplace(pane)) return
    await this.#open(display)
  }

  /** Which monitor these contents stand on, by identity; null when they are no window of the wall. */
  paneOf(contents: WebContents): string | null {
    for (const pane of this.#windows.keys()) if (this.#newest(pane)?.webContents === contents) return pane
    return null
  }

  *contents(): IterableIterator<WebContents> {
    for (const pane of this.#windows.keys()) {
      const window = this.#newest(pane)
      if (window !== undefined) yield window.webContents
    }
  }

  async #open({ id, x, y, width, height }: Display): Promise<void> {
    const window = this.#ports.make({
      ...windowOptions('wall', { x, y, width, height }, this.#ports.preload),
      ...{ frame: false, enableLargerThanScreen: true, minWidth: 1, minHeight: 1 },
    })
    this.#windows.set(id, [...(this.#windows.get(id) ?? []), window])
    window.once('ready-to-show', () => {
      window.setBounds({ x, y, width, height })
      window.setFullScreen(true)
      window.show()
      this.#dropBelow(id, window)
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || this.#newest(id) !== window) return
      this.#ports.warn(`wall ${id}: ${reason}`)
      void this.replace(id)
    })
    window.on('closed', () => {
      const left = (this.#windows.get(id) ?? []).filter((one) => one !== window)
      if (left.length === 0) this.#windows.delete(id)
      else this.#windows.set(id, left)
    })
    await window.loadURL(pageAddress('wall'))
  }

  #newest(pane: string): BrowserWindow | undefined {
    return this.#windows.get(pane)?.findLast((window) => !window.isDestroyed())
  }

  /** Also those that died before they were ever shown. */
  #dropBelow(pane: string, shown: BrowserWindow): void {
    const windows = this.#windows.get(pane) ?? []
    const at = windows.indexOf(shown)
    if (at <= 0) return
    this.#windows.set(pane, windows.slice(at))
    destroyAll(windows.slice(0, at))
  }

  #mayReplace(pane: string): boolean {
    const now = performance.now()
    const recent = (this.#replacedMs.get(pane) ?? []).filter((time) => now - time < REPLACED_WINDOW_MS)
    this.#replacedMs.set(pane, [...recent, now])
    return recent.length < MOST_REPLACED
  }
}

function destroyAll(windows: readonly BrowserWindow[]): void {
  for (const window of windows) if (!window.isDestroyed()) window.destroy()
}
