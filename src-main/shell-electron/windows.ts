import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron'
import type { BoundsStore } from './bounds-store.ts'
import { pageAddress } from './hall-address.ts'
import type { WindowKind } from '../shell-common/options.ts'
import { keepAlive } from './window-care.ts'
import { placeWindow } from './window-bounds.ts'
import type { Area } from './window-bounds.ts'
import { windowOptions } from './window-options.ts'

export interface WindowPorts {
  readonly make: (options: BrowserWindowConstructorOptions) => BrowserWindow
  /** Main display first. */
  readonly displays: () => readonly Area[]
  readonly bounds: BoundsStore
  /** Built preload, out/preload/index.cjs. */
  readonly preload: string
  readonly warn: (what: string) => void
}

/** Moves and resizes come in bursts; the last of one is kept. */
const SAVE_AFTER_MS = 500

/** The windows of this machine: one seat and one wall at most, each on its page, back where it was. */
export class HallWindows {
  readonly #ports: WindowPorts
  readonly #windows = new Map<WindowKind, BrowserWindow>()

  constructor(ports: WindowPorts) {
    this.#ports = ports
  }

  /** Opens the window, or brings the open one to the front. */
  async open(kind: WindowKind): Promise<void> {
    const present = this.#windows.get(kind)
    if (present !== undefined && !present.isDestroyed()) {
      if (present.isMinimized()) present.restore()
      present.show()
      present.focus()
      return
    }
    const displays = this.#ports.displays()
    const saved = this.#ports.bounds.get(kind)
    // A wall without history goes to the second display, where the hall looks.
    const bounds = placeWindow(saved, displays, kind === 'wall' && displays.length > 1 ? 1 : 0)
    const window = this.#ports.make(windowOptions(kind, bounds, this.#ports.preload))
    this.#windows.set(kind, window)
    window.once('ready-to-show', () => {
      if (saved?.maximized === true) window.maximize()
      if (saved?.fullScreen === true) window.setFullScreen(true)
      window.show()
    })
    this.#keepBounds(kind, window)
    keepAlive(`window ${kind}`, window, this.#ports.warn)
    window.on('closed', () => {
      this.#windows.delete(kind)
    })
    await window.loadURL(pageAddress(kind))
  }

  /** What kind of window these contents are, by identity and never by what they say. */
  kindOf(contents: WebContents): WindowKind | null {
    for (const [kind, window] of this.#windows) if (!window.isDestroyed() && window.webContents === contents) return kind
    return null
  }

  *contents(): IterableIterator<WebContents> {
    for (const window of this.#windows.values()) if (!window.isDestroyed()) yield window.webContents
  }

  get isAnyOpen(): boolean {
    return this.#windows.size > 0
  }

  async showAll(): Promise<void> {
    await Promise.all([...this.#windows.keys()].map((kind) => this.open(kind)))
  }

  /** A display went or changed: windows that nobody can reach any more come back to one that is there. */
  rehome(displays: readonly Area[]): void {
    for (const window of this.#windows.values()) {
      if (window.isDestroyed()) continue
      const now = window.getBounds()
      const wanted = placeWindow(now, displays)
      if (wanted.x !== now.x || wanted.y !== now.y) window.setBounds(wanted)
    }
  }

  closeAll(): void {
    for (const window of [...this.#windows.values()]) if (!window.isDestroyed()) window.destroy()
  }

  #keepBounds(kind: WindowKind, window: BrowserWindow): void {
    let timer: NodeJS.Timeout | null = null
    const save = (): void => {
      timer = null
      if (window.isDestroyed()) return
      // The size it goes back to, also while it is maximized.
      const { x, y, width, height } = window.getNormalBounds()
      this.#ports.bounds.set(kind, { x, y, width, height, maximized: window.isMaximized(), fullScreen: window.isFullScreen() })
    }
    const soon = (): void => {
      timer ??= setTimeout(save, SAVE_AFTER_MS)
    }
    window.on('resize', soon)
    window.on('move', soon)
    window.on('close', () => {
      if (timer !== null) clearTimeout(timer)
      save()
    })
  }
}
