// A department without a system of its own: its worker returns a case, answers another with pictures over a line that breaks,
// asks for more time, and is told when a colleague was faster; on a window as large as a telephone.
import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import type { Page, Route } from '@playwright/test'
import type { PersonRow } from '#shared/platform-api/people.ts'
import { aPicture, Cable, DepartmentScene, OnlinePerson, sha256, TestHall } from './support/index.ts'
import type { TestPlatform } from './support/index.ts'

const SANITATION = 'D02'
const WORKER = '3002'
const COLLEAGUE = '3102'
const INSPECTOR = '2001'
const TELEPHONE = { width: 390, height: 844 }
/** The page asks every ten seconds, and an upload gives up on a dead line after seven. */
const NOTICED_MS = 40_000

interface Patch {
  readonly path: string
  readonly offset: number
}

/** Uploads as they leave the page, with a hand on each. */
class Uploads {
  readonly patches: Patch[] = []
  created = 0
  onPatch: (count: number) => 'go' | 'break' = () => 'go'

  async watch(page: Page): Promise<void> {
    await page.route(/\/v1\/attachments(?:\/[0-9a-f]{32})?$/, (route) => this.#see(route))
  }

  async #see(route: Route): Promise<void> {
    const request = route.request()
    if (request.method() === 'POST') this.created += 1
    if (request.method() === 'PATCH') {
      const patch = { path: new URL(request.url()).pathname, offset: Number(request.headers()['upload-offset']) }
      if (this.onPatch(this.patches.push(patch)) === 'break') return route.abort('connectionfailed')
    }
    return route.continue()
  }
}

async function administrator(platform: TestPlatform, path: string, method: string, body: unknown): Promise<void> {
  const token = (await readFile(platform.adminTokenFile, 'utf8')).trim()
  const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }
  const reply = await fetch(`${platform.url}${path}`, { method, headers, body: JSON.stringify(body) })
  expect(reply.status).toBe(200)
}

/** A second worker of the department. */
async function addColleague(platform: TestPlatform): Promise<OnlinePerson> {
  const row = { id: COLLEAGUE, name: '乔红', posts: ['department'], department: SANITATION, dutyGrid: null, active: true, verifier: null, phone: null }
  await administrator(platform, '/v1/bulk/person', 'POST', { rows: [row satisfies Record<keyof PersonRow, unknown>] })
  await administrator(platform, `/v1/people/${COLLEAGUE}/secret`, 'PUT', { secret: '246810' })
  return OnlinePerson.signIn(platform.url, COLLEAGUE, 'department')
}

async function signIn(page: Page): Promise<void> {
  await page.getByTestId('field-person').fill(WORKER)
  await page.getByTestId('field-pin').click()
  await page.keyboard.type('246810')
  await page.getByTestId('submit-sign-in').click()
}

async function open(page: Page, id: string): Promise<void> {
  await page.locator(`[data-testid="case-row"][data-case="${id}"]`).click()
  await expect(page.getByTestId('flow')).toBeVisible()
}

async function take(page: Page, step: string, words: string): Promise<void> {
  await page.getByTestId(`step-${step}`).click()
  await page.locator(`#words-${step}`).fill(words)
}

const confirm = (page: Page): Promise<void> => page.getByTestId('step-panel').getByRole('button', { name: /^确认|^送出/ }).click()
const delivery = (page: Page, state: string) => page.locator(`[data-testid="delivery"][data-state="${state}"]`)

