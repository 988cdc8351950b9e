// A window of a seat in a real browser, that can die at any moment and is opened again by whoever sits there.
import type { Page } from '@playwright/test'
import { SeatBrowser, SeatPage } from '#tests/e2e/support/index.ts'
import type { TestSeat } from '#tests/e2e/support/index.ts'

export class ChaosPage {
  readonly #seat: TestSeat
  #browser: SeatBrowser | null = null
  #page: Page | null = null

  constructor(seat: TestSeat) {
    this.#seat = seat
  }

  async open(): Promise<void> {
    this.#browser = await SeatBrowser.start()
    this.#page = await this.#browser.open(this.#seat, 'seat')
  }

  /** `kill -9`: nothing of the window gets to say anything. */
  async kill9(): Promise<void> {
    await this.#browser?.kill9()
    await this.stop()
  }

  async stop(): Promise<void> {
    await this.#browser?.stop()
    this.#browser = null
    this.#page = null
  }

  /** What the window says of the link, within so much time; what is wrong with it, or nothing. */
  async wrongs(withinMs: number): Promise<string[]> {
    if (this.#page === null) return ['the window is not open']
    try {
      await new SeatPage(this.#page).whenLadderSays('normal', withinMs)
      return []
    } catch (error) {
      return [`the window does not say 正常: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`]
    }
  }
}
