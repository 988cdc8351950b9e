// Photographs the built gallery in system Chromium into test-results/gallery, and fails when the page broke its policy.
import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'

const root = join(import.meta.dirname, '../../out/gallery')
const shots = join(import.meta.dirname, '../../test-results/gallery')
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

type Deed = (page: Page) => Promise<void>
const openLists: Deed = async (page) => {
  await page.getByRole('combobox', { name: '小类' }).fill('井')
  await page.keyboard.press('ArrowDown')
}
const openPicker: Deed = (page) => page.getByLabel('发现').first().click()
const openHelp: Deed = async (page) => {
  await page.getByRole('combobox', { name: '立案条件' }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+Slash')
}

const views: readonly (readonly [name: string, query: string, width: number, height: number, deed?: Deed])[] = [
  ['combo-open', 'page=sheet&theme=light', 1280, 800, openLists], ['picker-open', 'page=sheet&theme=dark', 1280, 800, openPicker], ['help-open', 'page=seat&theme=light', 1280, 800, openHelp],
  ['sheet-light', 'page=sheet&theme=light', 1920, 1080], ['sheet-dark', 'page=sheet&theme=dark', 1920, 1080], ['sheet-en', 'page=sheet&theme=light&lang=en', 1920, 1080],
  ['seat-light', 'page=seat&theme=light', 1920, 1080], ['seat-dark-offline', 'page=seat&theme=dark&offline', 1920, 1080], ['seat-small', 'page=seat&theme=light', 1280, 800],
  ['signin', 'page=signin&theme=light', 1920, 1080], ['signin-en', 'page=signin&theme=dark&lang=en&offline', 1280, 800], ['wall', 'page=wall&theme=dark&offline', 1920, 1080],
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
for (const [name, query, width, height, deed] of views.filter(([view]) => wanted.length === 0 || wanted.includes(view))) {
  const page = await browser.newPage({ viewport: { width, height } })
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(`${name}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`))
  await page.goto(`http://127.0.0.1:${port}/?${query}`)
  await page.evaluate(() => document.fonts.ready)
  await deed?.(page)
  await page.screenshot({ path: join(shots, `${name}.png`) })
  await page.close()
}
await browser.close()
server.close()
process.stdout.write(`${shots}\n${complaints.join('\n')}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0
