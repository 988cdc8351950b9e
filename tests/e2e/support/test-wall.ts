// A wall of a story: its panes side by side as on real monitors, and one big window that shows the same by itself.
import { chromium, expect } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { findChromium } from '#main/shell-common/find-chromium.ts'
import type { WallOptions } from '#main/shell-common/index.ts'
import { readDisplays } from '#shared/contracts/displays.ts'
import type { Display } from '#shared/contracts/displays.ts'
import { spanOf } from '#shared/domain/wall/index.ts'
import type { Part, Span } from '#shared/domain/wall/index.ts'
import { openWindow } from './open-window.ts'
import type { TestSeat } from './test-seat.ts'

const READY_MS = 90_000
const STILL_TRIES = 60
const STILL_PAUSE_MS = 250

/** What stands over the map: it is compared by itself, not pixel by pixel. */
const ONLY_THE_MAP = '[data-overlay], [data-testid=wall-refusal] { visibility: hidden !important }'

/** The options of a wall of these monitors, as a command line would give them. */
export function wallOf(text: string, fittings: WallOptions['fittings']): WallOptions & { readonly displays: readonly Display[] } {
  const displays = readDisplays(text)
  if (displays === undefined) throw new Error(`no monitors: ${text}`)
  return { displays, displaysText: text, fittings }
}

export class TestWall {
  readonly browser: Browser
  readonly #seat: TestSeat
  readonly #displays: readonly Display[]
  readonly span: Span
  readonly panes = new Map<string, Page>()
  /** What pages have said in red: a shader that does not compile leaves its layer out of every picture alike. */
  readonly complaints: string[] = []

  private constructor(browser: Browser, seat: TestSeat, wall: WallOptions & { readonly displays: readonly Display[] }) {
    this.browser = browser
    this.#seat = seat
    this.#displays = wall.displays
    const { bezelMm = 0, pitchMm = 1.25 } = wall.fittings
    this.span = spanOf(wall.displays, { bezelMm, pitchMm })
  }

  static async open(seat: TestSeat, wall: WallOptions & { readonly displays: readonly Display[] }): Promise<TestWall> {
    const program = findChromium()
    const browser = await chromium.launch({
      ...(program !== undefined && { executablePath: program }),
      args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    })
    const made = new TestWall(browser, seat, wall)
    for (const display of wall.displays) made.panes.set(display.id, await made.#window(display, display.id))
    return made
  }

  /** The same picture in one window as large as all of it. */
  whole(): Promise<Page> {
    return this.#window(this.span)
  }

  /** The pane of a monitor opened anew, as a shell replaces it. */
  async reopen(id: string): Promise<Page> {
    const display = this.#displays.find((one) => one.id === id)
    if (display === undefined) throw new Error(`no monitor ${id}`)
    const page = await this.#window(display, id)
    this.panes.set(id, page)
    return page
  }

  stop(): Promise<void> {
    return this.browser.close()
  }

  async #window({ width, height }: { readonly width: number; readonly height: number }, pane?: string): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width, height }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    context.on('weberror', (error) => this.complaints.push(error.error().message))
    context.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    return openWindow(context, await this.#seat.entryFile('wall', pane))
  }
}

/** Waits until nothing moves any more: the map says so, and two pictures in a row are the same. */
export async function stillPicture(page: Page): Promise<Buffer> {
  const map = page.getByTestId('wall-map')
  await expect(map).toHaveAttribute('data-ready', 'true', { timeout: READY_MS })
  // The window's policy takes no style from outside; a sheet made by script is none.
  await page.evaluate((rules) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
    document.adoptedStyleSheets.push(sheet)
  }, ONLY_THE_MAP)
  let before: Buffer = Buffer.alloc(0)
  for (let tries = 0; tries < STILL_TRIES; tries += 1) {
    await expect(map).toHaveAttribute('data-idle', 'true', { timeout: READY_MS })
    const now = await page.screenshot()
    if (before.equals(now)) return now
    before = now
    await page.waitForTimeout(STILL_PAUSE_MS)
  }
  throw new Error('the map does not come to rest')
}

export interface Difference {
  readonly pixels: number
  readonly differing: number
  /** Largest difference of one colour, 0 to 255. */
  readonly most: number
}

/** Lays the panes' pictures over the big one, each at its place, and counts the pixels that differ at all. */
export async function compareStitched(wall: Pick<TestWall, 'browser' | 'span'>, whole: Buffer, panes: ReadonlyMap<string, Buffer>): Promise<Difference> {
  const page = await wall.browser.newPage()
  try {
    const parts = wall.span.parts.map((part: Part) => ({ ...part, png: panes.get(part.id)?.toString('base64') ?? '' }))
    return await page.evaluate(
      async ({ wholePng, pieces }) => {
        const pixelsOf = async (png: string): Promise<ImageData> => {
          const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
          if (context === null) throw new Error('no canvas')
          context.drawImage(bitmap, 0, 0)
          return context.getImageData(0, 0, bitmap.width, bitmap.height)
        }
        const big = await pixelsOf(wholePng)
        const found = { pixels: 0, differing: 0, most: 0 }
        for (const { x, y, width, height, png } of pieces) {
          const piece = await pixelsOf(png)
          if (piece.width !== width || piece.height !== height) throw new Error(`${piece.width} x ${piece.height}`)
          for (let row = 0; row < height; row += 1) {
            for (let column = 0; column < width; column += 1) {
              const [there, here] = [((y + row) * big.width + x + column) * 4, (row * width + column) * 4]
              let most = 0
              for (let colour = 0; colour < 4; colour += 1) {
                most = Math.max(most, Math.abs((big.data[there + colour] ?? 0) - (piece.data[here + colour] ?? 0)))
              }
              found.pixels += 1
              if (most > 0) found.differing += 1
              found.most = Math.max(found.most, most)
            }
          }
        }
        return found
      },
      { wholePng: whole.toString('base64'), pieces: parts },
    )
  } finally {
    await page.close()
  }
}
