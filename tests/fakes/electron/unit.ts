// The few APIs of Electron that the shell's parts are handed, for unit tests: plain objects that remember what was asked of them.
// Each is given out under Electron's own type; whatever is not here is undefined and would fail the test that reaches for it.
import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions, IpcMain, MessagePortMain, Rectangle, UtilityProcess, WebContents, WebFrameMain } from 'electron'

export class FakeContents extends EventEmitter {
  url: string
  destroyed = false
  readonly sent: { readonly channel: string; readonly ports: readonly MessagePortMain[] }[] = []
  openHandler: (details: { readonly url: string }) => { readonly action: string } = () => ({ action: 'allow' })

  constructor(url = 'app://hall/seat.html') {
    super()
    this.url = url
  }

  getURL(): string {
    return this.url
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  send(channel: string): void {
    this.sent.push({ channel, ports: [] })
  }

  postMessage(channel: string, _message: unknown, ports: readonly MessagePortMain[]): void {
    this.sent.push({ channel, ports })
  }

  forcefullyCrashRenderer(): void {
    this.emit('render-process-gone', {}, { reason: 'killed' })
  }

  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler
  }

  get real(): WebContents {
    return this as unknown as WebContents
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents = new FakeContents('')
  readonly did: string[] = []
  bounds: Rectangle
  loaded = ''

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    const { x = 0, y = 0, width = 0, height = 0 } = options
    this.bounds = { x, y, width, height }
  }

  async loadURL(address: string): Promise<void> {
    this.loaded = address
    this.webContents.url = address
  }

  getBounds(): Rectangle {
    return this.bounds
  }

  getNormalBounds(): Rectangle {
    return this.bounds
  }

  setBounds(bounds: Rectangle): void {
    this.bounds = { ...this.bounds, ...bounds }
  }

  isDestroyed(): boolean {
    return this.webContents.destroyed
  }

  isMinimized = (): boolean => false
  isMaximized = (): boolean => this.did.includes('maximize')
  isFullScreen = (): boolean => false
  show = (): void => void this.did.push('show')
  focus = (): void => void this.did.push('focus')
  maximize = (): void => void this.did.push('maximize')
  setFullScreen = (): void => void this.did.push('full-screen')
  reload = (): void => void this.did.push('reload')

  destroy(): void {
    this.webContents.destroyed = true
    this.emit('closed')
  }

  get real(): BrowserWindow {
    return this as unknown as BrowserWindow
  }
}

export class FakeIpc extends EventEmitter {
  /** A message of a frame, as Electron tells of it. */
  receive(channel: string, sender: FakeContents, frame: Partial<Pick<WebFrameMain, 'url' | 'parent' | 'detached'>> | null = {}): void {
    const senderFrame = frame === null ? null : { url: sender.url, parent: null, detached: false, ...frame }
    this.emit(channel, { sender, senderFrame, ports: [] })
  }

  get real(): Pick<IpcMain, 'on'> {
    return this as unknown as Pick<IpcMain, 'on'>
  }
}

export interface FakePort {
  readonly name: string
}

/** Channels whose ends can be told apart. */
export function fakeChannels(): () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain } {
  let count = 0
  const end = (name: string): MessagePortMain => ({ name }) as unknown as MessagePortMain
  return () => {
    count += 1
    return { port1: end(`host ${count}`), port2: end(`window ${count}`) }
  }
}

export class FakeUtility extends EventEmitter {
  readonly pid = undefined
  readonly stdout = null
  readonly stderr = null
  readonly posted: { readonly message: unknown; readonly ports: readonly unknown[] }[] = []
  asked = 0

  postMessage(message: unknown, ports: readonly unknown[] = []): void {
    this.posted.push({ message, ports })
  }

  kill(): boolean {
    this.asked += 1
    return true
  }

  get real(): UtilityProcess {
    return this
  }
}
