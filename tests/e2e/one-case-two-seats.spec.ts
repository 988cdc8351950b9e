// One case, two seats, a cut cable: the spine of the hall, told once from the ring of the telephone to the closed case.
import { expect, test } from '@playwright/test'
import { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { newCaseId } from '#shared/kernel/ids.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import type { ComponentRow } from '#shared/platform-api/rows.ts'
import { makeSmallTown } from '#platform/town/small-town.ts'
import { OnlinePerson, SeatBrowser, SeatPage, TestHall, askStore } from './support/index.ts'
import type { TestPlatform, TestSeat } from './support/index.ts'

const CLASS_UNDER_TEST = 'C0101'
const CASE_BY_NO = "SELECT id, row->>'department' AS department FROM entity WHERE kind = 'case' AND row->>'no' = $1"
const CASE_BY_ID = "SELECT row->>'inspector' AS inspector, (row->>'ver')::int AS ver FROM entity WHERE kind = 'case' AND id = $1"

/** Two components of the class, far enough from each other not to be taken for one case. */
function components(): readonly [ComponentRow, ComponentRow] {
  const rows = makeSmallTown(1, 'hall', 0)
    .entities.filter(({ kind }) => kind === 'component')
    .map(({ row }) => row as unknown as ComponentRow)
  const [first, ...others] = rows.filter(({ classCode }) => classCode === CLASS_UNDER_TEST)
  const far = others.find(({ lng }) => first !== undefined && Math.abs(lng - first.lng) > 0.004)
  if (first === undefined || far === undefined) throw new Error('the town has no two such components')
  return [first, far]
}

/** What an inspector has reported at the same place a moment ago. */
async function reportEarlier(platform: TestPlatform, { code, lng, lat }: ComponentRow): Promise<void> {
  const inspector = await OnlinePerson.signIn(platform.url, '2001', 'inspector')
  const outcome = await inspector.report(newCaseId(systemClock, systemRandom), {
    source: 'inspector',
    classCode: CLASS_UNDER_TEST,
    conditionId: null,
    areaGrade: 'A',
    description: '人行道井盖松动，有裂纹',
    place: { lng, lat, address: '路口人行道', grid: null, dutyGrid: null, community: null, street: null, component: code },
    ...{ reporterName: null, reporterPhone: null, phoneKey: null, wantsCallBack: false, foundAt: null, urgent: false },
    ...{ notDuplicateBecause: null, attachments: [], externalId: null },
  })
  expect(outcome.result).toBe('accepted')
}

test.describe.configure({ mode: 'serial' })

test('a case goes from the call to its closing across two seats, a frozen platform, a dead platform and a dead machine', async () => {
  test.setTimeout(300_000)
  const [near, far] = components()
  const hall = await TestHall.open()
  const browsers: SeatBrowser[] = []
  const browser = async (): Promise<SeatBrowser> => {
    const one = await SeatBrowser.start()
    browsers.push(one)
    return one
  }
  try {
    const platform = await hall.startPlatform()
    const seat1: TestSeat = await hall.startSeat('1', platform)
    const seat2 = await hall.startSeat('2', platform)
    const [first, second] = [await browser(), await browser()]
    let one = new SeatPage(await first.open(seat1, 'seat'))
    const two = new SeatPage(await second.open(seat2, 'seat'))
    const wall = new SeatPage(await second.open(seat2, 'wall'))
    await reportEarlier(platform, near)
    let no = ''

    await test.step('an acceptor sits at seat 1, a dispatcher at seat 2', async () => {
      await one.signIn('1001', '王丽')
      await two.signIn('1002', '陈建国')
      for (const window of [one, two, wall]) await expect(window.ladder).toHaveAttribute('data-rung', 'normal')
    })

    await test.step('a call comes; the duplicate is shown; it is none, and the case is filed', async () => {
      await one.fill({ name: '张先生', phone: '13812345678', component: near.code, description: '井盖裂成两半，一半陷下去' })
      await expect(one.page.getByTestId('duplicates')).toContainText('人行道')
      no = await one.caseNo()
      expect(no).toMatch(/^341523\d{13}$/)
      await one.page.keyboard.press('Alt+N')
      await one.field('notDuplicateBecause').fill('那件是隔壁的井盖')
      await one.submit()
      await expect(one.page.getByTestId('case-no').first()).toContainText(no)
      await expect(one.page.getByTestId('case-state')).toHaveText('待派遣')
      await expect(one.page.getByTestId('reporter')).toContainText('138****5678')
    })

    await test.step('seat 2 sees it and dispatches it', async () => {
      await two.openFromList('Alt+4', no)
      await two.page.getByTestId('action-dispatch').click()
      await two.page.getByTestId('action-panel').getByTestId('advice').locator('tbody tr[tabindex]').first().click()
      await two.page.keyboard.press('Control+Enter')
      await expect(two.page.getByTestId('case-state')).toHaveText('处置中')
      await expect(one.page.getByTestId('case-state')).toHaveText('处置中')
    })

    await test.step('the platform freezes: every window says 离线, then 追平, then 正常', async () => {
      const all = [one, two, wall]
      const stoppedAt = Date.now()
      platform.pause()
      const saidAt = await Promise.all(all.map((window) => window.whenLadderSays('offline', 30_000)))
      // The five seconds are asked on a clock that nobody else uses (I14 of the simulated hall); here they are put on record.
      test.info().annotations.push({ type: 'offline after', description: saidAt.map((at) => `${String(at - stoppedAt)} ms`).join(', ') })
      const caughtUp = all.map((window) => window.whenLadderSays('catching-up', 60_000))
      platform.continue()
      await Promise.all(caughtUp)
      await Promise.all(all.map((window) => window.whenLadderSays('normal', 60_000)))
    })

    let secondNo = ''
    await test.step('the platform dies: a second case is taken and filed with its final number', async () => {
      await platform.kill9()
      await expect(one.ladder).toHaveAttribute('data-rung', 'offline')
      await one.fill({ name: '李女士', phone: '13987654321', component: far.code, description: '井盖不见了，有人用树枝插着' })
      secondNo = await one.caseNo()
      await one.submit()
      await expect(one.page.getByTestId('case-no').first()).toContainText(secondNo)
      await expect(one.page.getByTestId('case-pending')).toBeVisible()
      await expect(one.page.getByTestId('outbox-open')).toContainText('3')
    })

    const typed = '路面有积水，行人绕行，'
    await test.step('a draft is half typed', async () => {
      await one.page.keyboard.press('F2')
      await expect(one.page.getByTestId('draft-form')).toBeVisible()
      await one.field('description').click()
      await one.page.keyboard.type(typed)
      for (let step = 0; step < 3; step += 1) await one.page.keyboard.press('ArrowLeft')
      await expect(one.page.getByTestId('draft-saved')).toHaveAttribute('data-state', 'saved')
    })

    await test.step('host and browser of seat 1 are killed and started again: draft, caret and pending commands are there', async () => {
      await first.kill9()
      await seat1.kill9()
      await seat1.restart()
      one = new SeatPage(await (await browser()).open(seat1, 'seat'))
      await one.page.getByTestId('field-pin').click()
      await one.page.keyboard.type('246810')
      await one.page.keyboard.press('Enter')
      await expect(one.page.getByTestId('draft-form')).toBeVisible()
      await expect(one.field('description')).toHaveValue(typed)
      await expect(one.field('description')).toBeFocused()
      const caret = await one.field('description').evaluate((field) => (field as HTMLTextAreaElement).selectionStart)
      expect(caret).toBe(typed.length - 3)
      await expect(one.page.getByTestId('outbox-open')).toContainText('3')
    })

    await test.step('the platform is back: everything drains once, in order', async () => {
      await platform.restart()
      await Promise.all([one, two, wall].map((window) => window.whenLadderSays('normal', 60_000)))
      await expect(one.page.getByTestId('outbox-open')).toContainText('0')
      await two.openFromList('Alt+4', secondNo)
      const flow = await askStore<{ action: string }>(
        platform,
        `SELECT row->>'action' AS action FROM entity WHERE kind = 'flow' AND row->>'caseId' =
           (SELECT id FROM entity WHERE kind = 'case' AND row->>'no' = $1) ORDER BY (row->>'n')::int`,
        [secondNo],
      )
      expect(flow.map(({ action }) => action)).toEqual(['report', 'accept', 'file'])
    })

    await test.step('the department answers, the inspector checks, the case closes', async () => {
      const [row] = await askStore<{ id: string; department: string }>(
        platform,
        CASE_BY_NO,
        [no],
      )
      const id = CaseId.parse(row?.id)
      const worker = await OnlinePerson.signIn(platform.url, `300${row?.department.slice(-1) ?? ''}`, 'department')
      const [task] = await worker.tasks()
      expect(task?.no).toBe(CaseNo.parse(no))
      expect((await worker.act(id, task?.ver ?? 0, 'answer', { words: '已更换井盖' })).result).toBe('accepted')
      await one.openFromList('Alt+5', no)
      await one.page.getByTestId('action-send-check').click()
      await one.page.locator('#act-inspector').click()
      await one.page.getByRole('listbox', { name: '监督员' }).getByRole('option').first().click()
      await one.page.keyboard.press('Control+Enter')
      await expect(one.page.getByTestId('case-state')).toHaveText('核查在外')
      interface Asked { inspector: string | null; ver: number }
      const asked = async (): Promise<Asked | undefined> => (await askStore<Asked>(platform, CASE_BY_ID, [id]))[0]
      // The seat shows its own act at once; the platform has it a moment later.
      await expect.poll(async () => (await asked())?.inspector ?? null).not.toBeNull()
      const sent = await asked()
      const inspector = await OnlinePerson.signIn(platform.url, sent?.inspector ?? '', 'inspector')
      expect((await inspector.act(id, sent?.ver ?? 0, 'answer-check', { fixed: true, words: '已复位' })).result).toBe(
        'accepted',
      )
      await expect(one.page.getByTestId('case-state')).toHaveText('待结案')
      await one.page.getByTestId('action-close').click()
      await one.page.keyboard.press('Control+Enter')
      await expect(one.page.getByTestId('case-state')).toHaveText('已结案')
    })

    await test.step('PostgreSQL holds each command once, and each has one flow record', async () => {
      const [counts] = await askStore<{ commands: number; ids: number; accepted: number; flows: number }>(
        platform,
        `SELECT count(*)::int AS commands, count(DISTINCT id)::int AS ids,
                count(*) FILTER (WHERE outcome->>'result' = 'accepted')::int AS accepted,
                (SELECT count(*)::int FROM entity WHERE kind = 'flow') AS flows FROM command`,
      )
      expect(counts?.commands).toBe(counts?.ids)
      expect(counts?.accepted).toBe(counts?.commands)
      expect(counts?.flows).toBe(counts?.accepted)
    })

    expect(browsers.flatMap(({ errors }) => errors)).toEqual([])
  } finally {
    for (const one of browsers) await one.stop()
    await hall.end()
  }
})
