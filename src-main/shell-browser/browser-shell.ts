import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import {
  browserDeviceKey,
  browserSpareKey,
  exitCodes,
  findChromium,
  Hall,
  hasDisplay,
  keepBrowserKey,
  sayRefusal,
  sayTo,
  serveControl,
} from '../shell-common/index.ts'
import type { ControlRequest, HallOptions, HallStatus, HostState, PaneLost, Say } from '../shell-common/index.ts'
import { BrowserWindows } from './browser-windows.ts'
import { EntryFiles } from './entry-file.ts'
import { startNodeChild } from './node-child.ts'
import { WallWindows } from './wall-windows.ts'

const rendererDir = fileURLToPath(new URL('../../out/renderer', import.meta.url))
const packageFile = new URL('../../package.json', import.meta.url)

/** A second signal within this time is the same key press, once from the terminal and once passed on. */
const SAME_PRESS_MS = 1_000

/** One run of the browser shell, from the start to the end of the last process. */
export class BrowserShell {
  readonly #options: HallOptions
  readonly #hall: Hall
  readonly #say: Say
  readonly #entries: EntryFiles
  readonly #windows: BrowserWindows
  readonly #wall: WallWindows | null
  readonly #over = Promise.withResolvers<number>()
  #askedToStopMs: number | null = null
  #closeControl: () => void = () => undefined
  #hasGivenUp = false

  private constructor(options: HallOptions, hall: Hall, say: Say) {
    this.#options = options
    this.#hall = hall
    this.#say = say
    this.#entries = new EntryFiles(hall)
    const program = hasDisplay(process.env) ? (findChromium() ?? null) : null
    const closed = (): void => {
      if (this.#windows.isAnyOpen || this.#wall?.isOpen === true) return
      say('窗口已关闭，正在退出', 'the window was closed; leaving')
      this.#stop(this.#hasGivenUp ? exitCodes.failed : exitCodes.ended)
    }
    const shared = { hall, entries: this.#entries, say }
    this.#windows = new BrowserWindows({ ...shared, program, onAllClosed: closed })
    const { wall } = options
    this.#wall = wall === null || program === null ? null : new WallWindows({ ...shared, program, wall, onClosed: closed })
  }

  /** The exit code. */
  static async run(options: HallOptions): Promise<number> {
    // With --headless, standard output belongs to programs.
    const say = sayTo(options.headless ? process.stderr : process.stdout)
    let shell: BrowserShell | null = null
    const hall = await Hall.open(options, {
      startChild: startNodeChild,
      say,
      deviceKey: (paths) => browserDeviceKey(paths, options),
      spareKey: (paths) => browserSpareKey(paths, options),
      keepDeviceKey: (paths, key) => keepBrowserKey(paths, key, options),
      rendererDir,
      version: readVersion(),
      onHost: (state) => {
        // Also before there is a shell: a first start may rest too.
        if (state.state === 'resting') tellProgram(options, state.refusal, 'hall-resting')
        shell?.onHost(state)
      },
      onPaneLost: (lost) => shell?.onPaneLost(lost),
    })
    if (!hall.ok) {
      sayRefusal(say, hall.error)
      tellProgram(options, hall.error)
      return hall.error.code === 'already-running' ? exitCodes.alreadyRunning : exitCodes.failed
    }
    shell = new BrowserShell(options, hall.value, say)
    return shell.#run()
  }

  onHost(state: HostState): void {
    if (state.state === 'ready') {
      void this.#entries.renew()
      this.#tellDisplays()
    }
    if (state.state === 'given-up') this.#giveUp()
  }

  /**
   * Windows that stand are left to the person before them: they say themselves that nothing runs behind them, and what was typed
   * is still there to be read. Everything else ends, so that the program can be started once more beside them.
   */
  #giveUp(): void {
    if (!this.#windows.isAnyOpen && this.#wall?.isOpen !== true) {
      this.#stop(exitCodes.failed)
      return
    }
    this.#hasGivenUp = true
    this.#windows.letStand()
    this.#wall?.letStand()
    this.#closeControl()
    // When the last window goes, what stands in the folder is a later start's.
    this.#closeControl = () => undefined
    this.#entries.close()
    this.#say('窗口留着，供抄下没有存上的文字；再次启动程序即可继续', 'the windows stay for you to read; start the program again to go on')
    void this.#hall.stop()
  }

  onPaneLost(lost: PaneLost): void {
    this.#wall?.replace(lost)
  }

  /** Monitors that were named at the start are there also when no window of ours stands on them. */
  #tellDisplays(): void {
    const { wall } = this.#options
    if (this.#wall !== null && !this.#options.headless) this.#wall.tellHost()
    else if (wall !== null)
      this.#hall.sendToHost({ type: 'displays', displays: [...(wall.displays ?? [])], fittings: wall.fittings })
  }

  async #run(): Promise<number> {
    this.#listenForEnd()
    this.#closeControl = await serveControl(this.#hall.paths, (request) => this.#answer(request))
    const started = await this.#hall.start()
    if (started.ok) await this.#open()
    else if (started.error.code !== 'cancelled') this.#fail(started.error)
    const code = await this.#over.promise
    this.#closeControl()
    return code
  }

