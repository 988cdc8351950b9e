// One browser for all windows of the wall: it knows the monitors, puts a window on each, and says when one has died.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Readable, Writable } from 'node:stream'
import { Display } from '#shared/contracts/displays.ts'
import { z } from '#shared/kernel/zod.ts'
import { browserSwitches, endBrowser } from './browser-program.ts'
import { CdpPipe } from './cdp-pipe.ts'
import { openLog } from './node-child.ts'

export interface WallBrowserOptions {
  /** Program of the Chromium family. */
  readonly program: string
  readonly profile: string
  readonly logFile: string
  readonly onWindowGone: (target: string) => void
  readonly onExit: (code: number | null) => void
}

const nothing = z.unknown()
const Screens = z.object({
  screenInfos: z.array(
    z.object({ left: z.int(), top: z.int(), width: z.int(), height: z.int(), devicePixelRatio: z.number(), id: z.string() }),
  ),
})
const Target = z.object({ targetId: z.string() })
const side = z.int().optional()
const Bounds = z.object({
  windowId: z.int(),
  bounds: z.object({ left: side, top: side, width: side, height: side, windowState: z.string().optional() }),
})

/** A window manager takes its time to put a window where it belongs, a busy machine all the more: asked less and less often. */
const PLACE_TRIES = 5
const PLACE_PAUSE_MS = 100

export class WallBrowser {
  readonly #child: ChildProcess
  readonly #cdp: CdpPipe

  private constructor(child: ChildProcess, cdp: CdpPipe) {
    this.#child = child
    this.#cdp = cdp
  }

  static async start({ program, profile, logFile, onWindowGone, onExit }: WallBrowserOptions): Promise<WallBrowser> {
    mkdirSync(profile, { recursive: true, mode: 0o700 })
    const log = openLog(logFile)
    const args = [
      `--user-data-dir=${profile}`,
      '--remote-debugging-pipe',
      '--no-startup-window',
      // A covered window goes on painting: what covers it may go away.
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      '--disable-features=Translate,CalculateNativeWinOcclusion',
      ...browserSwitches(),
    ]
    const child = spawn(program, args, { detached: process.platform !== 'win32', stdio: ['ignore', log, log, 'pipe', 'pipe'] })
    closeSync(log)
    // With stdio as above the browser reads from the fourth and writes to the fifth.
    const cdp = new CdpPipe(child.stdio[3] as Writable, child.stdio[4] as Readable)
    child.once('error', () => {
      if (child.pid === undefined) onExit(127)
    })
    child.once('exit', onExit)
    const gone = ({ targetId }: Readonly<Record<string, unknown>>): void => {
      if (typeof targetId === 'string') onWindowGone(targetId)
    }
    cdp.on('Target.targetCrashed', gone)
    cdp.on('Target.targetDestroyed', gone)
    try {
      await cdp.send('Target.setDiscoverTargets', { discover: true }, nothing)
    } catch (error) {
      // One that does not answer would stand there unseen; its end has it replaced.
      child.kill('SIGKILL')
      throw error
    }
    return new WallBrowser(child, cdp)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** The monitors there are; they are asked of a window, an invisible one when there is none yet. */
  async displays(target: string | null): Promise<Display[]> {
    const from = target ?? (await this.#create('about:blank', { x: 0, y: 0, width: 320, height: 200 }))
    try {
      const { sessionId } = await this.#cdp.send('Target.attachToTarget', { targetId: from, flatten: true }, Session)
      const { screenInfos } = await this.#cdp.send('Emulation.getScreenInfos', {}, Screens, sessionId)
      await this.#cdp.send('Target.detachFromTarget', { sessionId }, nothing)
      return screenInfos.map(({ left, top, width, height, devicePixelRatio }) =>
        // By its place: the same cabling gives the same name after every start.
        Display.parse({
          id: `at-${left}-${top}`.replaceAll('--', '-m'),
          x: left,
          y: top,
          width,
          height,
          scale: devicePixelRatio,
        }),
      )
    } finally {
      if (target === null) await this.close(from)
    }
  }

  /** A window over the whole monitor. It may cover an older one, which stays visible until this one has something to show. */
  async open(entry: string, display: Display): Promise<string> {
    const targetId = await this.#create(pathToFileURL(entry).href, display)
    await this.fill(targetId, display)
    return targetId
  }

  /** Has the window fill the monitor; false when it does not yet: somebody has moved it, or the window manager lags behind. */
  async fill(targetId: string, { x: left, y: top, width, height }: Display): Promise<boolean> {
    const whole = { left, top, width, height }
    if (isFullScreen(await this.#bounds(targetId), whole)) return true
    const isThere = ({ bounds }: PlacedWindow): boolean => standsAs(bounds, { left, top })
    // A window manager that has dropped the wish takes it anew only from an ordinary window.
    await this.#until(targetId, isThere, { windowState: 'normal' }, whole)
    return this.#until(
      targetId,
      (window) => isFullScreen(window, whole),
      { windowState: 'normal' },
      { windowState: 'fullscreen' },
    )
  }

  async #until(targetId: string, isDone: (window: PlacedWindow) => boolean, ...asked: object[]): Promise<boolean> {
    for (let tries = 0; tries < PLACE_TRIES; tries += 1) {
      const window = await this.#bounds(targetId)
      if (isDone(window)) return true
      for (const bounds of asked) await this.#place(window.windowId, bounds)
      await sleep(PLACE_PAUSE_MS * 2 ** tries)
    }
    return isDone(await this.#bounds(targetId))
  }

  /** A window that is gone already is closed. */
  async close(target: string): Promise<void> {
    await Promise.allSettled([this.#cdp.send('Target.closeTarget', { targetId: target }, nothing)])
  }

  end(): Promise<void> {
    return endBrowser(this.#child)
  }

  async #create(url: string, { x, y, width, height }: Pick<Display, 'x' | 'y' | 'width' | 'height'>): Promise<string> {
    const place = { left: x, top: y, width, height }
    return (await this.#cdp.send('Target.createTarget', { url, newWindow: true, ...place }, Target)).targetId
  }

  #bounds(targetId: string): Promise<PlacedWindow> {
    return this.#cdp.send('Browser.getWindowForTarget', { targetId }, Bounds)
  }

  #place(windowId: number, bounds: object): Promise<unknown> {
    return this.#cdp.send('Browser.setWindowBounds', { windowId, bounds }, nothing)
  }
}

type PlacedWindow = z.infer<typeof Bounds>
type WindowPlace = Readonly<Partial<Record<'left' | 'top' | 'width' | 'height', number>>>

function isFullScreen({ bounds }: PlacedWindow, whole: WindowPlace): boolean {
  return bounds.windowState === 'fullscreen' && standsAs(bounds, whole)
}

function standsAs(bounds: PlacedWindow['bounds'], wanted: WindowPlace): boolean {
  return (['left', 'top', 'width', 'height'] as const).every(
    (edge) => wanted[edge] === undefined || bounds[edge] === wanted[edge],
  )
}

const Session = z.object({ sessionId: z.string() })
