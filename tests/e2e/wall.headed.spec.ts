// A wall on a desktop of four monitors: no headless windows, no monitors invented by the browser. Told when it is asked for:
// npm run e2e -- wall.headed
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { askControl, hallPaths } from '#main/shell-common/index.ts'
import { z } from '#shared/kernel/zod.ts'
import { compareStitched, openWindow, Program, stillPicture, TestHall, wallOf } from './support/index.ts'
import { spanOf } from '#shared/domain/wall/index.ts'
import { placesOf, watchBrowser, watchedBrowser, wallPages } from './support/watched-browser.ts'
import { whyNoXServer, XServer } from './support/x-server.ts'

const trouble = whyNoXServer()
test.skip(trouble !== undefined, trouble)
test.setTimeout(900_000)

/**
 * Of each monitor. HALL_WALL_MONITOR=1920x1080 asks for what a hall hangs up: drawn by software on a busy machine its windows
 * fall silent and are replaced, so they are never all there at once.
 */
const SIZE = process.env['HALL_WALL_MONITOR'] ?? '800x600'
const [width = 0, height = 0] = SIZE.split('x').map(Number)
const corners = [[0, 0], [width, 0], [0, height], [width, height]] as const
const places = corners.map(([x, y]) => `${SIZE}+${String(x)}+${String(y)}`)
const { displays } = wallOf(places.join(), {})
const FILLED_MS = 300_000
const MOST_TRIES = 10
const panes = displays.map(({ x, y }) => `at-${String(x)}-${String(y)}`)

/** A window that is too slow for the host is replaced by another while we look; then that one is looked at. */
async function pictureOf(browser: Browser, pane: string): Promise<Buffer> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const page = await windowOn(browser, pane)
    if (page === undefined) continue
    try {
      return await stillPicture(page)
    } catch (error) {
      if (!page.isClosed()) throw error
    }
  }
  throw new Error(`no window stays on ${pane}`)
}

async function windowOn(browser: Browser, pane: string): Promise<Page | undefined> {
  for (const page of wallPages(browser).toReversed()) {
    const shown = await page.getByTestId('wall').getAttribute('data-pane').catch(() => null)
    if (shown === pane) return page
  }
  return undefined
}

test('on a desktop of four monitors each has its window, full and in its place, and all of them are one picture', async () => {
  const hall = await TestHall.open()
  try {
    const folder = await hall.folder('wall')
    const x = hall.add(await XServer.start(displays, join(folder, 'xorg.log')))
    const platform = await hall.startPlatform()
    const where = ['--data-dir', folder, '--platform-url', platform.url, '--enrol-file', platform.enrolFile, '--seat', '1']
    const shell = hall.add(
      new Program({
        script: 'out/main/shell-browser.js',
        args: [...where, '--wall', '--until-stdin-ends'],
        env: { ...process.env, HALL_CHROMIUM: await watchedBrowser(await hall.folder('browser')), DISPLAY: x.display },
      }),
    )
    await shell.line((line) => (line.includes('ready') ? line : undefined))
    const browser = await watchBrowser(join(folder, 'browser', 'wall'))

    await test.step('the monitors are found as they stand, and each is filled', async () => {
      await expect.poll(() => placesOf(wallPages(browser)), { timeout: FILLED_MS }).toEqual(places.toSorted())
      for (const pane of panes) await expect.poll(async () => (await windowOn(browser, pane)) !== undefined).toBe(true)
    })

    await test.step('at rest they are the one big map, to the pixel', async () => {
      const pictures = new Map<string, Buffer>()
      for (const pane of panes) pictures.set(pane, await pictureOf(browser, pane))
      const [context] = browser.contexts()
      const reply = await askControl(hallPaths(folder), { do: 'entry', window: 'wall' })
      const whole = await openWindow(context!, z.string().parse(reply.ok ? reply.value : reply))
      await whole.setViewportSize({ width: 2 * width, height: 2 * height })

      const span = spanOf(displays.map((display, at) => ({ ...display, id: panes[at] ?? '' })), { bezelMm: 0, pitchMm: 1.25 })
      const found = await compareStitched({ browser, span }, await stillPicture(whole), pictures)

      expect(found.pixels).toBe(4 * width * height)
      expect(found, `${found.differing} pixels differ, by at most ${found.most}`).toMatchObject({ differing: 0 })
    })
    await browser.close()
  } finally {
    await hall.end()
  }
})
