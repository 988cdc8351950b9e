// What the Electron shell must be able to do with these windows, told once: the same story in Electron and in the stand-in.
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import { makeSmallTown } from '#platform/town/small-town.ts'
import { SeatPage } from './support/index.ts'
import { TOWN_PIN } from './support/operator.ts'

const CLASS_UNDER_TEST = 'C0101'

function aComponent(): ComponentRow {
  const rows = makeSmallTown(1, 'hall', 0).entities.filter(({ kind }) => kind === 'component')
  // The town's own rows, by their kind.
  const found = rows.map(({ row }) => row as unknown as ComponentRow).find(({ classCode }) => classCode === CLASS_UNDER_TEST)
  if (found === undefined) throw new Error('the town has no such component')
  return found
}

/** @param killHost ends the host as a crash would */
export async function tellElectronStory(seat: Page, wall: Page, killHost: () => Promise<void>): Promise<void> {
  const one = new SeatPage(seat)
  let no = ''

  await test.step('an acceptor signs in', async () => {
    await one.signIn('1001', '王丽')
    await expect(one.ladder).toHaveAttribute('data-rung', 'normal')
    await expect(new SeatPage(wall).ladder).toHaveAttribute('data-rung', 'normal')
  })

  await test.step('a call comes and is filed', async () => {
    await one.fill({ name: '张先生', phone: '13812345678', component: aComponent().code, description: '井盖裂成两半，一半陷下去' })
    no = await one.caseNo()
    await one.submit()
    await expect(seat.getByTestId('case-no').first()).toContainText(no)
    await expect(seat.getByTestId('case-state')).toHaveText('待派遣')
  })

  await test.step('the host is killed: every window says so, and heals', async () => {
    const saysGone = [seat, wall].map((page) => expect(page.getByText('本机服务中断').first()).toBeVisible())
    await killHost()
    await Promise.all(saysGone)
    for (const page of [seat, wall]) await expect(page.getByText('本机服务中断')).toHaveCount(0)
  })

  await test.step('a fresh host asks for the PIN again; the case is still there', async () => {
    await seat.getByTestId('field-pin').click()
    await seat.keyboard.type(TOWN_PIN)
    await seat.keyboard.press('Enter')
    await expect(seat.getByTestId('sign-in')).toHaveCount(0)
    await expect(one.ladder).toHaveAttribute('data-rung', 'normal')
    await expect(seat.getByTestId('case-no').first()).toContainText(no)
    await expect(seat.getByTestId('case-state')).toHaveText('待派遣')
  })
}
