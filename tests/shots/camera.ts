import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Desk screens as in the design's screens; a wall is also one of 3840 x 2160, and a department's worker has a telephone. */
export const deskSizes: readonly Size[] = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }]
export const wallSizes: readonly Size[] = [{ width: 1920, height: 1080 }, { width: 3840, height: 2160 }]
export const departmentSizes: readonly Size[] = [{ width: 390, height: 844 }, { width: 1280, height: 800 }]

const themes = ['light', 'dark'] as const
const languages = ['zh-CN', 'en'] as const
const STEADY_MS = 3_000
const LOOK_EVERY_MS = 250

export interface Taken {
  readonly file: string
  readonly complaints: readonly string[]
}

/** Photographs one screen in both themes and both languages at every size, without touching what stands on it. */
export class Camera {
  readonly #folder: string
  readonly #complaints: string[] = []
  readonly taken: Taken[] = []

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** What this page says on its console from now on is put beside the pictures. */
  listen(page: Page): void {
    page.on('pageerror', ({ message }) => this.#complaints.push(message))
    page.on('console', (message) => {
      // A window whose host is gone keeps trying, and the browser says so each time.
      const isHostGone = message.text().includes('/door') && message.text().includes('ERR_CONNECTION_REFUSED')
      if (message.type() === 'error' && !isHostGone) this.#complaints.push(message.text())
    })
  }

  async take(page: Page, name: string, sizes: readonly Size[]): Promise<void> {
    for (const theme of themes) {
      for (const language of languages) {
        await dress(page, theme, language)
        for (const size of sizes) {
          await page.setViewportSize(size)
          const file = `${name}-${theme}-${language === 'en' ? 'en' : 'zh'}-${String(size.width)}x${String(size.height)}.png`
          await steady(page)
          await page.screenshot({ path: join(this.#folder, file) })
          this.taken.push({ file, complaints: this.#complaints.splice(0) })
        }
      }
    }
    // The next screen is brought about by its Chinese words.
    await dress(page, themes[0], languages[0])
  }
}

/** By the window's own buttons where it has them, pressed without taking the focus; else by its kept choice and a fresh start. */
async function dress(page: Page, theme: string, language: string): Promise<void> {
  const isDone = await page.evaluate(([wantedTheme, wantedLanguage]) => {
    const press = (id: string): void => {
      document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click()
    }
    const { dataset, lang } = document.documentElement
    if (dataset['theme'] !== wantedTheme) press('theme')
    if (lang !== wantedLanguage) press('language')
    return dataset['theme'] === wantedTheme && document.documentElement.lang === wantedLanguage
  }, [theme, language] as const)
  if (isDone) return
  await page.evaluate(([wantedTheme, wantedLanguage]) => {
    localStorage.setItem('hall.theme', wantedTheme)
    localStorage.setItem('hall.locale', wantedLanguage)
  }, [theme, language] as const)
  await page.reload({ waitUntil: 'load' })
  await page.locator('#app > *').first().waitFor()
}

/** Fonts are there and two looks in a row are alike; clocks tick, so for a while only. */
async function steady(page: Page): Promise<void> {
  await page.evaluate(async () => { await document.fonts.ready })
  const until = performance.now() + STEADY_MS
  let before: Buffer = Buffer.alloc(0)
  while (performance.now() < until) {
    await page.waitForTimeout(LOOK_EVERY_MS)
    const now = await page.screenshot()
    if (now.equals(before)) return
    before = now
  }
}
