import { chromium } from '@playwright/test'
import type { Browser, BrowserContext, BrowserServer, Page } from '@playwright/test'
import { findChromium } from '#main/shell-common/find-chromium.ts'
import { kill9 } from './program.ts'
import { openWindow } from './open-window.ts'
import type { TestSeat } from './test-seat.ts'

const VIEWPORT = { width: 1440, height: 900 }

/** The browser of one PC, a process of its own, so that it can die without the others. */
export class SeatBrowser {
  readonly #server: BrowserServer
  readonly #browser: Browser
  readonly #context: BrowserContext
  readonly errors: string[] = []

  private constructor(server: BrowserServer, browser: Browser, context: BrowserContext) {
    this.#server = server
    this.#browser = browser
    this.#context = context
    context.on('weberror', (error) => this.errors.push(error.error().message))
    context.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.errors.push(message.text())
    })
  }

  static async start(): Promise<SeatBrowser> {
    const executablePath = findChromium()
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const server = await chromium.launchServer({
      ...(executablePath !== undefined && { executablePath }),
      args: [...sandbox, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    })
    const browser = await chromium.connect(server.wsEndpoint())
    const context = await browser.newContext({ viewport: VIEWPORT, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    return new SeatBrowser(server, browser, context)
  }

  async open(seat: TestSeat, window: 'seat' | 'wall'): Promise<Page> {
    return openWindow(this.#context, await seat.entryFile(window))
  }

  /** As a power cut would: no page gets to say anything. */
  async kill9(): Promise<void> {
    await kill9(this.#server.process().pid ?? null)
  }

  async stop(): Promise<void> {
    // One that was killed is closed already, and says so by an error of its own.
    await Promise.allSettled([this.#browser.close(), this.#server.close()])
  }
}
