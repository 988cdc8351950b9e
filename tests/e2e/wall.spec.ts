// The wall: four panes are one picture, a cut cable is seen on each of them, a pane that dies is replaced.
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { compareStitched, Program, stillPicture, TestHall, TestWall, wallOf } from './support/index.ts'
import { placesOf, watchBrowser, watchedBrowser, wallPages } from './support/watched-browser.ts'

const four = wallOf('640x360+0+0,640x360+640+0,640x360+0+360,640x360+640+360', { bezelMm: 10, pitchMm: 1.25, distanceM: 5 })

test.describe.configure({ mode: 'serial' })

test('four panes show one picture to the pixel, and each says that the cable is cut', async () => {
  const hall = await TestHall.open()
  try {
    const platform = await hall.startPlatform()
    const seat = await hall.startSeat('1', platform, { wall: four })
    const wall = hall.add(await TestWall.open(seat, four))
    const whole = await wall.whole()

    await test.step('at rest the stitched panes are the one big map', async () => {
      const panes = new Map<string, Buffer>()
      for (const [id, page] of wall.panes) panes.set(id, await stillPicture(page))

      const found = await compareStitched(wall, await stillPicture(whole), panes)

      expect(found.pixels).toBe(4 * 640 * 360)
      expect(found, `${found.differing} pixels differ, by at most ${found.most}`).toMatchObject({ differing: 0 })
      expect(wall.complaints).toEqual([])
    })

    await test.step('every pane knows its place and the time of the host', async () => {
      for (const [id, page] of wall.panes) {
        await expect(page.getByTestId('wall')).toHaveAttribute('data-pane', id)
        await expect.poll(async () => Number(await page.getByTestId('wall').getAttribute('data-clock'))).toBeLessThan(50)
      }
    })

    await test.step('the cable is cut: every pane says so', async () => {
      platform.pause()
      for (const page of wall.panes.values()) {
        await expect(page.locator('.stale').first()).toBeAttached({ timeout: 30_000 })
      }
      platform.continue()
      for (const page of wall.panes.values()) await expect(page.locator('.stale')).toHaveCount(0, { timeout: 30_000 })
    })
  } finally {
    await hall.end()
  }
})

/** A browser without a screen that believes in four monitors. */
const fourMonitors = (folder: string): Promise<string> =>
  watchedBrowser(folder, '--headless=new', '--screen-info={640x360}{640,0 640x360}{0,360 640x360}{640,360 640x360}')

test('a shell puts a window on each of four monitors and replaces one that is killed', async () => {
  const hall = await TestHall.open()
  try {
    const folder = await hall.folder('wall')
    const platform = await hall.startPlatform()
    const shell = hall.add(
      new Program({
        script: 'out/main/shell-browser.js',
        args: [
          '--data-dir',
          folder,
          '--platform-url',
          platform.url,
          '--enrol-file',
          platform.enrolFile,
          '--seat',
          '1',
          '--wall',
          '--until-stdin-ends',
        ],
        env: { ...process.env, HALL_CHROMIUM: await fourMonitors(await hall.folder('browser')), DISPLAY: ':none' },
      }),
    )
    await shell.line((line) => (line.includes('ready') ? line : undefined))
    const browser = await watchBrowser(join(folder, 'browser', 'wall'))
    await expect.poll(() => wallPages(browser).length, { timeout: 60_000 }).toBe(4)

    await test.step('each stands on its monitor, whole', async () => {
      await expect.poll(() => placesOf(wallPages(browser)), { timeout: 30_000 }).toEqual(['640x360+0+0', '640x360+0+360', '640x360+640+0', '640x360+640+360'])
      const panes = await Promise.all(
        wallPages(browser).map((page) => page.getByTestId('wall').getAttribute('data-pane', { timeout: 30_000 })),
      )
      expect(panes.toSorted()).toEqual(['at-0-0', 'at-0-360', 'at-640-0', 'at-640-360'])
    })

    await test.step('one dies; another takes its place', async () => {
      const [victim] = wallPages(browser)
      const pane = await victim?.getByTestId('wall').getAttribute('data-pane')
      // The page is gone before it can answer.
      await Promise.allSettled([victim?.goto('chrome://crash', { timeout: 1_000 })])

      await shell.line((line) =>
        line.includes(`the wall's window ${pane ?? ''}`) || line.includes(`大屏窗口 ${pane ?? ''}`) ? line : undefined,
      )
      const living = async (): Promise<string[]> => {
        const states = await Promise.all(
          wallPages(browser).map((page) =>
            page
              .getByTestId('wall')
              .getAttribute('data-pane', { timeout: 1_000 })
              .catch(() => null),
          ),
        )
        return states.filter((state) => state !== null).toSorted()
      }
      await expect.poll(living, { timeout: 60_000 }).toEqual(['at-0-0', 'at-0-360', 'at-640-0', 'at-640-360'])
    })
    await browser.close()
  } finally {
    await hall.end()
  }
})
