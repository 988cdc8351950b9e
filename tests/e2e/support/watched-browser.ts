// The wall's own browser, started by the shell, watched from a story.
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, expect } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { findChromium } from '#main/shell-common/find-chromium.ts'

const WATCHED = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--remote-debugging-port=0']

/** A program for `HALL_CHROMIUM`: the browser of this machine, drawing by software, telling where it can be watched. */
export async function watchedBrowser(folder: string, ...flags: string[]): Promise<string> {
  const script = join(folder, 'watched-browser')
  const words = [...WATCHED, ...flags].map((word) => `'${word}'`).join(' ')
  await writeFile(script, `#!/bin/sh\nexec '${findChromium() ?? ''}' ${words} "$@"\n`)
  await chmod(script, 0o755)
  return script
}

export async function watchBrowser(profile: string): Promise<Browser> {
  let port = ''
  await expect
    .poll(
      async () => {
        port = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n')[0] ?? ''
        return port
      },
      { timeout: 60_000 },
    )
    .not.toBe('')
  for (let tries = 1; ; tries += 1) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    } catch (error) {
      // A page that its shell closes in that moment ends the connecting.
      if (tries === 5) throw error
    }
  }
}

export const wallPages = (browser: Browser): Page[] =>
  browser
    .contexts()
    .flatMap((context) => context.pages())
    .filter((page) => page.url().endsWith('/wall.html'))

/** How large each page is and where on the desktop, as X11 writes a geometry; one that is just closing stands nowhere. */
export async function placesOf(pages: readonly Page[]): Promise<string[]> {
  const place = (page: Page): Promise<string | null> =>
    page.evaluate(() => `${window.innerWidth}x${window.innerHeight}+${window.screenX}+${window.screenY}`).catch(() => null)
  const found = await Promise.all(pages.map(place))
  return found.filter((one) => one !== null).toSorted()
}
