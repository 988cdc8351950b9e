import type { BrowserWindow, BrowserWindowConstructorOptions, MessagePortMain, Tray } from 'electron'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { Hall, exitCodes, sayRefusal, sayTo, serveControl, signal } from '../shell-common/index.ts'
import type { ControlRequest, HallOptions, HostState, Say, WindowKind } from '../shell-common/index.ts'
import { hallFiles, serveHall } from './app-protocol.ts'
import { BoundsStore } from './bounds-store.ts'
import { watchDisplays, orderedDisplays } from './displays.ts'
import { DoorKeeper } from './doors.ts'
import type { ElectronParts } from './electron-parts.ts'
import { confineAll } from './navigation.ts'
import { denyAllPermissions } from './permissions.ts'
import { preloadFile, programs, rendererDir, trayIcon } from './places.ts'
import { keepAwake } from './power.ts'
import { QuitOrder } from './quit.ts'
import { guardedKey, keepKey, spareKey } from './secrets.ts'
import { withSelfTestFiles } from './self-test-window.ts'
import { longTest, shortTest } from './self-test.ts'
import type { LiveHost } from './self-test.ts'
import type { ShellLog } from './shell-log.ts'
import { tellRefusal, tellRest, writeLine } from './tell.ts'
import { openTray } from './tray.ts'
import { startUtility } from './utility-child.ts'
import { WallWindows } from './wall-windows.ts'
import { HallWindows } from './windows.ts'

export interface ElectronShellOptions {
  readonly hall: HallOptions
  /** Try everything out, print the verdict, end. */
  readonly selfTest: boolean
  readonly version: string
}

/** One run of the Electron shell: windows around a hall whose host and platform are utility processes. */
export class ElectronShell {
  readonly #parts: ElectronParts
  readonly #options: ElectronShellOptions
  readonly #hall: Hall
  readonly #say: Say
  readonly #log: ShellLog
  readonly #bounds: BoundsStore
  readonly #windows: HallWindows
  readonly #wall: WallWindows | null
  readonly #doors: DoorKeeper
  readonly #quit: QuitOrder
  #isHostReady = false
  #tray: Tray | null = null
  #closeControl: () => void = () => undefined
  /** The box that says why the host rests, while it does. */
  #closeRest: (() => void) | null = null
  #mayLeave = false
  #exitCode: number = exitCodes.ended

