// A seat's ledger is overwritten while it is off: nobody gets an empty seat, and nothing that was told "saved" is lost.
import { closeSync, existsSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import { makeSmallTown } from '#platform/town/small-town.ts'
import { SeatBrowser, SeatPage, TestHall } from './support/index.ts'
import { TOWN_PIN } from './support/operator.ts'

function aComponent(): ComponentRow {
  const row = makeSmallTown(1, 'hall', 0).entities.find(
    ({ kind, row }) => kind === 'component' && row !== null && 'classCode' in row && row.classCode === 'C0101',
  )
  if (row === undefined) throw new Error('the town has no such component')
  // A component's row, by its kind.
  return row.row as unknown as ComponentRow
}

function overwriteMiddle(file: string): void {
  const fd = openSync(file, 'r+')
  writeSync(fd, Buffer.alloc(8_192, '坏'), 0, 8_192, statSync(file).size >> 1)
  closeSync(fd)
}

test('a damaged ledger is noticed, a leader restores it, and every case is there', async () => {
  test.setTimeout(480_000)
  const hall = await TestHall.open()
  let browser: SeatBrowser | null = null
  try {
    const platform = await hall.startPlatform()
    const seat = await hall.startSeat('1', platform)
    const ledger = join(seat.paths.seat, 'ledger.db')
    browser = await SeatBrowser.start()
    const desk = new SeatPage(await browser.open(seat, 'seat'))
    await desk.signIn('1001', '王丽')
    await expect(desk.ladder).toHaveAttribute('data-rung', 'normal')
    const backups = join(seat.paths.seat, 'backups')
    await expect
      .poll(() => existsSync(backups) && readdirSync(backups).some((name) => name.endsWith('.db')), { timeout: 60_000 })
      .toBe(true)
    await platform.kill9()
    await expect(desk.ladder).toHaveAttribute('data-rung', 'offline')
    await desk.fill({ name: '张先生', phone: '13812345678', component: aComponent().code, description: '井盖裂成两半' })
    const no = await desk.caseNo()
    await desk.submit()
    await expect(desk.page.getByTestId('case-no').first()).toContainText(no)

    await seat.stop()
    overwriteMiddle(ledger)
    await seat.restart()
    const again = await browser.open(seat, 'seat')

    await expect(again.getByTestId('recovery')).toBeVisible()
    await expect(again.getByTestId('recovery-why')).toHaveAttribute('data-code', 'ledger-damaged')
    await again.getByTestId('recovery-person').fill('1003')
    await again.getByTestId('recovery-pin').fill(TOWN_PIN)
    await platform.restart()
    await again.getByTestId('recovery-restore').click()
    await expect(again.getByTestId('recovery-told')).toContainText('已恢复')

    await expect(again.getByTestId('sign-in')).toBeVisible({ timeout: 60_000 })
    const back = new SeatPage(again)
    await back.signIn('1001', '王丽')
    await expect(back.ladder).toHaveAttribute('data-rung', 'normal', { timeout: 60_000 })
    await expect(again.getByTestId('outbox-open')).toContainText('0')
    await back.openFromList('Alt+4', no)
    expect(browser.errors).toEqual([])
  } finally {
    await browser?.stop()
    await hall.end()
  }
})
