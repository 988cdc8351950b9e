import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { Page } from './chromium/page.ts'
import type { Frame, PageBounds } from './chromium/page.ts'
import type { FromPage, Packed } from './chromium/worlds.ts'
import { CancelEvent } from './event.ts'
import { ipcMain } from './ipc-main.ts'
import { PortTunnels } from './message-port.ts'
import type { MessagePortMain } from './message-port.ts'
import { session } from './session.ts'
import { browser, origins, report } from './stand-in.ts'

const pack = (value: unknown): Packed =>
  value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : { json: value ?? null }
const unpack = (packed: Packed): unknown => ('bytes' in packed ? new Uint8Array(Buffer.from(packed.bytes, 'base64')) : packed.json)

/** The frame that sent a message, told by the browser. */
export class WebFrameMain {
  readonly #frame: Frame

  constructor(frame: Frame) {
    this.#frame = frame
  }

  get url(): string {
    return origins.fromBrowser(this.#frame.url)
  }

  get origin(): string {
    const { protocol, host } = new URL(this.url)
    return `${protocol}//${host}`
  }

  get parent(): WebFrameMain | null {
    return this.#frame.parent === null ? null : new WebFrameMain(this.#frame.parent)
  }

  get top(): WebFrameMain | null {
    return this.parent === null ? this : this.parent.top
  }

  get detached(): boolean {
    return this.#frame.detached
  }
}

/** Asked when a page wants another address, or a window of its own. */
type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' }

let nextId = 1

export class WebContents extends EventEmitter {
  readonly id = nextId++
  readonly session = session.defaultSession
  readonly #page: Promise<Page>
  readonly #tunnels: PortTunnels
  #live: Page | null = null
  #isDestroyed = false
  #isLoading = false
  #openHandler: OpenHandler = () => ({ action: 'allow' })

  constructor(bounds: PageBounds, preload: string) {
    super()
    this.#tunnels = new PortTunnels({
      send: (id, data) => this.#live?.deliver({ kind: 'port', id, data: pack(data) }),
      close: (id) => this.#live?.deliver({ kind: 'port-close', id }),
    })
    this.#page = this.#open(bounds, preload)
    app.emit('web-contents-created', new CancelEvent(), this)
  }

  /** The target the page has in the browser. */
  async targetId(): Promise<string> {
    return (await this.#page).targetId
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.#page
    this.#isLoading = true
    try {
      await page.navigate(origins.toBrowser(address))
    } finally {
      this.#isLoading = false
    }
    report({ report: 'window', address })
  }

  isLoading(): boolean {
    return this.#isLoading
  }

  getURL(): string {
    return origins.fromBrowser(this.#live?.mainFrame?.url ?? '')
  }

  get mainFrame(): WebFrameMain | null {
    const frame = this.#live?.mainFrame ?? null
    return frame === null ? null : new WebFrameMain(frame)
  }

  reload(): void {
    this.#later(async (page) => page.reload())
  }

  send(channel: string, ...args: unknown[]): void {
    this.#live?.deliver({ kind: 'ipc', channel, args, ports: [] })
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const carried = transfer.map((port) => this.#tunnels.carry(port))
    this.#live?.deliver({ kind: 'ipc', channel, args: [message], ports: carried.map(({ id }) => id) })
    for (const { begin } of carried) begin()
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  /** Kills the page's process, as Chromium's own crash page does. */
  forcefullyCrashRenderer(): void {
    this.#later(async (page) => page.crash())
  }

  setBounds(bounds: PageBounds): void {
    this.#later(async (page) => page.setBounds(bounds))
  }

  /** The window has gone. */
  destroyed(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#tunnels.closeAll()
    this.emit('destroyed')
  }

  close(): void {
    this.#later(async (page) => page.close())
  }

  /** The shell is asked; windows of windows are not modelled, whatever it says. */
  wantsToOpen(address: string): void {
    this.#openHandler({ url: origins.fromBrowser(address) })
  }

  async #open(bounds: PageBounds, preload: string): Promise<Page> {
    await session.defaultSession.apply(browser().cdp)
    const guard = this.#mayNavigate.bind(this)
    const page = await Page.open(browser().cdp, bounds, preload, guard)
    page.on('message', (frame, message) => {
      this.#receive(frame, message)
    })
    page.on('loaded', () => {
      if (page.mainFrame?.url !== 'about:blank') this.emit('did-finish-load', new CancelEvent())
    })
    page.on('left', () => {
      this.#tunnels.closeAll()
    })
    page.on('crashed', () => this.emit('render-process-gone', new CancelEvent(), { reason: 'crashed', exitCode: 11 }))
    page.on('lost', (why) => {
      if (!this.#isDestroyed) process.stderr.write(`stand-in: ${why}\n`)
    })
    this.#live = page
    return page
  }

  #mayNavigate(url: string, frame: Frame | null, isMainFrame: boolean): boolean {
    const details = { url: origins.fromBrowser(url), isMainFrame, frame: frame === null ? null : new WebFrameMain(frame) }
    const event = Object.assign(new CancelEvent(), details)
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit('will-navigate', event, details.url)
    // Whatever the shell says, the stand-in loads nothing from elsewhere.
    return !event.defaultPrevented && origins.isOurs(url)
  }

  #receive(frame: Frame, message: FromPage): void {
    if (message.kind === 'port') this.#tunnels.receive(message.id, unpack(message.data))
    else if (message.kind === 'title') this.emit('page-title-updated', new CancelEvent(), message.title, true)
    else if (message.kind === 'open') this.wantsToOpen(message.url)
    else if (message.kind === 'port-close') this.#tunnels.closed(message.id)
    else ipcMain.emit(message.channel, { sender: this, senderFrame: new WebFrameMain(frame), ports: [], type: 'frame' }, ...message.args)
  }

  #later(work: (page: Page) => Promise<void>): void {
    this.#page.then(work).catch((error: unknown) => {
      if (!this.#isDestroyed) process.stderr.write(`stand-in: ${String(error)}\n`)
    })
  }
}