  private constructor(parts: ElectronParts, options: ElectronShellOptions, hall: Hall, say: Say, log: ShellLog) {
    this.#parts = parts
    this.#options = options
    this.#hall = hall
    this.#say = say
    this.#log = log
    const warn = (what: string): void => {
      log.warn(what)
    }
    this.#bounds = new BoundsStore(hall.paths.base, warn)
    const make = (wanted: BrowserWindowConstructorOptions): BrowserWindow => new parts.BrowserWindow(wanted)
    const { wall } = options.hall
    this.#wall = wall === null ? null : new WallWindows({ make, preload: preloadFile, warn, fixed: wall.displays })
    this.#windows = new HallWindows({
      make,
      displays: () => orderedDisplays(parts.screen),
      bounds: this.#bounds,
      preload: preloadFile,
      warn,
    })
    this.#doors = new DoorKeeper({
      ipc: parts.ipcMain,
      makeChannel: () => new parts.MessageChannelMain(),
      kindOf: (contents) => (this.#wall?.paneOf(contents) == null ? this.#windows.kindOf(contents) : 'wall'),
      isHostReady: () => this.#isHostReady,
      toHost: (caller, port, contents) => {
        this.#sendDoor(caller, port, this.#wall?.paneOf(contents) ?? null)
      },
      refused: warn,
    })
    this.#quit = new QuitOrder(this.#quitSteps(keepAwake(parts.powerSaveBlocker)), () => {
      this.#leave()
    }, warn)
  }

  /** After `ready`. Resolves when the shell runs, or has said why it cannot. */
  static async run(parts: ElectronParts, options: ElectronShellOptions, log: ShellLog): Promise<void> {
    const say = sayTo(options.hall.headless || options.selfTest ? process.stderr : process.stdout)
    let shell: ElectronShell | null = null
    const opened = await Hall.open(options.hall, {
      startChild: startUtility(parts.utilityProcess, programs),
      say,
      deviceKey: (paths) => guardedKey(parts.safeStorage, paths, say, log, options.hall),
      spareKey: (paths) => spareKey(parts.safeStorage, process.platform, paths),
      keepDeviceKey: (paths, key) => keepKey(parts.safeStorage, process.platform, paths, key),
      rendererDir: null,
      version: options.version,
      onHost: (state) => shell?.onHost(state),
      onPaneLost: ({ pane, why }) => shell?.replacePane(pane, why),
    })
    if (!opened.ok) {
      sayRefusal(say, opened.error)
      tellRefusal(parts.dialog, options, opened.error)
      parts.app.exit(opened.error.code === 'already-running' ? exitCodes.alreadyRunning : exitCodes.failed)
      return
    }
    log.openIn(opened.value.paths.logs)
    shell = new ElectronShell(parts, options, opened.value, say, log)
    await shell.#start()
  }

  onHost(state: HostState): void {
    const wasReady = this.#isHostReady
    this.#isHostReady = state.state === 'ready'
    if (this.#isHostReady) {
      this.#closeRest?.()
      this.#closeRest = null
      this.#tellDisplays()
      this.#doors.hostIsBack()
    }
    else if (wasReady) this.#doors.hostIsGone([...this.#windows.contents(), ...(this.#wall?.contents() ?? [])])
    if (state.state === 'resting') {
      this.#log.warn(`host rests: ${state.refusal.code}`)
      // A self-test is to come to a verdict.
      if (this.#options.selfTest) this.#end(exitCodes.failed)
      else
        this.#closeRest ??= tellRest(this.#parts.dialog, this.#options, state, (error) => {
          this.#log.warn(`no box: ${String(error)}`)
        })
    }
    if (state.state === 'given-up') {
      this.#log.warn(`host given up: ${state.refusal.code}`)
      // Windows would vanish without a word; they stand behind the box until it has been read. A start that fails says so itself.
      if (this.#windows.isAnyOpen) tellRefusal(this.#parts.dialog, this.#options, state.refusal)
      this.#end(exitCodes.failed)
    }
  }

  replacePane(pane: string, why: string): void {
    this.#log.warn(`wall ${pane}: ${why}`)
    void this.#wall?.replace(pane)
  }

  /** The host shares the picture out among the monitors there are. */
  #tellDisplays(): void {
    const { wall } = this.#options.hall
    if (this.#wall === null || wall === null) return
    this.#hall.sendToHost({ type: 'displays', displays: [...this.#wall.displays], fittings: wall.fittings })
  }

  /** A monitor that was unplugged takes its window along; one that is back has it again. */
  async #settleWall(): Promise<void> {
    if (this.#wall === null || this.#options.hall.headless) return
    this.#wall.look(orderedDisplays(this.#parts.screen))
    this.#tellDisplays()
    await this.#wall.settle()
  }

  async #start(): Promise<void> {
    const { app, session, protocol, screen } = this.#parts
    this.#listenForEnd()
    denyAllPermissions(session.defaultSession)
    confineAll(app, (what) => {
      this.#log.warn(`refused ${what}`)
    })
    if (this.#options.selfTest) protocol.handle('app', withSelfTestFiles(hallFiles(rendererDir)))
    else serveHall(protocol, rendererDir)
    watchDisplays(screen, (displays) => {
      this.#windows.rehome(displays)
      void this.#settleWall()
    })
    await this.#bounds.load()
    this.#closeControl = await serveControl(this.#hall.paths, (request) => this.#answer(request))
    const started = await this.#hall.start()
    if (this.#options.selfTest) await this.#testAndEnd()
    else if (started.ok) await this.#afterStart()
    else if (started.error.code !== 'cancelled') {
      tellRefusal(this.#parts.dialog, this.#options, started.error)
      this.#end(exitCodes.failed)
    }
  }

  async #openWindows(): Promise<void> {
    const { hall } = this.#options
    if (hall.headless) return
    this.#tray = openTray(
      {
        makeTray: (icon) => new this.#parts.Tray(icon),
        makeMenu: (items) => this.#parts.Menu.buildFromTemplate(items),
        icon: this.#parts.nativeImage.createFromPath(trayIcon),
      },
      () => void this.#show(),
      () => {
        this.#end(exitCodes.ended)
      },
    )
    for (const kind of hall.windows) await this.#open(kind)
    await this.#settleWall()
  }

  /** Windows come when the host can serve them: one that opened earlier would speak of an interruption that is none. */
  async #afterStart(): Promise<void> {
    await this.#openWindows()
    this.#say('值守席已就绪', 'ready')
    if (this.#options.hall.headless) writeLine({ type: 'hall-ready', origin: null, ...this.#hall.status })
    const verdict = await shortTest(this.#parts, this.#liveHost())
    for (const { name, detail } of verdict.checks.filter((check) => !check.ok)) {
      this.#log.warn(`self-test ${name}: ${detail}`)
      this.#say(`自检未通过 ${name}（${detail}），请告知管理员`, `self-test ${name} failed (${detail}); tell the administrator`)
    }
  }

  async #testAndEnd(): Promise<void> {
    const verdict = await longTest(this.#parts, this.#liveHost())
    process.stdout.write(`${JSON.stringify(verdict)}\n`)
    this.#end(verdict.ok ? exitCodes.ended : exitCodes.failed)
  }

  #liveHost(): LiveHost {
    return {
      generation: () => this.#hall.status.host.generation,
      isReady: () => this.#isHostReady,
      sendDoor: (port) => {
        this.#sendDoor('seat', port)
      },
      kill: () => {
        const { hostPid } = this.#hall.status
        if (hostPid !== null) signal(hostPid, 'SIGKILL')
      },
    }
  }

  #sendDoor(caller: WindowKind, port: MessagePortMain, pane: string | null = null): void {
    this.#hall.sendToHost({ type: 'door', caller, pane }, [port])
  }

  async #open(kind: WindowKind): Promise<Result<void>> {
    if (this.#quit.hasBegun) return refuse('cancelled')
    try {
      await this.#windows.open(kind)
      return ok(undefined)
    } catch (error) {
      this.#log.warn(`window ${kind}: ${error instanceof Error ? error.message : String(error)}`)
      return refuse('no-shell', kind)
    }
  }

  /** All windows to the front; the seat when none is open. */
  async #show(): Promise<void> {
    if (this.#windows.isAnyOpen) await this.#windows.showAll()
    else await this.#open('seat')
  }

  async #answer(request: ControlRequest): Promise<Result<unknown>> {
    switch (request.do) {
      case 'open':
        return this.#open(request.window)
      case 'status':
        return ok(this.#hall.status)
      case 'stop':
        this.#end(exitCodes.ended)
        return ok(process.pid)
      case 'entry':
        // Entry files lead into the browser shell's windows only.
        return refuse('bad-request', 'entry')
      default:
        return refuse('bad-request')
    }
  }

  #listenForEnd(): void {
    const { app } = this.#parts
    app.on('before-quit', (event) => {
      if (this.#mayLeave) return
      event.preventDefault()
      this.#end(exitCodes.ended)
    })
    app.on('window-all-closed', () => {
      if (!this.#options.selfTest) this.#end(exitCodes.ended)
    })
    app.on('second-instance', () => void this.#show())
    if (this.#options.hall.untilStdinEnds) {
      const gone = (): void => {
        this.#end(exitCodes.ended)
      }
      process.stdin.once('end', gone).once('error', gone).resume()
    }
    // Half a shell is worse than none: end in order and say so.
    process.on('uncaughtException', (error) => {
      this.#log.warn(`uncaught: ${error.stack ?? error.message}`)
      if (this.#quit.hasBegun) return
      sayRefusal(this.#say, { code: 'internal', detail: error.message })
      this.#end(exitCodes.failed)
    })
  }

  #end(code: number): void {
    if (this.#quit.hasBegun) return
    this.#exitCode = code
    void this.#quit.end()
  }

  /** Windows first, so that nothing new comes; then host before platform, so that its last acts still arrive. */
  #quitSteps(letSleep: () => void): { readonly name: string; readonly run: () => Promise<void> | void }[] {
    return [
      { name: 'control', run: () => {
        this.#closeControl()
      } },
      { name: 'windows', run: () => {
        this.#windows.closeAll()
      } },
      { name: 'bounds', run: () => this.#bounds.flush() },
      { name: 'hall', run: () => this.#hall.stop() },
      { name: 'desktop', run: () => {
        letSleep()
        this.#tray?.destroy()
      } },
    ]
  }

  #leave(): void {
    this.#hall.forceStop()
    this.#mayLeave = true
    this.#parts.app.exit(this.#exitCode)
  }
}
