import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { app, openWindows } from './app.ts'
import type { PageBounds } from './chromium/page.ts'
import { CancelEvent } from './event.ts'
import { browser } from './stand-in.ts'
import { WebContents } from './web-contents.ts'

interface WindowOptions extends Partial<PageBounds> {
  readonly show?: boolean
  readonly webPreferences?: {
    readonly preload?: string
    readonly sandbox?: boolean
    readonly contextIsolation?: boolean
    readonly nodeIntegration?: boolean
    readonly webSecurity?: boolean
    readonly webviewTag?: boolean
  }
}

/** A page in a Chromium window of its own. Only sandboxed, isolated windows are modelled; another one is an error. */
export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>()
  static #isWatching = false

  readonly id: number
  readonly webContents: WebContents
  #bounds: PageBounds
  #isShown: boolean
  #isMaximized = false
  #isFullScreen = false
  #isMinimized = false
  #isDestroyed = false

  constructor(options: WindowOptions) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { preload, sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = options.webPreferences ?? {}
    const isOpen = sandbox !== true || contextIsolation !== true || nodeIntegration !== false
    if (isOpen || webSecurity === false || webviewTag === true) {
      throw new Error('stand-in: a window must be sandboxed, isolated, without Node and with web security')
    }
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.#bounds = { x, y, width, height }
    this.#isShown = options.show ?? true
    this.webContents = new WebContents(this.#bounds, preload === undefined ? '' : readFileSync(preload, 'utf8'))
    this.id = this.webContents.id
    BrowserWindow.#all.add(this)
    openWindows.add(this)
    BrowserWindow.#watchTargets()
    this.webContents.on('page-title-updated', (event: CancelEvent, title: string) => this.emit('page-title-updated', event, title, true))
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', new CancelEvent()))
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all]
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }

  /** The browser says when a page went or opened another one. */
  static #watchTargets(): void {
    if (BrowserWindow.#isWatching) return
    BrowserWindow.#isWatching = true
    const { cdp } = browser()
    cdp.on('', 'Target.targetDestroyed', ({ targetId }) => {
      for (const window of BrowserWindow.#all) {
        void window.webContents.targetId().then((id) => {
          if (id === targetId) window.#gone()
        })
      }
    })
    cdp.on('', 'Target.targetCreated', ({ targetInfo }) => {
      const { targetId, openerId, url } = targetInfo as { targetId: string; openerId?: string; url: string }
      for (const window of BrowserWindow.#all) {
        void window.webContents.targetId().then((id) => {
          if (id !== openerId) return
          window.webContents.wantsToOpen(url)
          void cdp.send('Target.closeTarget', { targetId })
        })
      }
    })
    void cdp.send('Target.setDiscoverTargets', { discover: true })
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address)
  }

  reload(): void {
    this.webContents.reload()
  }

  show(): void {
    this.#isShown = true
    this.#isMinimized = false
    this.emit('show')
  }

  hide(): void {
    this.#isShown = false
  }

  focus(): void {
    this.emit('focus')
  }

  minimize(): void {
    this.#isMinimized = true
  }

  restore(): void {
    this.#isMinimized = false
  }

  maximize(): void {
    this.#isMaximized = true
    this.emit('maximize')
  }

  setFullScreen(wanted: boolean): void {
    this.#isFullScreen = wanted
  }

  isVisible(): boolean {
    return this.#isShown
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  isFullScreen(): boolean {
    return this.#isFullScreen
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  getBounds(): PageBounds {
    return this.#bounds
  }

  getNormalBounds(): PageBounds {
    return this.#bounds
  }

  setBounds(bounds: Partial<PageBounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.webContents.setBounds(this.#bounds)
    this.emit('move')
    this.emit('resize')
  }

  /** Asks first: a listener of `close` may say no. */
  close(): void {
    if (this.#isDestroyed) return
    const event = new CancelEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.webContents.close()
    this.#closed()
  }

  /** Somebody closed the page in the browser. */
  #gone(): void {
    if (this.#isDestroyed) return
    this.emit('close', new CancelEvent())
    this.#closed()
  }

  #closed(): void {
    this.#isDestroyed = true
    this.webContents.destroyed()
    BrowserWindow.#all.delete(this)
    openWindows.delete(this)
    this.emit('closed')
    if (BrowserWindow.#all.size === 0 && !app.isQuitting) app.emit('window-all-closed')
  }
}