test('a department receives, returns, answers with pictures over a breaking line, and asks for more time', async ({ browser }) => {
  test.setTimeout(240_000)
  const hall = await TestHall.open()
  const context = await browser.newContext({ viewport: TELEPHONE, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  try {
    const platform = await hall.startPlatform()
    const cable = hall.add(await Cable.lay(() => platform.url))
    const scene = await DepartmentScene.open(platform.url)
    const colleague = await addColleague(platform)
    const ofReport = aPicture(60, 40)
    const [wrong, dirty, slow, raced] = [
      await scene.dispatched('路灯不亮，夜里看不见路', SANITATION),
      await scene.dispatched('小区门口堆放建筑垃圾', SANITATION, ofReport),
      await scene.dispatched('河道漂浮物，要等船', SANITATION),
      await scene.dispatched('路边垃圾桶满溢', SANITATION),
    ]
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) faults.push(message.text())
    })
    const uploads = new Uploads()
    await uploads.watch(page)

    await test.step('the worker signs in and sees what was received', async () => {
      await page.goto(`${cable.url}/department/`)
      await signIn(page)
      await expect(page.getByTestId('department-name')).toHaveText('环境卫生管理处')
      await expect(page.getByTestId('case-row')).toHaveCount(4)
      await page.getByTestId('search').fill('船')
      await expect(page.getByTestId('case-row')).toHaveCount(1)
      await page.getByTestId('search').fill('')
    })

    await test.step('a case that is not theirs goes back with its reason', async () => {
      await open(page, wrong.id)
      await take(page, 'return', '路灯归路灯管理所，请改派')
      await confirm(page)
      await expect(delivery(page, 'done')).toBeVisible()
      const { row, flow } = await scene.acceptor.case(wrong.id)
      expect([row.state, row.department, flow.at(-1)?.words]).toEqual(['filed', null, '路灯归路灯管理所，请改派'])
      await page.getByTestId('back').click()
      await expect(page.getByTestId('case-row')).toHaveCount(3)
    })

    const [before, after] = [aPicture(700, 900), aPicture(400, 500)]
    await test.step('pictures go up in pieces; the line breaks in the middle; the page says so', async () => {
      await open(page, dirty.id)
      await expect(page.getByTestId('case-picture')).toHaveAttribute('data-hash', sha256(ofReport))
      await take(page, 'answer', '垃圾已清运两车，地面冲洗干净')
      uploads.onPatch = (count) => {
        if (count === 2) cable.set('cut')
        return count < 2 ? 'go' : 'break'
      }
      await page.getByTestId('add-before').setInputFiles([{ name: '前.png', mimeType: 'image/png', buffer: before }])
      await expect(page.getByTestId('not-connected')).toBeVisible({ timeout: NOTICED_MS })
      await expect(page.locator('[data-testid="picture-tile"][data-state="waiting"]')).toBeVisible({ timeout: NOTICED_MS })
      await page.getByTestId('add-after').setInputFiles([{ name: '说明.txt', mimeType: 'image/png', buffer: Buffer.from('no picture at all') }])
      await expect(page.getByTestId('not-taken')).toContainText('说明.txt')
    })

    await test.step('with the line, and after a reload, they go on where they stopped', async () => {
      uploads.onPatch = () => 'go'
      cable.set('whole')
      await page.reload()
      await expect(page.locator('#words-answer')).toHaveValue('垃圾已清运两车，地面冲洗干净')
      await page.getByTestId('add-after').setInputFiles([{ name: '后.png', mimeType: 'image/png', buffer: after }])
      await expect(page.locator('[data-testid="picture-tile"][data-state="there"]')).toHaveCount(2, { timeout: NOTICED_MS })
      const [first] = uploads.patches
      expect(uploads.created).toBe(2)
      expect(uploads.patches.filter(({ path, offset }) => path === first?.path && offset === 0)).toHaveLength(1)
    })

    await test.step('the reply to the answer is lost: it is sent again and counts once', async () => {
      cable.set('lossy')
      await confirm(page)
      await expect(delivery(page, 'waiting')).toBeVisible()
      cable.set('whole')
      await expect(delivery(page, 'done')).toBeVisible({ timeout: NOTICED_MS })
      const { row, flow } = await scene.acceptor.case(dirty.id)
      expect(row.state).toBe('answered')
      expect(flow.map(({ action }) => action).filter((action) => action === 'answer' || action === 'attach')).toEqual(['answer', 'attach', 'attach'])
      await page.getByTestId('back').click()
    })

    await test.step('the desk and the inspector who checks see the pictures, unchanged', async () => {
      const { row } = await scene.acceptor.case(dirty.id)
      const handled = row.attachments.filter(({ use }) => use === 'handle')
      expect(handled.map(({ name, hash }) => [name, hash])).toEqual([['处置前 1.png', sha256(before)], ['处置后 1.png', sha256(after)]])
      await scene.acceptor.sendCheck(dirty.id, row.ver, INSPECTOR)
      const inspector = await OnlinePerson.signIn(platform.url, INSPECTOR, 'inspector')
      expect(sha256(await inspector.read(dirty.id, sha256(after)))).toBe(sha256(after))
    })

    await test.step('more time is asked for, once', async () => {
      await open(page, slow.id)
      await take(page, 'request-extension', '打捞船周一才能到')
      await confirm(page)
      await expect(delivery(page, 'done')).toBeVisible()
      await expect(page.getByTestId('step-request-extension')).toHaveAttribute('aria-disabled', 'true')
      const { row } = await scene.dispatcher.case(slow.id)
      expect(row.extensionAsked).toBe(true)
      const due = row.dueAt ?? 0
      expect((await scene.dispatcher.act(slow.id, row.ver, 'approve-extension', { words: '' })).result).toBe('accepted')
      expect((await scene.dispatcher.case(slow.id)).row.dueAt).toBeGreaterThan(due)
      await page.getByTestId('back').click()
    })

    await test.step('a colleague was faster: the worker is told by whom, and the words are still there', async () => {
      await open(page, raced.id)
      await take(page, 'answer', '已换新桶')
      await page.route('**/v1/commands', async (route) => {
        const { row } = await colleague.case(raced.id)
        await colleague.act(raced.id, row.ver, 'answer', { words: '已清空' })
        await route.continue()
      }, { times: 1 })
      await confirm(page)
      await expect(delivery(page, 'refused')).toContainText('乔红')
      await expect(delivery(page, 'refused')).toContainText('待核查')
      await expect(page.getByTestId('left-words')).toContainText('已换新桶')
      await page.getByTestId('back').click()
    })

    await test.step('a sign-in that ends asks for the PIN again and leaves the words alone', async () => {
      await open(page, slow.id)
      await take(page, 'note', '船已联系好')
      const kept = await page.evaluate(() => sessionStorage.getItem('department.session') ?? '{}')
      const { token } = JSON.parse(kept) as { token: string }
      await fetch(`${platform.url}/v1/sign-ins/mine`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
      await expect(page.getByTestId('department-sign-in')).toContainText('登录已到期', { timeout: NOTICED_MS })
      await signIn(page)
      await expect(page.locator('#words-note')).toHaveValue('船已联系好')
      await page.getByTestId('sign-out').click()
      await expect(page.getByTestId('department-desk')).toBeHidden()
    })

    expect(faults).toEqual([])
  } finally {
    await context.close()
    await hall.end()
  }
})
