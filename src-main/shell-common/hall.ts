import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '#shared/kernel/clock.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { HostLaunch, ShellMessage } from '../host/launch.ts'
import { sayHost, sayPlatform, sayRefusal } from './announce.ts'
import type { ChildProgram, HallChild, StartChild } from './child.ts'
import { prepareDataDir } from './data-dir.ts'
import type { HallPaths } from './data-dir.ts'
import { isEnrolled, readEnrolCode, wasEnrolled } from './enrolment.ts'
import { FillingVoice } from './filling.ts'
import { isPortFree } from './free-port.ts'
import { HostKeeper } from './host-keeper.ts'
import type { HostState, KeyIsBack, PaneLost } from './host-keeper.ts'
import { acquireInstanceLock } from './instance-lock.ts'
import type { InstanceLock } from './instance-lock.ts'
import { stopLeftovers, stopPostgresLeft } from './leftovers.ts'
import type { HallOptions, WindowKind } from './options.ts'
import { PastVoice } from './past.ts'
import { toPlatformArguments } from './play-options.ts'
import { PlatformKeeper } from './platform-keeper.ts'
import type { PlatformState } from './platform-keeper.ts'
import { openMemory } from './remembered.ts'
import type { Memory } from './remembered.ts'
import { refuseDisk } from './private-file.ts'
import { RunningRecord } from './running-record.ts'
import type { Say } from './say.ts'
import { dropSpareKey } from './spare-key.ts'
import { renewWebSecret, webSecret } from './secrets.ts'

/** What a shell brings along. */
export interface HallPorts {
  readonly startChild: StartChild
  readonly say: Say
  /** 32 bytes that seal this machine's secrets: safeStorage in Electron, `fileDeviceKey` in the browser shell. */
  readonly deviceKey: (paths: HallPaths) => Result<Buffer> | Promise<Result<Buffer>>
  /** A key for the next enrolment, guarded beside one that is gone; see `spare-key.ts`. */
  readonly spareKey: (paths: HallPaths) => Promise<Result<Buffer>>
  /** Guards the key that a recovery code or another enrolment has brought. */
  readonly keepDeviceKey: (paths: HallPaths, key: Buffer) => Promise<Result<null>>
  /** Built windows to serve on loopback; null where windows come over message ports. */
  readonly rendererDir: string | null
  readonly version: string
  readonly onHost: (state: HostState) => void
  readonly onPaneLost?: (lost: PaneLost) => void
  readonly clock?: Clock
}

/** For `--status` and for tests. */
export interface HallStatus {
  readonly pid: number
  readonly host: HostState
  readonly hostPid: number | null
  readonly seat: string
  readonly platformUrl: string | null
  readonly platformPid: number | null
}

/** What an instance holds as long as it runs. */
interface Held {
  readonly paths: HallPaths
  readonly lock: InstanceLock
  readonly memory: Memory
  /** Null: it cannot be opened just now, see {@link Hall.#keyNow}. */
  readonly deviceKey: Buffer | null
}

const STILL_STARTING_MS = 5_000

/** One hall instance on one data folder: its lock, its keys, its host and embedded platform kept alive until it is stopped. */
export class Hall {
  readonly paths: HallPaths
  readonly record: RunningRecord
  readonly #options: HallOptions
  readonly #ports: HallPorts
  readonly #lock: InstanceLock
  readonly #memory: Memory
  #deviceKey: Buffer | null
  /** Brought back or replaced, at this start or on the recovery page, and no host that serves has written it down yet. */
  #keyIsBack: KeyIsBack | null
  /** What was launched with opened nothing: the right one may be in its place by now. */
  #isKeyDoubted = false
  #keeping: Promise<void> = Promise.resolve()
  readonly #host: HostKeeper
  readonly #platform: PlatformKeeper | null
  readonly #filling: FillingVoice
  #platformUrl: string | null
  readonly #firstReady = Promise.withResolvers<Result<void>>()
  #isHostStarted = false
  #launchedFor: string | null = null
  #stopped: Promise<void> | null = null

