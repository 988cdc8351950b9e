import { EventEmitter } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CancelEvent } from './event.ts'
import { closeBrowser, controls, openBrowser } from './stand-in.ts'

/** What `quit` asks the windows; they register themselves. */
export const openWindows = new Set<{ close(): void; isDestroyed(): boolean }>()

class App extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = { appendSwitch: (): void => undefined, appendArgument: (): void => undefined }
  readonly #paths = new Map<string, string>([['userData', tmpdir()]])
  readonly #ready: Promise<void>
  #isReady = false
  #isQuitting = false
  #lock: string | null = null

  constructor() {
    super()
    // One turn later, so that everything that must come before `ready` can.
    this.#ready = new Promise((resolve) => setImmediate(resolve)).then(async () => {
      await openBrowser(this.getPath('userData'))
      this.#isReady = true
      this.emit('ready')
    })
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.quit())
    process.on('SIGUSR2', () => this.emit('second-instance', new CancelEvent(), [], process.cwd(), undefined))
    controls.on('quit', () => this.quit())
    controls.on('second-instance', () => this.emit('second-instance', new CancelEvent(), [], process.cwd(), undefined))
  }

  whenReady(): Promise<void> {
    return this.#ready
  }

  isReady(): boolean {
    return this.#isReady
  }

  get isQuitting(): boolean {
    return this.#isQuitting
  }

  getVersion(): string {
    return '0.0.0'
  }

  getName(): string {
    return 'stand-in'
  }

  setName(): void {}

  setAppUserModelId(): void {}

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }

  getPath(name: string): string {
    const path = this.#paths.get(name)
    if (path === undefined) throw new Error(`stand-in: the shell sets the path ${name} before it reads it`)
    return path
  }

  /** A file in userData with the number of its holder; the second one signals the first, as Electron does by its socket. */
  requestSingleInstanceLock(): boolean {
    const file = join(this.getPath('userData'), 'SingletonLock')
    if (tryCreate(file)) {
      this.#lock = file
      return true
    }
    const holder = Number(readFileSync(file, 'utf8'))
    if (isAlive(holder)) {
      process.kill(holder, 'SIGUSR2')
      return false
    }
    rmSync(file, { force: true })
    return this.requestSingleInstanceLock()
  }

  quit(): void {
    if (this.#isQuitting) return
    const before = new CancelEvent()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#isQuitting = true
    for (const window of openWindows) window.close()
    const will = new CancelEvent()
    this.emit('will-quit', will)
    if (will.defaultPrevented) this.#isQuitting = false
    else this.exit(0)
  }

  exit(code = 0): void {
    this.#isQuitting = true
    this.emit('quit', new CancelEvent(), code)
    if (this.#lock !== null) rmSync(this.#lock, { force: true })
    void closeBrowser().finally(() => process.exit(code))
  }
}

function tryCreate(file: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, String(process.pid))
    closeSync(handle)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

export const app = new App()
