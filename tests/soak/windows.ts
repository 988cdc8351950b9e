// The windows of a soak: real Chromium, a seat that is worked at and a wall that hangs there, and others that come and go.
import { chromium } from '@playwright/test'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { findChromium } from '#main/shell-common/find-chromium.ts'
import { openWindow } from '#tests/e2e/support/index.ts'
import type { TestSeat } from '#tests/e2e/support/index.ts'
import { TOWN_PIN } from '#tests/e2e/support/operator.ts'
import type { Dice } from '#tests/bench/data/dice.ts'

const MB = 1024 * 1024
const keys = ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6'] as const
const searched = ['垃圾', '井盖', '路', '连续', '3415', '公园'] as const

export class SoakWindows {
  readonly #browser: Browser
  readonly #seat: TestSeat
  readonly #pages = new Map<'seat' | 'wall', { page: Page; probe: CDPSession }>()
  /** What any page has put on its console as an error, thrown or died of. */
  readonly errors: string[] = []
  opened = 0

  private constructor(browser: Browser, seat: TestSeat) {
    this.#browser = browser
    this.#seat = seat
  }

  static async open(seat: TestSeat): Promise<SoakWindows> {
    const executablePath = findChromium()
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const args = [...sandbox, '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
    const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args })
    const windows = new SoakWindows(browser, seat)
    for (const kind of ['seat', 'wall'] as const) {
      const page = await windows.#open(kind)
      windows.#pages.set(kind, { page, probe: await page.context().newCDPSession(page) })
    }
    return windows
  }

  async signIn(person: string): Promise<void> {
    const page = this.#page('seat')
    await page.getByTestId('field-person').fill(person)
    await page.getByTestId('field-pin').click()
    await page.keyboard.type(TOWN_PIN)
    await page.keyboard.press('Enter')
    await page.getByTestId('signed-in-name').waitFor()
  }

  /** A few seconds of a person's work: a list, a case, a search. The idle lock never comes. */
  async work(dice: Dice): Promise<void> {
    const page = this.#page('seat')
    await page.keyboard.press(dice.pick(keys))
    const rows = page.getByTestId('case-row')
    const count = await rows.count()
    if (count > 0) await rows.nth(dice.roll(Math.min(count, 8))).click({ timeout: 10_000 })
    await page.mouse.move(300 + dice.roll(600), 200 + dice.roll(400))
    await page.keyboard.press('Control+K')
    await page.keyboard.type(dice.pick(searched))
    await page.keyboard.press('Escape')
  }

  /** Another window of either kind for a moment. */
  async comeAndGo(dice: Dice): Promise<void> {
    const page = await this.#open(dice.pick(['seat', 'wall'] as const))
    await page.locator('#app > *').first().waitFor()
    await page.context().close()
  }

  /** JavaScript heap in MB after a collection: what is really held. */
  async heapMb(kind: 'seat' | 'wall'): Promise<number> {
    const probe = this.#pages.get(kind)?.probe
    if (probe === undefined) throw new Error(`no ${kind} window`)
    await probe.send('HeapProfiler.collectGarbage')
    const { usedSize } = await probe.send('Runtime.getHeapUsage')
    return usedSize / MB
  }

  stop(): Promise<void> {
    return this.#browser.close()
  }

  #page(kind: 'seat' | 'wall'): Page {
    const found = this.#pages.get(kind)
    if (found === undefined) throw new Error(`no ${kind} window`)
    return found.page
  }

  async #open(kind: 'seat' | 'wall'): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    context.on('weberror', (error) => this.errors.push(`${kind}: ${error.error().message}`))
    context.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`${kind}: ${message.text()}`)
    })
    const page = await openWindow(context, await this.#seat.entryFile(kind))
    page.on('crash', () => this.errors.push(`${kind}: the page crashed`))
    this.opened += 1
    return page
  }
}
