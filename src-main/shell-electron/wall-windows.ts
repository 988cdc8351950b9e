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
  readonly #windows = new Map<string, BrowserWindow>()
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
    for (const [pane, window] of [...this.#windows]) {
      if (this.#displays.some(({ id }) => id === pane)) continue
      this.#windows.delete(pane)
      if (!window.isDestroyed()) window.destroy()
    }
    await Promise.all(this.#displays.filter(({ id }) => !this.#windows.has(id)).map((display) => this.#open(display)))
  }

  /** The fresh window is shown when it has painted; only then the one below it goes. */
  async replace(pane: string): Promise<void> {
    const display = this.#displays.find(({ id }) => id === pane)
    if (display === undefined || !this.#mayReplace(pane)) return
    const old = this.#windows.get(pane)
    await this.#open(display, old)
  }

  /** Which monitor these contents stand on, by identity; null when they are no window of the wall. */
  paneOf(contents: WebContents): string | null {
    for (const [pane, window] of this.#windows) if (!window.isDestroyed() && window.webContents === contents) return pane
    return null
  }

  *contents(): IterableIterator<WebContents> {
    for (const window of this.#windows.values()) if (!window.isDestroyed()) yield window.webContents
  }

  async #open({ id, x, y, width, height }: Display, below?: BrowserWindow): Promise<void> {
    const window = this.#ports.make({
      ...windowOptions('wall', { x, y, width, height }, this.#ports.preload),
      ...{ frame: false, enableLargerThanScreen: true, minWidth: 1, minHeight: 1 },
    })
    this.#windows.set(id, window)
    window.once('ready-to-show', () => {
      window.setBounds({ x, y, width, height })
      window.setFullScreen(true)
      window.show()
      if (below?.isDestroyed() === false) below.destroy()
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || this.#windows.get(id) !== window) return
      this.#ports.warn(`wall ${id}: ${reason}`)
      void this.replace(id)
    })
    window.on('closed', () => {
      if (this.#windows.get(id) === window) this.#windows.delete(id)
    })
    await window.loadURL(pageAddress('wall'))
  }

  #mayReplace(pane: string): boolean {
    const now = performance.now()
    const recent = (this.#replacedMs.get(pane) ?? []).filter((time) => now - time < REPLACED_WINDOW_MS)
    this.#replacedMs.set(pane, [...recent, now])
    return recent.length < MOST_REPLACED
  }
}
