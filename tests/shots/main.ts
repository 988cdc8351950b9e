// npm run shots [-- NAME…] [--out DIR]: a real platform and seat on temporary data, lived in for a while, and every screen
// photographed in both themes and both languages. Prints a table; exit code 1 when a page complained on its console.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import type { BrowserContext, Page } from '@playwright/test'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { openWindow, SeatPage, TestHall } from '#tests/e2e/support/index.ts'
import type { TestPlatform, TestSeat } from '#tests/e2e/support/index.ts'
import { Operator, TOWN_PIN } from '#tests/e2e/support/operator.ts'
import { Camera, departmentSizes, deskSizes, wallSizes } from './camera.ts'
import type { Size } from './camera.ts'
import { liveIn } from './lived-in-hall.ts'
import type { LivedIn } from './lived-in-hall.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { ensureChromium } from '#build/ensure-chromium.ts'
import { at } from '#build/run.ts'
import { wordsOf } from '#build/words-of.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

interface Stage {
  readonly platform: TestPlatform
  readonly seat: TestSeat
  readonly page: Page
  readonly wall: Page
  readonly department: Page
  readonly operator: Operator
  readonly hall: LivedIn
}

interface Screen {
  readonly name: string
  readonly on: keyof typeof sizes
  /** Brings the screen about; they follow one another in this order, whichever of them are wanted. */
  readonly prepare: (stage: Stage) => Promise<void>
  readonly afterwards?: (stage: Stage) => Promise<void>
}

const PERSON = ['1004', '赵志强'] as const
const WORKER = '3002'
const sizes = { page: deskSizes, wall: wallSizes, department: departmentSizes } as const satisfies Record<string, readonly Size[]>

const screens: readonly Screen[] = [
  { name: 'seat-case', on: 'page', prepare: async ({ page, hall }) => {
    await page.getByTestId('list-to-check').click()
    await page.locator(`[data-testid="case-row"][data-no="${hall.storyNo}"]`).click()
    await page.getByTestId('case-head').waitFor()
  } },
  { name: 'seat-search', on: 'page', prepare: async ({ page }) => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('垃圾')
    await page.getByTestId('search-hit').first().waitFor()
  }, afterwards: async ({ page }) => {
    // The list, then the field.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  } },
  {
    name: 'seat-keys', on: 'page',
    prepare: ({ page }) => page.keyboard.press('Shift+Slash'),
    afterwards: ({ page }) => page.keyboard.press('Escape'),
  },
  { name: 'seat-hotline', on: 'page', prepare: async ({ page, hall }) => {
    await new SeatPage(page).fill({ name: '周女士', phone: '13900001234', component: hall.component, description: '人行道上水井盖裂开，孩子差点踩空' })
    await page.getByTestId('duplicates').waitFor()
  } },
  { name: 'board', on: 'page', prepare: async ({ page }) => {
    await page.keyboard.press('Control+Alt+B')
    await page.locator('[data-testid=ranking-total] [data-indicator=onTimeRate]').click()
    await page.getByTestId('figure').waitFor()
  }, afterwards: ({ page }) => page.keyboard.press('Control+Alt+S') },
  { name: 'board-hot', on: 'page', prepare: async ({ page }) => {
    await page.keyboard.press('Control+Alt+B')
    await page.getByTestId('board-subject').getByText('热点').click()
    await page.locator('[data-testid=hot-map][data-idle=true]').waitFor()
  }, afterwards: async ({ page }) => {
    await page.getByTestId('board-subject').getByText('部门').click()
    await page.keyboard.press('Control+Alt+S')
  } },
  { name: 'audit', on: 'page', prepare: async ({ page }) => {
    await page.getByRole('button', { name: '操作记录' }).click()
    await page.getByTestId('audit-list').waitFor()
  }, afterwards: ({ page }) => page.keyboard.press('Control+Alt+S') },
  { name: 'wall-scene', on: 'page', prepare: async ({ page }) => {
    await page.keyboard.press('F8')
    await page.getByTestId('wall-scene-add').click()
    await page.getByTestId('wall-editor').waitFor()
  }, afterwards: async ({ page }) => {
    await page.getByTestId('wall-editor-discard').click()
    await page.keyboard.press('Escape')
  } },
  { name: 'wall-span', on: 'page', prepare: async ({ page }) => {
    await page.keyboard.press('F8')
    await page.getByTestId('wall-scene-add-span').click()
    await page.getByTestId('wall-stop-add').click()
    await page.getByTestId('wall-stop-copy').click()
    await page.getByTestId('wall-stop-1').waitFor()
  }, afterwards: async ({ page }) => {
    await page.getByTestId('wall-editor-discard').click()
    await page.keyboard.press('Escape')
  } },
  { name: 'wall', on: 'wall', prepare: ({ wall }) => wall.getByTestId('wall-case').first().waitFor() },
  {
    name: 'wall-tiles', on: 'wall',
    prepare: async ({ wall, operator }) => {
      await operator.client.desk.call.wall.show({ scene: 'tiles' })
      await wall.getByTestId('wall-panel-ranking').waitFor()
    },
    afterwards: async ({ operator }) => void await operator.client.desk.call.wall.show({ scene: 'span' }),
  },
  { name: 'seat-offline', on: 'page', prepare: async ({ page, platform, operator }) => {
    platform.pause()
    await new SeatPage(page).whenLadderSays('offline', 60_000)
    await operator.take({ description: '断网期间来电：路面塌陷' }, 'file')
    await operator.take({ description: '断网期间来电：树枝折断' }, 'report')
    await page.getByTestId('outbox-open').click()
    await page.getByTestId('outbox-entry').first().waitFor()
  } },
  {
    name: 'wall-offline', on: 'wall',
    prepare: async ({ wall }) => { await new SeatPage(wall).whenLadderSays('offline', 60_000) },
    afterwards: ({ platform }) => Promise.resolve(platform.continue()),
  },
  { name: 'seat-host-gone', on: 'page', prepare: async ({ page, seat }) => {
    await page.getByTestId('outbox-open').click()
    await seat.kill9()
    await page.locator('[data-testid="ladder"][data-rung="host-gone"]').waitFor()
  } },
  { name: 'department', on: 'department', prepare: async ({ department }) => {
    await department.getByTestId('field-person').fill(WORKER)
    await department.getByTestId('field-pin').click()
    await department.keyboard.type(TOWN_PIN)
    await department.keyboard.press('Enter')
    await department.getByTestId('case-row').first().waitFor()
  } },
  { name: 'department-case', on: 'department', prepare: async ({ department }) => {
    await department.getByTestId('case-row').first().click()
    await department.getByTestId('case-sheet').waitFor()
  } },
]

async function shoot(wanted: readonly string[], folder: string): Promise<boolean> {
  const camera = new Camera(folder)
  const hall = await TestHall.open()
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  hall.add({ stop: () => browser.close() })
  const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name)
  try {
    const platform = await hall.startPlatform()
    const seat = await hall.startSeat('1', platform)
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    const page = await openPage(context, seat, 'seat', camera)
    if (isWanted('sign-in')) await camera.take(page, 'sign-in', deskSizes)
    if (isWanted('devices')) await devices(page, seat, camera)
    await new SeatPage(page).signIn(...PERSON)
    if (isWanted('seat-empty')) await camera.take(page, 'seat-empty', deskSizes)
    const operator = new Operator(await openDeskClient(seat))
    const wall = await openPage(context, seat, 'wall', camera)
    const department = await openDepartment(context, platform, camera)
    const stage = { platform, seat, page, operator, wall, department, hall: await liveIn(platform, operator) }
    for (const { name, on, prepare, afterwards } of screens) {
      await prepare(stage)
      if (isWanted(name)) await camera.take(stage[on], name, sizes[on])
      await afterwards?.(stage)
      // Somebody sits here: the seat does not lock itself while other windows are photographed.
      await page.keyboard.press('Shift')
    }
    operator.client.close()
  } finally {
    await hall.end()
  }
  for (const { file, complaints } of camera.taken) say([file, ...complaints.map((one) => `  ! ${one}`)].join('\n'))
  const complaints = camera.taken.flatMap((taken) => taken.complaints)
  say(`${String(camera.taken.length)} pictures in ${folder}, ${String(complaints.length)} complaints of pages`)
  return complaints.length === 0
}

