import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Cdp, CdpParams, CdpReply } from './cdp.ts'
import { isolatedScript, mainScript } from './worlds.ts'
import type { FromPage, ToPage, WorldConfig } from './worlds.ts'

/** A frame as the browser reports it; never as the page claims. */
export interface Frame {
  readonly id: string
  url: string
  parent: Frame | null
  detached: boolean
}

export interface PageBounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Decides over a navigation that the page itself began; false refuses it. */
export type NavigationGuard = (url: string, frame: Frame | null, isMainFrame: boolean) => boolean

interface PageEvents {
  message: [frame: Frame, message: FromPage]
  loaded: []
  crashed: []
  /** The document with the preload is gone, and with it every port it held. */
  left: []
  navigated: []
  /** Something did not arrive, because the window went meanwhile. */
  lost: [why: string]
}

const WORLD = 'Electron Isolated Context'

/** One Chromium page in a window of its own, with a preload in its isolated world. */
export class Page extends EventEmitter<PageEvents> {
  readonly targetId: string
  readonly #cdp: Cdp
  readonly #session: string
  readonly #frames = new Map<string, Frame>()
  readonly #config: WorldConfig
  readonly #guard: NavigationGuard
  #mainFrameId = ''
  #context: number | null = null
  /** A navigation we began ourselves is not asked about. */
  #ownNavigation = false

  private constructor(cdp: Cdp, session: string, targetId: string, guard: NavigationGuard) {
    super()
    this.#cdp = cdp
    this.#session = session
    this.targetId = targetId
    this.#guard = guard
    const word = randomBytes(12).toString('hex')
    this.#config = { binding: `standIn${word}`, deliver: `deliver${word}`, secret: `bridge${word}` }
  }