  private constructor(held: Held, options: HallOptions, ports: HallPorts) {
    const { paths, lock, memory, deviceKey } = held
    this.paths = paths
    this.record = new RunningRecord(paths)
    this.#options = options
    this.#ports = ports
    this.#lock = lock
    this.#memory = memory
    this.#deviceKey = deviceKey
    this.#keyIsBack = options.recoveryCodeFile === null ? null : 'code'
    const clock = ports.clock ?? systemClock
    this.#filling = new FillingVoice(ports.say, clock)
    const past = new PastVoice(ports.say, clock)
    const { platformUrl, platformPort } = memory.now
    this.#platformUrl = platformUrl ?? (platformPort === null ? null : loopback(platformPort))
    this.#host = new HostKeeper({
      clock,
      start: () => this.#startChild('host', ['--data-dir', paths.seat]),
      launch: () => this.#launch(),
      onState: (state) => {
        this.#onHost(state)
      },
      onPaneLost: (lost) => ports.onPaneLost?.(lost),
      onDeviceKey: (key, by) => {
        this.#takeKey(key, by)
      },
    })
    const isEmbedded = options.startPlatform && platformUrl === null
    this.#platform = !isEmbedded
      ? null
      : new PlatformKeeper({
          clock,
          start: () => this.#startPlatform(),
          onFilling: (filling) => {
            this.#filling.heard(filling)
          },
          onPast: (line) => {
            past.heard(line)
          },
          onState: (state) => {
            this.#onPlatform(state)
          },
        })
  }

  /** Takes the data folder; refuses when another instance has it. What a killed start has left there is ended first. */
  static async open(options: HallOptions, ports: HallPorts): Promise<Result<Hall>> {
    const paths = prepareDataDir(options.dataDir)
    if (!paths.ok) return paths
    let lock: Result<InstanceLock> | null = null
    try {
      lock = acquireInstanceLock(paths.value.base)
      if (!lock.ok) return lock
      const opened = await Hall.#open(paths.value, options, ports, lock.value)
      if (!opened.ok) lock.value.release()
      return opened
    } catch (error) {
      if (lock?.ok === true) lock.value.release()
      return refuseDisk(error, paths.value.base)
    }
  }

  static async #open(paths: HallPaths, options: HallOptions, ports: HallPorts, lock: InstanceLock): Promise<Result<Hall>> {
    const left = await stopLeftovers(paths, ports.say)
    if (left.length > 0) return refuse('already-running', left.join(', '))
    const memory = openMemory(paths, options)
    if (!memory.ok) return memory
    const key = await openedKey(paths, options, ports)
    if (!key.ok) return key
    const hall = new Hall({ paths, lock, memory: memory.value, deviceKey: key.value }, options, ports)
    if (hall.#platform === null && hall.#platformUrl === null) return refuse('no-platform')
    if (hall.#platform === null) await stopPostgresLeft(paths)
    return ok(hall)
  }

  get status(): HallStatus {
    return {
      pid: process.pid,
      host: this.#host.state,
      hostPid: this.#host.pid ?? null,
      seat: this.#memory.now.seat,
      platformUrl: this.#platformUrl,
      platformPid: this.#platform?.pid ?? null,
    }
  }

  /** Starts platform and host; resolves when the host is ready for windows, or with why (as was said) it never will be. */
  async start(): Promise<Result<void>> {
    const { say } = this.#ports
    if (this.#platform !== null)
      say('正在启动内嵌平台，首次需要建库', 'starting the embedded platform; the first time it makes its database')
    const progress = setInterval(() => {
      if (!this.#filling.hasJustSpoken()) say('仍在准备……', 'still preparing…')
    }, STILL_STARTING_MS)
    try {
      await this.#platform?.start()
      // A seat that was enrolled before waits for nobody: it can work offline.
      if (this.#platformUrl !== null && (this.#platform === null || wasEnrolled(this.paths))) await this.#startHost()
      return await this.#firstReady.promise
    } finally {
      clearInterval(progress)
    }
  }

  /** A single-use ticket for a window of the browser shell, and where it is good. */
  async ticket(
    window: WindowKind,
    pane: string | null = null,
  ): Promise<Result<{ readonly origin: string; readonly ticket: string }>> {
    const ticket = await this.#host.ticket(window, pane)
    if (!ticket.ok) return ticket
    const { state } = this.#host
    return state.state === 'ready' && state.origin !== null
      ? ok({ origin: state.origin, ticket: ticket.value })
      : refuse('host-gone')
  }

  sendToHost(message: ShellMessage, ports: readonly unknown[] = []): void {
    this.#host.send(message, ports)
  }

  /** Host first, so that its last acts can still reach the platform; no process of ours is left afterwards. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  /** For somebody who does not want to wait: {@link stop} ends as soon as everything has been killed. */
  forceStop(): void {
    this.#host.forceStop()
    this.#platform?.forceStop()
  }

  async #stop(): Promise<void> {
    this.#firstReady.resolve(refuse('cancelled'))
    await this.#host.stop()
    if (this.#platform !== null) {
      await this.#platform.stop()
      if (!(await stopPostgresLeft(this.paths))) this.#ports.say('PostgreSQL 没有停下', 'PostgreSQL did not stop')
    }
    this.#lock.release()
  }

  #startChild(program: ChildProgram, args: readonly string[]): HallChild {
    const child = this.#ports.startChild(program, args, join(this.paths.logs, `${program}.log`))
    if (child.marks !== undefined) this.record.add(program, child.pid, child.marks)
    child.onExit(() => {
      this.record.remove(program)
    })
    return child
  }

  async #startHost(): Promise<void> {
    if (this.#isHostStarted) return
    this.#isHostStarted = true
    await this.#host.start()
  }

  async #launch(): Promise<Result<HostLaunch>> {
    const { now } = this.#memory
    const { rendererDir, version } = this.#ports
    const code = isEnrolled(this.paths) ? ok(null) : readEnrolCode(this.paths, now.seat, this.#options.enrolFile)
    if (!code.ok) return code
    const web = rendererDir === null ? ok(null) : await this.#webSettings(rendererDir)
    if (!web.ok) return web
    if (this.#platformUrl === null) return refuse('no-platform')
    this.#launchedFor = this.#platformUrl
    this.#memory.set({ generation: now.generation + 1 })
    const { key, isSpare } = await this.#keyNow()
    return ok({
      type: 'launch',
      dataDir: this.paths.seat,
      platformUrl: this.#platformUrl,
      platformCa: now.platformCa,
      seat: now.seat,
      enrolCode: code.value,
      generation: this.#memory.now.generation,
      deviceKey: key.toString('base64'),
      isKeySpare: isSpare,
      keyIsBack: this.#keyIsBack,
      web: web.value,
      lan: this.#options.lan,
      version,
      checkReplies: this.#options.checkReplies,
    })
  }

  /** The same port as ever, so that open windows find their host again; if it was taken, another, where no old pass is good. */
  async #webSettings(rendererDir: string): Promise<Result<NonNullable<HostLaunch['web']>>> {
    const port = this.#memory.now.webPort ?? 0
    const isOurs = port === 0 || (await isPortFree(port))
    const secret = isOurs ? webSecret(this.paths) : renewWebSecret(this.paths)
    if (!secret.ok) return secret
    if (!isOurs) {
      const name = String(port)
      this.#ports.say(
        `端口 ${name} 被其他程序占用，改用别的端口，请重新打开窗口`,
        `port ${name} is taken; using another one, open the windows again`,
      )
    }
    return ok({ port: isOurs ? port : 0, secret: secret.value.toString('base64'), rendererDir })
  }

  async #startPlatform(): Promise<HallChild> {
    const remembered = this.#memory.now.platformPort ?? 0
    const port = remembered !== 0 && (await isPortFree(remembered)) ? remembered : 0
    const args = ['--data-dir', this.paths.platform, '--port', String(port), '--town', this.#options.town]
    return this.#startChild('platform', [...args, ...toPlatformArguments(this.#options.play)])
  }

  /**
   * A key that cannot be opened may be back by now. As long as it is not, the host is started with a spare one, finds out that it
   * fits nothing and serves the recovery page. A spare that cannot be guarded just now is one of this launch only.
   */
  async #keyNow(): Promise<{ key: Buffer; isSpare: boolean }> {
    await this.#keeping
    if (this.#deviceKey === null || this.#isKeyDoubted) {
      const again = await this.#ports.deviceKey(this.paths)
      if (!again.ok && again.error.code === 'secret-wrong') sayRefusal(this.#ports.say, again.error)
      this.#deviceKey = again.ok ? again.value : null
      this.#isKeyDoubted = false
    }
    if (this.#deviceKey !== null) return { key: this.#deviceKey, isSpare: false }
    const spare = await this.#ports.spareKey(this.paths)
    return { key: spare.ok ? spare.value : randomBytes(32), isSpare: true }
  }

  /** The next launch has it, whether or not it can be guarded again just now. */
  #takeKey(key: Buffer, by: KeyIsBack): void {
    const isKnown = this.#deviceKey?.equals(key) === true
    this.#deviceKey = key
    this.#keyIsBack = by
    this.#isKeyDoubted = false
    if (isKnown) return
    const failed = (refusal: Refusal): void => {
      sayRefusal(this.#ports.say, refusal)
    }
    this.#keeping = this.#ports.keepDeviceKey(this.paths, key).then(
      (kept) => {
        if (kept.ok) dropSpareKey(this.paths)
        else failed(kept.error)
      },
      (error: unknown) => {
        failed({ code: 'storage-failed', detail: String(error) })
      },
    )
  }

  #onHost(state: HostState): void {
    sayHost(this.#ports.say, state)
    if (state.state === 'ready') {
      this.#isKeyDoubted = state.trouble === 'sealed-unreadable'
      // A host that serves has written down how it came by its key.
      if (state.trouble === undefined) this.#keyIsBack = null
      if (state.origin !== null) this.#memory.set({ webPort: Number(new URL(state.origin).port) })
      this.#firstReady.resolve(ok(undefined))
    }
    if (state.state === 'given-up') this.#firstReady.resolve({ ok: false, error: state.refusal })
    this.#ports.onHost(state)
  }

  #onPlatform(state: PlatformState): void {
    sayPlatform(this.#ports.say, state)
    // Without a host to work offline with, there is nothing to wait for.
    if (state.state === 'resting' && !this.#isHostStarted) this.#firstReady.resolve({ ok: false, error: state.refusal })
    if (state.state !== 'ready') return
    this.#platformUrl = state.url
    this.#memory.set({ platformPort: Number(new URL(state.url).port) })
    if (!this.#isHostStarted) void this.#startHost()
    // Its old port was taken meanwhile: the host must learn the new one.
    else if (this.#launchedFor !== null && this.#launchedFor !== state.url) this.#host.restart()
  }
}

/**
 * Null: the key of a machine that was enrolled before is gone, and somebody has to bring it back. So it is where the passphrase
 * is forgotten or the key's file was harmed, which look alike; the recovery page has the passphrase read anew when asked to.
 */
async function openedKey(paths: HallPaths, options: HallOptions, { deviceKey, say }: HallPorts): Promise<Result<Buffer | null>> {
  const key = await deviceKey(paths)
  if (key.ok || !wasEnrolled(paths)) return key
  // A recovery code that does not fit is said to whoever has given it.
  const isPassphraseWrong = key.error.code === 'secret-wrong' && options.recoveryCodeFile === null
  if (isPassphraseWrong) sayRefusal(say, key.error)
  return isPassphraseWrong || key.error.code === 'sealed-unreadable' ? ok(null) : key
}

const loopback = (port: number): string => `http://127.0.0.1:${String(port)}`
