import { askControl, hallPaths, toArguments } from '#main/shell-common/index.ts'
import type { HallOptions, HallPaths, HallStatus, WallOptions, WindowKind } from '#main/shell-common/index.ts'
import { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { kill9, Program } from './program.ts'

export interface SeatSettings {
  readonly dataDir: string
  readonly seat?: string
  readonly platformUrl?: string
  readonly enrolFile?: string
  readonly platformCaFile?: string
  readonly env?: NodeJS.ProcessEnv
  readonly wall?: WallOptions
  readonly lan?: HallOptions['lan']
  /** Called with the shell as soon as it runs, long before it is ready. */
  readonly onLaunch?: (program: Program) => void
}

export interface HallReady extends HallStatus {
  readonly type: 'hall-ready'
  readonly origin: string
  readonly entries: Readonly<Record<WindowKind, string>>
}

/** One seat's PC: the real browser shell with its host, without a window of its own; tests open theirs with an entry file. */
export class TestSeat {
  readonly paths: HallPaths
  readonly #settings: SeatSettings
  #program: Program
  #ready: HallReady

  private constructor(settings: SeatSettings, program: Program, ready: HallReady) {
    this.paths = hallPaths(settings.dataDir)
    this.#settings = settings
    this.#program = program
    this.#ready = ready
  }

  static async start(settings: SeatSettings): Promise<TestSeat> {
    const program = launch(settings)
    settings.onLaunch?.(program)
    return new TestSeat(settings, program, await program.message<HallReady>('hall-ready'))
  }

  get origin(): string {
    return this.#ready.origin
  }

  /** The supervising shell. */
  get pid(): number {
    return this.#program.pid
  }

  get said(): readonly string[] {
    return this.#program.said
  }

  get program(): Program {
    return this.#program
  }

  async status(): Promise<HallStatus> {
    // Our own shell's answer, as HallStatus is defined.
    return unwrap(await askControl(this.paths, { do: 'status' })) as HallStatus
  }

  /** A fresh single-use entry file; good for two minutes. */
  async entryFile(window: WindowKind, pane?: string): Promise<string> {
    return String(unwrap(await askControl(this.paths, { do: 'entry', window, ...(pane !== undefined && { pane }) })))
  }

  async hostPid(): Promise<number | null> {
    return (await this.status()).hostPid
  }

  /** Only the host: the shell brings another one, a generation higher. */
  async kill9Host(): Promise<void> {
    await kill9(await this.hostPid())
  }

  /** Shell and host at once, as a power cut would; both are gone when this returns. */
  async kill9(): Promise<void> {
    const { hostPid, platformPid } = await this.status()
    this.#program.signal('SIGKILL')
    await kill9(hostPid, platformPid)
    await this.#program.ended()
  }

  /** The same data, after {@link kill9} or {@link stop}; it comes back at the same origin. */
  async restart(): Promise<void> {
    this.#program = launch(this.#settings)
    this.#ready = await this.#program.message<HallReady>('hall-ready')
  }

  stop(): Promise<void> {
    return this.#program.stop()
  }
}

function launch({ dataDir, seat, platformUrl, enrolFile, platformCaFile, env, wall, lan }: SeatSettings): Program {
  const options: HallOptions = {
    dataDir,
    seat: seat === undefined ? null : SeatId.parse(seat),
    platformUrl: platformUrl ?? null,
    enrolFile: enrolFile ?? null,
    platformCaFile: platformCaFile ?? null,
    passphraseFile: null,
    recoveryCodeFile: null,
    startPlatform: true,
    town: 'small',
    play: { historyDays: 0, lifeSpeed: null, lifeSeats: 0 },
    shell: 'browser',
    headless: true,
    windows: [],
    wall: wall ?? null,
    lan: lan ?? null,
    ask: null,
    webPort: null,
    checkReplies: true,
    untilStdinEnds: true,
    help: false,
  }
  return new Program({ script: 'out/main/shell-browser.js', args: toArguments(options), ...(env !== undefined && { env }) })
}