  /** The hall has said why. */
  #fail(refusal: Refusal): void {
    tellProgram(this.#options, refusal)
    this.#stop(exitCodes.failed)
  }

  #listenForEnd(): void {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        this.#stop(exitCodes.ended)
      })
    }
    if (this.#options.untilStdinEnds) {
      const gone = (): void => {
        this.#stop(exitCodes.ended)
      }
      process.stdin.once('end', gone).once('error', gone).resume()
    }
    // Half a shell is worse than none: end in order and say so.
    process.on('uncaughtException', (error) => {
      sayRefusal(this.#say, { code: 'internal', detail: error.stack ?? error.message })
      this.#stop(exitCodes.failed)
    })
  }

  async #open(): Promise<void> {
    await this.#entries.renew()
    const { host } = this.#hall.status
    const origin = host.state === 'ready' ? (host.origin ?? '') : ''
    const { standing } = this.#entries
    if (this.#options.headless) {
      writeLine({ type: 'hall-ready', origin, entries: standing, ...this.#hall.status })
      return
    }
    this.#say(`值守席已就绪 ${origin}`, 'ready')
    for (const window of this.#options.windows) {
      const opened = await this.#windows.open(window)
      if (!opened.ok) this.#say(`在本机浏览器中打开：${standing[window]}`, 'open this file in a browser on this machine')
      else if (process.getuid?.() === 0)
        this.#say(
          '以 root 运行，浏览器没有沙箱：请改用普通用户',
          'as root the browser has no sandbox: better use an ordinary user',
        )
    }
    const wall = await this.#wall?.open()
    if (wall?.ok === false) sayRefusal(this.#say, wall.error)
    if (this.#options.wall !== null && this.#wall === null)
      this.#say(`没有显示器，在本机浏览器中打开大屏：${standing.wall}`, 'no display: open this file for the wall')
    this.#say('按 Ctrl+C 退出', 'press Ctrl+C to stop')
  }

  async #answer(request: ControlRequest): Promise<Result<unknown>> {
    switch (request.do) {
      case 'entry':
        return this.#entries.fresh(request.window, request.window === 'wall' ? (request.pane ?? null) : null)
      case 'open':
        return this.#windows.open(request.window)
      case 'status':
        return ok(this.#hall.status satisfies HallStatus)
      case 'stop':
        this.#stop(exitCodes.ended)
        return ok(process.pid)
      default:
        return refuse('bad-request')
    }
  }

  #stop(code: number): void {
    const now = performance.now()
    if (this.#askedToStopMs !== null) {
      if (now - this.#askedToStopMs > SAME_PRESS_MS) this.#hall.forceStop()
      return
    }
    this.#askedToStopMs = now
    this.#say('正在退出……', 'stopping…')
    Promise.all([this.#windows.closeAll(), this.#wall?.close()])
      .then(() => {
        if (!this.#hasGivenUp) this.#entries.close()
        return this.#hall.stop()
      })
      .then(
        () => {
          this.#say('已退出', 'stopped')
          this.#over.resolve(code)
        },
        (error: unknown) => {
          sayRefusal(this.#say, { code: 'internal', detail: String(error) })
          this.#over.resolve(exitCodes.failed)
        },
      )
  }
}

function tellProgram({ headless }: HallOptions, { code, detail }: Refusal, type = 'hall-refused'): void {
  if (headless) writeLine({ type, code, detail: detail ?? null })
}

function writeLine(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function readVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version
}