  static async open(cdp: Cdp, bounds: PageBounds, preload: string, guard: NavigationGuard): Promise<Page> {
    const { x: left, y: top, width, height } = bounds
    const target = await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, left, top, width, height })
    const targetId = String(target['targetId'])
    const attached = await cdp.send('Target.attachToTarget', { targetId, flatten: true })
    const page = new Page(cdp, String(attached['sessionId']), targetId, guard)
    await page.#begin(preload)
    await page.setBounds(bounds)
    return page
  }

  get mainFrame(): Frame | null {
    return this.#frames.get(this.#mainFrameId) ?? null
  }

  async navigate(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.once('loaded', resolve))
    this.#ownNavigation = true
    const { errorText } = await this.#send('Page.navigate', { url })
    if (typeof errorText === 'string') throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  async reload(): Promise<void> {
    this.#ownNavigation = true
    await this.#send('Page.reload')
  }

  /** To the preload's world; lost when no preload runs, as in Electron. */
  deliver(message: ToPage): void {
    if (this.#context === null) return
    const params = {
      functionDeclaration: `(json) => globalThis.${this.#config.deliver}(json)`,
      executionContextId: this.#context,
      arguments: [{ value: JSON.stringify(message) }],
    }
    this.#send('Runtime.callFunctionOn', params).catch((error: unknown) => {
      this.emit('lost', String(error))
    })
  }

  async setBounds({ x: left, y: top, width, height }: PageBounds): Promise<void> {
    const { windowId } = await this.#cdp.send('Browser.getWindowForTarget', { targetId: this.targetId })
    await this.#cdp.send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } })
  }

  /** Ends the page's process. */
  async crash(): Promise<void> {
    await this.#send('Page.crash').catch((error: unknown) => {
      // The command cannot be answered by the process it ends.
      this.emit('lost', String(error))
    })
  }

  async close(): Promise<void> {
    await this.#cdp.send('Target.closeTarget', { targetId: this.targetId })
  }

  #send(method: string, params: CdpParams = {}): Promise<CdpReply> {
    return this.#cdp.send(method, params, this.#session)
  }

  #hear(method: string, listener: (params: CdpParams) => void): void {
    this.#cdp.on(this.#session, method, listener)
  }

  async #begin(preload: string): Promise<void> {
    this.#hearFrames()
    this.#hearContexts()
    this.#hear('Page.loadEventFired', () => this.emit('loaded'))
    this.#hear('Inspector.targetCrashed', () => {
      this.#leave()
      this.emit('crashed')
    })
    this.#hear('Fetch.requestPaused', (params) => {
      this.#onNavigation(params)
    })
    const tree = await this.#send('Page.getFrameTree')
    this.#mainFrameId = (tree['frameTree'] as { frame: { id: string } }).frame.id
    this.#noteFrame(this.#mainFrameId, 'about:blank', null)
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Inspector.enable'),
      this.#send('Runtime.addBinding', { name: this.#config.binding, executionContextName: WORLD }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: isolatedScript(this.#config, preload), worldName: WORLD }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: mainScript(this.#config) }),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document', requestStage: 'Request' }] }),
    ])
  }

  #noteFrame(id: string, url: string, parentId: string | null): void {
    const parent = parentId === null ? null : (this.#frames.get(parentId) ?? null)
    const known = this.#frames.get(id)
    if (known === undefined) this.#frames.set(id, { id, url, parent, detached: false })
    else Object.assign(known, { url, parent })
  }

  #hearFrames(): void {
    this.#hear('Page.frameAttached', ({ frameId, parentFrameId }) => {
      this.#noteFrame(String(frameId), 'about:blank', String(parentFrameId))
    })
    this.#hear('Page.frameNavigated', ({ frame }) => {
      const { id, url, parentId } = frame as { id: string; url: string; parentId?: string }
      this.#noteFrame(id, url, parentId ?? null)
      if (parentId === undefined) {
        this.#mainFrameId = id
        this.#ownNavigation = false
        this.emit('navigated')
      }
    })
    this.#hear('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(String(frameId))
      if (frame !== undefined) frame.url = String(url)
    })
    this.#hear('Page.frameDetached', ({ frameId }) => {
      const frame = this.#frames.get(String(frameId))
      if (frame !== undefined) frame.detached = true
      this.#frames.delete(String(frameId))
    })
  }

  #hearContexts(): void {
    const frameOfContext = new Map<number, string>()
    this.#hear('Runtime.executionContextCreated', ({ context }) => {
      const { id, name, auxData } = context as { id: number; name: string; auxData: { frameId: string } }
      if (name !== WORLD) return
      frameOfContext.set(id, auxData.frameId)
      if (auxData.frameId !== this.#mainFrameId) return
      this.#leave()
      this.#context = id
    })
    this.#hear('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      frameOfContext.delete(Number(executionContextId))
      if (executionContextId === this.#context) this.#leave()
    })
    this.#hear('Runtime.executionContextsCleared', () => {
      frameOfContext.clear()
      this.#leave()
    })
    this.#hear('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frame = this.#frames.get(frameOfContext.get(Number(executionContextId)) ?? '')
      if (name !== this.#config.binding || frame === undefined) return
      this.emit('message', frame, JSON.parse(String(payload)) as FromPage)
    })
  }

  #leave(): void {
    if (this.#context === null) return
    this.#context = null
    this.emit('left')
  }

  #onNavigation(params: CdpParams): void {
    const { requestId, frameId, request } = params
    const { url } = request as { url: string }
    const isMainFrame = frameId === this.#mainFrameId
    const frame = this.#frames.get(String(frameId)) ?? null
    const allowed = (isMainFrame && this.#ownNavigation) || this.#guard(url, frame, isMainFrame)
    const [method, how] = allowed ? ['Fetch.continueRequest', {}] : ['Fetch.failRequest', { errorReason: 'Aborted' }]
    this.#send(method, { requestId, ...how }).catch((error: unknown) => {
      this.emit('lost', String(error))
    })
  }
}
