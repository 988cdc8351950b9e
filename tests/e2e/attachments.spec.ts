// Evidence on a cut line: a caller's case with two photographs is taken while the platform is out of reach, the machine's host
// dies, the line heals; then both are at the platform with the very same content, at the seat and on the department's page.
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { makeSmallTown } from '#platform/town/small-town.ts'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import { aPicture, askStore, Cable, OnlinePerson, SeatBrowser, SeatPage, sha256, TestHall } from './support/index.ts'
import { TOWN_PIN } from './support/operator.ts'

const ARRIVES_MS = 60_000
const ALL_POSTS = '1004'
const DEPARTMENT_OF = "SELECT id, row->>'department' AS department FROM entity WHERE kind = 'case' AND row->>'department' IS NOT NULL"

function aComponent(): ComponentRow {
  const found = makeSmallTown(1, 'hall', 0)
    .entities.map(({ kind, row }) => (kind === 'component' ? (row as unknown as ComponentRow) : undefined))
    .find((row) => row?.classCode === 'C0101')
  if (found === undefined) throw new Error('the town has no such component')
  return found
}

const tiles = (page: Page, state: string) => page.locator(`[data-testid="file-tile"][data-upload="${state}"]`)

test('two photographs taken on a cut line arrive, whatever dies on the way', async ({ browser }) => {
  test.setTimeout(300_000)
  const hall = await TestHall.open()
  const seatBrowser = await SeatBrowser.start()
  const [first, second] = [aPicture(500, 400), aPicture(400, 600)]
  const hashes = [sha256(first), sha256(second)]
  try {
    const platform = await hall.startPlatform()
    const cable = hall.add(await Cable.lay(() => platform.url))
    const seat = await hall.startSeat('1', platform, { platformUrl: cable.url })
    const desk = new SeatPage(await seatBrowser.open(seat, 'seat'))
    const { page } = desk
    await desk.signIn(ALL_POSTS, '赵志强')
    await expect(desk.ladder).toHaveAttribute('data-rung', 'normal')

    await test.step('the line is cut; the form takes two photographs and refuses what only looks like one', async () => {
      cable.set('cut')
      await expect(desk.ladder).toHaveAttribute('data-rung', 'offline')
      await desk.fill({ name: '张先生', phone: '13812345678', component: aComponent().code, description: '井盖裂成两半' })
      const lie = { name: '假.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html><script>alert(1)</script></html>') }
      await page.getByTestId('file-input').setInputFiles([
        { name: '../井盖 一.png', mimeType: 'image/png', buffer: first },
        { name: '井盖 二.png', mimeType: 'image/png', buffer: second },
        lie,
      ])
      await expect(tiles(page, 'staged')).toHaveCount(2)
      await expect(page.locator('[data-testid="file-tile"][data-drawn="true"]')).toHaveCount(2)
      await expect(page.getByTestId('file-taking')).toHaveAttribute('data-refused', 'file-type-refused')
      await page.getByTestId('file-dismiss').click()
    })

    await test.step('the case is saved; its pictures wait in the queue and can be looked at', async () => {
      await desk.submit()
      await expect(page.getByTestId('case-state')).toBeVisible()
      await expect(page.getByTestId('files-report').getByTestId('file-tile')).toHaveCount(2)
      await expect(page.getByTestId('attachments-open')).toContainText('2')
      await page.getByTestId('file-tile').first().getByRole('button').first().click()
      await expect(page.getByTestId('light-box-picture')).toBeVisible()
      await page.keyboard.press('ArrowRight')
      await expect(page.getByTestId('light-box')).toHaveAttribute('data-hash', hashes[1] ?? '')
      await page.keyboard.press('Escape')
      await expect(page.getByTestId('light-box')).toHaveCount(0)
    })

    await test.step('the host dies; the line heals; both arrive', async () => {
      await seat.kill9Host()
      cable.set('whole')
      // A fresh host has the seat locked.
      await page.getByTestId('field-pin').click()
      await page.keyboard.type(TOWN_PIN)
      await page.keyboard.press('Enter')
      await expect(tiles(page, 'confirmed')).toHaveCount(2, { timeout: ARRIVES_MS })
      await expect(page.getByTestId('attachments-open')).toHaveCount(0)
    })

    await test.step('the platform has the very same content, and the department sees it', async () => {
      await expect.poll(async () => (await askStore(platform, DEPARTMENT_OF))[0]).toBeDefined()
      const [found] = await askStore<{ id: string; department: string }>(platform, DEPARTMENT_OF)
      const worker = `30${(found?.department ?? '').slice(1)}`
      const department = await OnlinePerson.signIn(platform.url, worker, 'department')
      for (const hash of hashes) expect(sha256(await department.read(found?.id ?? '', hash))).toBe(hash)
      const window = await browser.newPage()
      await window.goto(`${platform.url}/department/`)
      await window.getByTestId('field-person').fill(worker)
      await window.getByTestId('field-pin').click()
      await window.keyboard.type(TOWN_PIN)
      await window.getByTestId('submit-sign-in').click()
      await window.locator(`[data-testid="case-row"][data-case="${found?.id ?? ''}"]`).click()
      for (const hash of hashes) await expect(window.locator(`[data-testid="case-picture"][data-hash="${hash}"]`)).toBeVisible()
      await window.close()
    })
    expect(seatBrowser.errors).toEqual([])
  } finally {
    await seatBrowser.stop()
    await hall.end()
  }
})
