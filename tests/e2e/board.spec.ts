// 看板: the figures of a month are those of the platform's own rows, every one opens its arithmetic and its cases, and the workbook
// says the same.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { periodOf, spanOfPeriod, stepSpan } from '#shared/domain/evaluation/index.ts'
import { askStore, SeatBrowser, SeatPage, TestHall } from './support/index.ts'
import { readSheet } from './support/sheet-reader.ts'

/** A past that holds the whole of the month before. */
const TOWN = ['--town', 'small', '--history', '62']

/** What has been filed in the month, by department, counted by the store itself. */
const FILED = `
  SELECT coalesce(row->>'department', '') AS id, count(*)::int AS filed,
    count(*) FILTER (WHERE row->>'department' IS NOT NULL AND (
      SELECT count(*) FROM jsonb_array_elements(row->'clocks') clock
      WHERE clock->>'kind' = 'handle' AND (clock->>'startedAt')::bigint >= (row->>'dispatchedAt')::bigint
    ) > 1)::int AS reworked,
    count(*) FILTER (WHERE (row->>'returns')::int > 0)::int AS returned,
    count(*) FILTER (WHERE row->>'state' = 'on-account')::int AS on_account
  FROM entity WHERE kind = 'case' AND NOT deleted
    AND (row->>'filedAt')::bigint >= $1 AND (row->>'filedAt')::bigint < $2
  GROUP BY 1`
interface Recounted extends Record<string, unknown> {
  readonly id: string
  readonly filed: number
  readonly reworked: number
  readonly returned: number
  readonly on_account: number
}

const number = (words: string): number => Number(words.replace(/[^\d.]/g, ''))

test('the board of a month says what the platform has, down to the cases, and so does its workbook', async () => {
  test.setTimeout(300_000)
  const hall = await TestHall.open()
  const browser = await SeatBrowser.start()
  hall.add(browser)
  try {
    const platform = await hall.startPlatform({ town: TOWN })
    const seat = await hall.startSeat('1', platform)
    const page = await browser.open(seat, 'seat')
    const scripts: string[] = []
    page.on('request', (request) => scripts.push(request.url()))
    await new SeatPage(page).signIn('1004', '赵志强')
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now())
    const span = spanOfPeriod({ kind: 'month', start: today })
    if (span === undefined) throw new Error(today)
    const month = periodOf(stepSpan(span, -1))
    const [from, until] = [month.start, periodOf(span).start].map((date) => Date.parse(`${date}T00:00:00+08:00`))

    await test.step('one key brings the board, and only then its script', async () => {
      expect(scripts.filter((url) => /BoardTab/.test(url))).toEqual([])
      await page.keyboard.press('Control+Alt+B')
      await expect(page.getByTestId('board')).toBeVisible()
      await page.getByTestId('board-previous').click()
      await expect(page.getByTestId('ranking-total')).toBeVisible({ timeout: 60_000 })
    })

    let rows: Recounted[] = []
    await test.step('its figures are those of the rows the platform has', async () => {
      await platform.pastIsWritten()
      rows = await askStore<Recounted>(platform, FILED, [from, until])
      expect(rows.reduce((sum, { filed }) => sum + filed, 0)).toBeGreaterThan(300)
      await expect(async () => {
        for (const { id, reworked, returned, on_account: onAccount } of rows) {
          const row = page.locator(`[data-testid=ranking-row][data-id="${id}"]`)
          const shown = await Promise.all(['reworked', 'returned', 'onAccount'].map((name) => row.locator(`[data-indicator=${name}]`).innerText()))
          expect([id, ...shown.map(number)]).toEqual([id, reworked, returned, onAccount])
        }
      }).toPass({ timeout: 60_000 })
    })

    const busiest = rows.toSorted((a, b) => b.filed - a.filed)[0]
    if (busiest === undefined) throw new Error('nothing was filed')
    await test.step('a figure opens its arithmetic: denominator and what is outside it are all that was filed', async () => {
      const cell = page.locator(`[data-testid=ranking-row][data-id="${busiest.id}"] [data-indicator=onTimeRate]`)
      await cell.focus()
      await page.keyboard.press('Enter')
      const figure = page.getByTestId('figure')
      await expect(figure).toBeVisible()
      const lines = await figure.locator('dd[data-line]:not(.total)').evaluateAll((all) => all.slice(0, 8).map((line) => [line.getAttribute('data-line'), line.textContent]))
      const outcomes = lines.filter(([line]) => line !== null && !/Rate$|^filedPerGrid$/.test(String(line)))
      expect(outcomes.reduce((sum, [, words]) => sum + number(String(words)), 0)).toBe(busiest.filed)
    })

    await test.step('and its cases, which are as many as it says', async () => {
      const quotient = await page.getByTestId('figure-quotient').innerText()
      const denominator = number(quotient.split('÷')[1] ?? '')
      await expect(page.getByTestId('behind-total')).toContainText(String(denominator).replace(/\B(?=(\d{3})+$)/g, '\u00a0'))
    })

    await test.step('the workbook has the same figures as numbers', async () => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-xlsx').click()])
      const file = join(await hall.folder('workbook'), 'ranking.xlsx')
      await download.saveAs(file)
      const [head = [], ...written] = readSheet(await readFile(file))
      const at = (name: string): number => head.indexOf(name)
      const total = written.at(-1) ?? []
      expect(total[at('立案')]).toBe(rows.reduce((sum, { filed }) => sum + filed, 0))
      expect(total[at('返工')]).toBe(rows.reduce((sum, { reworked }) => sum + reworked, 0))
      expect(typeof total[at('按期结案率')]).toBe('number')
    })

    await test.step('a case of it opens at the seat; Esc and the key back leave the board as it was', async () => {
      const no = await page.getByTestId('behind').locator('.no').first().innerText()
      await page.getByTestId('behind').locator('.no').first().click()
      await expect(page.getByTestId('case-no').first()).toContainText(no)
      await page.keyboard.press('Control+Alt+B')
      await expect(page.getByTestId('figure')).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByTestId('drill')).toHaveCount(0)
    })
    expect(browser.errors).toEqual([])
  } finally {
    await hall.end()
  }
})
