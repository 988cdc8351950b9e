// What runs in the windows: says when a row, a symbol and a figure have been painted. All instants are epoch ms.
import type { BrowserContext, Page } from '@playwright/test'

export interface Wanted {
  /** Number of the case; null: not looked for here. */
  readonly no: string | null
  /** Place of the symbol from the middle of the map, pixels; null: not looked for here. */
  readonly symbol: { readonly dx: number; readonly dy: number } | null
  /** What the figure says until then; null: not looked for here. */
  readonly figureWas: string | null
  /** The row and the symbol are to go instead of to come. */
  readonly isGoing: boolean
}

export type Part = 'list' | 'map' | 'figure'
export type Painted = Readonly<Partial<Record<Part, number>>>

const LIMIT_MS = 120_000
export const FIGURE = '[data-testid=ranking-total] [data-indicator=reworked]'

/** In every window of the browser that opens from now on. */
export function openEye(context: BrowserContext): Promise<unknown> {
  return context.addInitScript({ content: `(${eye.toString()})(${JSON.stringify(FIGURE)})` })
}

export function arm(page: Page, wanted: Wanted): Promise<void> {
  return page.evaluate((one) => {
    ;(Reflect.get(window, 'benchEye') as (wanted: Wanted) => void)(one)
  }, wanted)
}

/** Once everything that was wanted has been painted. */
export async function painted(page: Page): Promise<Painted> {
  const isSeen = (): boolean => Reflect.has(window, 'benchPainted')
  const isInTime = await page.waitForFunction(isSeen, undefined, { timeout: LIMIT_MS, polling: 100 }).catch(() => null)
  // What the eye leaves there.
  const seen = await page.evaluate(() => Reflect.get(window, 'benchSeen') as Painted)
  if (isInTime === null) throw new Error(`in ${String(LIMIT_MS)} ms only this was painted: ${JSON.stringify(seen)}`)
  return seen
}

/**
 * Runs in the page before anything else of it. Rows and figures count as painted when the frame that first has them is over; the
 * symbol when its pixels stand in the map's canvas at the end of the map's own frame.
 */
function eye(figure: string): void {
  if (!/\/seat\.html$/.test(location.pathname)) return
  let wanted: Wanted | null = null
  let at: Record<string, number> = {}
  let hasDrawn = false
  const now = (): number => performance.timeOrigin + performance.now()

  const draw = WebGL2RenderingContext.prototype.drawElements
  WebGL2RenderingContext.prototype.drawElements = function (...args) {
    hasDrawn = true
    draw.apply(this, args)
  }
  const inFrame = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (callback) => inFrame((time) => {
    hasDrawn = false
    callback(time)
    if (!hasDrawn || wanted === null || wanted.symbol === null || at['map'] !== undefined) return
    if (isDrawn(wanted.symbol) !== wanted.isGoing) note('map')
  })

  /** At least half of a disc of 20 pixels has the colour of an emergency. */
  function isDrawn({ dx, dy }: { readonly dx: number; readonly dy: number }): boolean {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.maplibregl-canvas')
    const gl = canvas?.getContext('webgl2') ?? null
    if (canvas === null || gl === null) return false
    const [edge, near] = [20, 24]
    const pixels = new Uint8Array(edge * edge * 4)
    const bound = gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    const [left, bottom] = [canvas.width / 2 + dx - edge / 2, canvas.height / 2 - dy - edge / 2]
    gl.readPixels(left, bottom, edge, edge, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    gl.bindFramebuffer(gl.FRAMEBUFFER, bound)
    const hex = getComputedStyle(document.documentElement).getPropertyValue('--st-emergency-fill').trim()
    const colour = [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16))
    let same = 0
    for (let k = 0; k < pixels.length; k += 4) {
      if (colour.every((value, channel) => Math.abs((pixels[k + channel] ?? 0) - value) < near)) same += 1
    }
    return same > (edge * edge) / 3
  }
  function note(part: string, when = now()): void {
    at[part] ??= when
    const parts = wanted === null ? [] : [wanted.no !== null && 'list', wanted.symbol !== null && 'map', wanted.figureWas !== null && 'figure']
    if (parts.every((one) => one === false || at[one] !== undefined)) {
      Reflect.set(window, 'benchPainted', true)
      wanted = null
    }
  }
  /** A message to ourselves passes when the frame it was sent in has been painted. */
  function noteAfterFrame(part: string): void {
    const mine = at
    const channel = new MessageChannel()
    channel.port1.onmessage = () => { if (mine === at) note(part) }
    channel.port2.postMessage(null)
  }
  function look(): void {
    if (wanted === null) return
    inFrame(look)
    const { no, figureWas, isGoing } = wanted
    const hasRow = no !== null && document.querySelector(`[data-testid="case-row"][data-no="${no}"]`) !== null
    if (no !== null && hasRow !== isGoing) noteAfterFrame('list')
    const says = document.querySelector(figure)?.textContent ?? figureWas
    if (figureWas !== null && says !== figureWas) noteAfterFrame('figure')
  }
  Reflect.set(window, 'benchEye', (one: Wanted) => {
    Reflect.deleteProperty(window, 'benchPainted')
    ;[wanted, at] = [one, {}]
    Reflect.set(window, 'benchSeen', at)
    inFrame(look)
  })
}