/** What only an administrator sees. */
async function devices(page: Page, seat: TestSeat, camera: Camera): Promise<void> {
  await new SeatPage(page).signIn('9001', '管理员')
  await page.getByRole('button', { name: '设备与密钥' }).click()
  await page.getByTestId('device-list').getByRole('row').nth(1).click()
  await page.getByTestId('revoke').waitFor()
  await camera.take(page, 'devices', deskSizes)
  const client = await openDeskClient(seat)
  unwrap(await client.desk.call.session.signOut({}))
  client.close()
  await page.getByTestId('field-person').waitFor()
}

async function openPage(context: BrowserContext, seat: TestSeat, kind: 'seat' | 'wall', camera: Camera): Promise<Page> {
  const page = await openWindow(context, await seat.entryFile(kind))
  camera.listen(page)
  await page.locator('#app > *').first().waitFor()
  return page
}

async function openDepartment(context: BrowserContext, platform: TestPlatform, camera: Camera): Promise<Page> {
  const page = await context.newPage()
  camera.listen(page)
  await page.goto(`${platform.url}/department`)
  await page.getByTestId('field-person').waitFor()
  return page
}

const asked = wordsOf(() => parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true }))
const names = ['sign-in', 'devices', 'seat-empty', ...screens.map(({ name }) => name)]
if (asked?.positionals.every((name) => names.includes(name)) === true) {
  const { out } = asked.values
  const folder = out === undefined ? at('test-results/shots') : resolve(process.env['INIT_CWD'] ?? process.cwd(), out)
  process.exitCode = (await shoot(asked.positionals, folder)) ? 0 : 1
} else {
  complain(`usage: npm run shots [-- NAME…] [--out DIR]\nscreens: ${names.join(', ')}`)
  process.exitCode = 2
}
