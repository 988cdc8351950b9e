// Two seats without a link send the same case to different departments. Who comes back second is told by whom it was overtaken,
// sees the three sides, and decides.
import { expect, test } from '@playwright/test'
import type { CaseId } from '#shared/kernel/ids.ts'
import { DepartmentId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { Cable } from './support/cable.ts'
import { openDeskClient } from './support/desk-client.ts'
import { SeatBrowser, SeatPage, TestHall } from './support/index.ts'
import { Operator } from './support/operator.ts'
import { storedCase, storedCommands } from './support/stored.ts'

const enforcement = DepartmentId.parse('D05')
const LONG_MS = 60_000

test('the one who comes back second sees by whom, merges or withdraws, and nothing is done twice', async () => {
  test.setTimeout(240_000)
  const hall = await TestHall.open()
  const browser = await SeatBrowser.start()
  try {
    const platform = await hall.startPlatform()
    const cables = [hall.add(await Cable.lay(() => platform.url)), hall.add(await Cable.lay(() => platform.url))] as const
    const own = await hall.startSeat('1', platform, { platformUrl: cables[0].url })
    const he = new Operator(await openDeskClient(await hall.startSeat('2', platform, { platformUrl: cables[1].url })))
    await he.signIn('1008')
    const seat = new SeatPage(await browser.open(own, 'seat'))
    const { page } = seat
    await seat.signIn('1004', '赵志强')

    const filed = async (description: string): Promise<{ id: CaseId; no: string }> => {
      const { caseId, no } = unwrap(await he.take({ description }, 'file'))
      await he.viewWhen(caseId, ({ pending }) => pending.length === 0)
      return { id: caseId, no }
    }
    /** Here to the first department advised, at the other seat to 执法; the other one's link heals first. */
    const dispatchBoth = async ({ id, no }: { id: CaseId; no: string }): Promise<void> => {
      await seat.openFromList('Alt+4', no)
      await expect(page.getByTestId('case-state')).toHaveText('待派遣')
      for (const cable of cables) cable.set('cut')
      await seat.whenLadderSays('offline', 30_000)
      await page.getByTestId('action-dispatch').click()
      await page.getByTestId('action-panel').getByTestId('advice').locator('tbody tr[tabindex]').first().click()
      await page.keyboard.press('Control+Enter')
      await expect(page.getByTestId('case-pending')).toBeVisible()
      unwrap(await he.act(id, 'dispatch', { department: enforcement, words: '占道经营为主' }))
      cables[1].set('whole')
      await he.viewWhen(id, ({ row, pending }) => row.department === enforcement && pending.length === 0, LONG_MS)
      cables[0].set('whole')
      await expect(page.getByTestId('outbox-rejected')).toBeVisible({ timeout: LONG_MS })
    }
    const departmentLine = page.locator('tbody tr', { has: page.locator('th', { hasText: '处置单位' }) })

    await test.step('merged: my department, as 改派 with its reason', async () => {
      const one = await filed('建筑垃圾堆放，两席同时派遣')
      await dispatchBoth(one)
      await page.getByTestId('outbox-open').click()

      await expect(page.getByTestId('outbox-tray')).toContainText('2 号席何伟')
      await expect(page.getByTestId('outbox-tray')).toContainText('离线办理')
      await expect(departmentLine.locator('td').nth(0)).toHaveText('无')
      await expect(departmentLine.locator('td').nth(2)).toContainText('城市管理执法大队')
      await expect(departmentLine.locator('td').nth(1)).not.toContainText('城市管理执法大队')
      await page.getByTestId('outbox-words').fill('主责在环卫')
      await page.getByTestId('outbox-again').click()

      await expect(page.getByTestId('outbox-tray')).toContainText('发件箱是空的', { timeout: LONG_MS })
      await expect.poll(async () => (await storedCase(platform, one.id))?.department, { timeout: LONG_MS }).not.toBe(enforcement)
      await expect(page.getByTestId('outbox-rejected')).toHaveCount(0)
      const stored = (await storedCommands(platform)).filter(({ caseId, seat: of }) => caseId === one.id && of === '1')
      expect(stored.map(({ action, result }) => [action, result])).toEqual([['dispatch', 'rejected'], ['re-dispatch', 'accepted']])
    })

    await test.step('withdrawn with a reason, taken back, and withdrawn for good', async () => {
      await page.keyboard.press('Escape')
      const one = await filed('乱堆乱放，两席同时派遣')
      await dispatchBoth(one)
      await page.getByTestId('outbox-open').click()

      await page.getByTestId('outbox-theirs').click()
      await page.keyboard.press('Control+Enter')
      await expect(page.getByTestId('outbox-undo')).toBeVisible()
      await page.getByTestId('outbox-take-back').click()
      await expect(page.getByTestId('outbox-entry')).toHaveAttribute('data-state', 'rejected')
      await page.getByTestId('outbox-theirs').click()
      await page.keyboard.press('Control+Enter')

      await expect(page.getByTestId('outbox-entry')).toHaveCount(0)
      await expect(page.getByTestId('outbox-rejected')).toHaveCount(0)
      expect((await storedCase(platform, one.id))?.department).toBe(enforcement)
    })
    expect(browser.errors).toEqual([])
    he.client.close()
  } finally {
    await browser.stop()
    await hall.end()
  }
})
