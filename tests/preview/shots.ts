// Photographs the built preview in system Chromium into test-results/preview, and fails when the page complained.
import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { caseId } from '../builders/ids.ts'

const root = join(import.meta.dirname, '../../out/preview')
const shots = join(import.meta.dirname, '../../test-results/preview')
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

type Deed = (page: Page) => Promise<void>

/** A call, typed from the first field to the last as far as the duplicates. */
const takeCall: Deed = async (page) => {
  await page.keyboard.press('F2')
  await page.getByTestId('field-reporterName').fill('张先生')
  await page.getByTestId('field-reporterPhone').fill('13812346021')
  await page.getByTestId('field-address').fill('梅河路')
  await page.getByRole('option', { name: '梅河路与桃溪路交口' }).click()
  await page.getByTestId('field-classCode').fill('ssjg')
  await page.keyboard.press('Enter')
  await page.getByTestId('field-conditionId').click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByTestId('field-description').fill('井盖裂成两半，一半陷下去，刚才有电动车险些摔倒，现在有人用树枝插着')
  await page.getByTestId('duplicates').waitFor()
  await page.waitForSelector('[data-testid=draft-saved][data-state=saved]')
}
const act = (action: string): Deed => async (page) => {
  await page.getByTestId(`action-${action}`).click()
  await page.getByTestId('action-panel').waitFor()
}
const openClock: Deed = async (page) => {
  await page.getByTestId('clock-handle').click()
  await page.getByText('已用').waitFor()
}
const more: Deed = (page) => page.getByTestId('more-actions').click()
const reveal: Deed = (page) => page.getByTestId('reveal').click()
const fail: Deed = async (page) => {
  await takeCall(page)
  await page.evaluate(() => void Object.assign(Reflect.get(window, 'deskState') as object, { state: 'gone' }))
}
const openFigure: Deed = async (page) => {
  await page.locator('[data-id=d12] [data-indicator=onTimeRate]').click()
  await page.getByTestId('figure').waitFor()
}
const noDeed: Deed = () => Promise.resolve()
const big = [1920, 1080] as const
const small = [1280, 800] as const
const of = (n: number): string => `case=${caseId(n)}`

const views: readonly (readonly [name: string, query: string, size: readonly [number, number], deed: Deed])[] = [
  ['empty', '', big, noDeed], ['form', 'posts=acceptor,dispatcher', big, takeCall], ['form-small', 'posts=acceptor,dispatcher', small, takeCall],
  ['form-dark', 'theme=dark&posts=acceptor', big, takeCall], ['form-en', 'lang=en&posts=acceptor', small, takeCall], ['form-host-gone', 'theme=dark', small, fail],
  ['case-accept', of(1), big, noDeed], ['case-file', of(6), big, act('file')], ['case-dispatch', `posts=dispatcher&${of(8)}`, big, act('dispatch')],
  ['case-handling', `posts=dispatcher&${of(11)}`, big, openClock], ['case-handling-dark', `theme=dark&offline&posts=dispatcher,shift-leader&${of(10)}`, big, more],
  ['board', 'page=board', big, openFigure], ['board-dark', 'page=board&theme=dark', big, noDeed], ['board-small', 'page=board', small, noDeed], ['board-en', 'page=board&lang=en', big, openFigure],
  ['case-check', of(12), small, act('send-check')], ['case-closed', of(15), small, noDeed], ['case-reveal', of(6), small, reveal], ['case-en', `lang=en&posts=shift-leader&${of(14)}`, small, act('close')],
]

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url ?? '/', 'http://127.0.0.1').pathname).replace(/^\/$/, '/index.html')
  const file = join(root, path)
  if (path === '/favicon.ico') return response.writeHead(204).end()
  if (!file.startsWith(root) || !existsSync(file)) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
  return createReadStream(file).pipe(response)
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
// A listening TCP server has an AddressInfo.
const { port } = server.address() as AddressInfo
mkdirSync(shots, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const complaints: string[] = []
const wanted = process.argv.slice(2)
for (const [name, query, [width, height], deed] of views.filter(([view]) => wanted.length === 0 || wanted.includes(view))) {
  const page = await browser.newPage({ viewport: { width, height } })
  page.setDefaultTimeout(20_000)
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(`${name}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`))
  await page.goto(`http://127.0.0.1:${port}/?${query}`)
  await page.evaluate(() => document.fonts.ready)
  await page.waitForSelector('[data-testid=list-to-accept], [data-testid=ranking]')
  await deed(page).catch((error: unknown) => complaints.push(`${name}: ${String(error)}`))
  await page.screenshot({ path: join(shots, `${name}.png`) })
  await page.close()
}
await browser.close()
server.close()
process.stdout.write(`${shots}\n${complaints.join('\n')}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0
