// Everything a hall shows at once: a seat, a board and the wall's panes, in real Chromium, each with its faults and its heap.
import { chromium } from '@playwright/test'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { findChromium } from '#main/shell-common/find-chromium.ts'
import { openWindow } from '#tests/e2e/support/index.ts'
import type { TestSeat } from '#tests/e2e/support/index.ts'
import { TOWN_PIN } from '#tests/e2e/support/operator.ts'

const MB = 1024 * 1024
/** What a window marks as no longer fresh; single movers off duty are not meant. */
const STALE = '.veil.stale, .stamp.stale, section.stale, header.stale, [data-testid=wall-stale]'

const SIGN_IN_TRIES = 60
const TRY_MS = 1_000

interface Shown {
  readonly page: Page
  readonly probe: CDPSession
}

export class LivingWindows {
  readonly #browser: Browser
  readonly #seat: TestSeat
  readonly #shown = new Map<string, Shown>()
  /** What any page has put on its console as an error, thrown or died of. */
  readonly errors: string[] = []

  private constructor(browser: Browser, seat: TestSeat) {
    this.#browser = browser
    this.#seat = seat
  }

  static async open(seat: TestSeat): Promise<LivingWindows> {
    const executablePath = findChromium()
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const args = [...sandbox, '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
    return new LivingWindows(await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args }), seat)
  }

  get names(): readonly string[] {
    return [...this.#shown.keys()]
  }

  async openSeat(person: string): Promise<void> {
    const page = await this.#open('seat', { width: 1280, height: 800 })
    await page.getByTestId('field-person').fill(person)
    await page.getByTestId('field-pin').click()
    await page.keyboard.type(TOWN_PIN)
    // On a new machine the roster takes its time to arrive; until then Enter does nothing and the page says why.
    for (let tries = 0; tries < SIGN_IN_TRIES && (await page.getByTestId('signed-in-name').count()) === 0; tries += 1) {
      await page.keyboard.press('Enter')
      await page.waitForTimeout(TRY_MS)
    }
    await page.getByTestId('signed-in-name').waitFor()
  }

  /** A further window of the same, signed-in seat that shows the board. */
  async openBoard(): Promise<void> {
    const page = await this.#open('board', { width: 1280, height: 800 })
    await page.getByTestId('signed-in-name').waitFor()
    await page.keyboard.press('Control+Alt+B')
    await page.getByTestId('board').waitFor()
  }

  async openPane(pane: string): Promise<void> {
    const page = await this.#open(`wall-${pane}`, { width: 640, height: 360 }, pane)
    await page.getByTestId('wall-map').waitFor()
  }

  /** Names of windows that show something stale, or a link that is not 正常. */
  async stale(): Promise<string[]> {
    const found: string[] = []
    for (const [name, { page }] of this.#shown) {
      const marks = await page.locator(STALE).count()
      const rungs = await page.locator('[data-testid=ladder]').evaluateAll((all) => all.map((one) => one.getAttribute('data-rung')))
      if (marks > 0 || rungs.some((rung) => rung !== 'normal')) found.push(`${name} (${String(marks)} marks, link ${rungs.join()})`)
    }
    return found
  }

  /** JavaScript heap in MB after a collection: what is really held. */
  async heapMb(name: string): Promise<number> {
    const probe = this.#shown.get(name)?.probe
    if (probe === undefined) throw new Error(`no window ${name}`)
    await probe.send('HeapProfiler.collectGarbage')
    return (await probe.send('Runtime.getHeapUsage')).usedSize / MB
  }

  stop(): Promise<void> {
    return this.#browser.close()
  }

  async #open(name: string, viewport: { readonly width: number; readonly height: number }, pane?: string): Promise<Page> {
    const context = await this.#browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    context.on('weberror', (error) => this.errors.push(`${name}: ${error.error().message}`))
    context.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`${name}: ${message.text()}`)
    })
    const page = await openWindow(context, await this.#seat.entryFile(pane === undefined ? 'seat' : 'wall', pane))
    page.on('crash', () => this.errors.push(`${name}: the page crashed`))
    this.#shown.set(name, { page, probe: await context.newCDPSession(page) })
    return page
  }
}
