import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { TOWN_PIN } from './operator.ts'

/** A caller's words, as the form asks for them. */
export interface Call {
  readonly name: string
  readonly phone: string
  /** Code of the component the caller stands at. */
  readonly component: string
  readonly description: string
}

/** What a person does in a seat window, by eye and keyboard. */
export class SeatPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get ladder(): Locator {
    return this.page.getByTestId('ladder')
  }

  field(name: string): Locator {
    return this.page.locator(`#field-${name}`)
  }

  async signIn(person: string, name: string): Promise<void> {
    await this.page.getByTestId('field-person').fill(person)
    await expect(this.page.getByTestId('sign-in')).toContainText(name)
    await this.page.getByTestId('field-pin').click()
    await this.page.keyboard.type(TOWN_PIN)
    await this.page.keyboard.press('Enter')
    await expect(this.page.getByTestId('signed-in-name')).toContainText(name)
  }

  /** F2, then who, where and what, in the order a call goes. */
  async fill(call: Call): Promise<void> {
    await this.page.keyboard.press('F2')
    await expect(this.page.getByTestId('draft-form')).toBeVisible()
    await this.field('reporterName').fill(call.name)
    await this.field('reporterPhone').fill(call.phone)
    await this.field('component').fill(call.component)
    await expect(this.page.getByTestId('place-facts')).toContainText('341523')
    await this.field('description').fill(call.description)
    // The component names its class; one key takes it.
    await expect(this.page.getByTestId('suggestions')).toContainText('C0101')
    await this.page.keyboard.press('Alt+Q')
    await this.field('conditionId').click()
    await this.page.getByRole('listbox', { name: '立案条件' }).getByRole('option').first().click()
  }

  /** Number of the draft or case in hand, as it stands on the screen. */
  async caseNo(): Promise<string> {
    const text = (await this.page.getByTestId('case-no').first().textContent()) ?? ''
    return /\d{19}/.exec(text)?.[0] ?? ''
  }

  /** Ctrl+Enter on the form; done when the case itself stands there. */
  async submit(): Promise<void> {
    await expect(this.page.getByTestId('submit')).toBeEnabled()
    await this.page.keyboard.press('Control+Enter')
    await expect(this.page.getByTestId('case-head')).toBeVisible()
  }

  /** Opens a case out of a work list. */
  async openFromList(key: string, no: string): Promise<void> {
    await this.page.keyboard.press(key)
    await this.page.locator(`[data-testid="case-row"][data-no="${no}"]`).click()
    await expect(this.page.getByTestId('case-no').first()).toContainText(no)
  }

  /** When the ladder first said `rung` after this call, epoch ms, by the page's own watch. */
  async whenLadderSays(rung: string, limitMs: number): Promise<number> {
    return this.page.evaluate(
      ([wanted, limit]) =>
        new Promise<number>((resolve, reject) => {
          const says = (): boolean => document.querySelector('[data-testid="ladder"]')?.getAttribute('data-rung') === wanted
          const done = (): void => {
            observer.disconnect()
            clearTimeout(timer)
            resolve(Date.now())
          }
          const observer = new MutationObserver(() => {
            if (says()) done()
          })
          const timer = setTimeout(() => {
            observer.disconnect()
            reject(new Error(`the ladder never said ${String(wanted)}`))
          }, Number(limit))
          observer.observe(document.body, { subtree: true, childList: true, attributes: true })
          if (says()) done()
        }),
      [rung, limitMs] as const,
    )
  }
}
