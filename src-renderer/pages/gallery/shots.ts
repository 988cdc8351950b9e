// Photographs the built gallery in system Chromium into test-results/gallery, and fails when the page broke its policy.
import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { chromium } from '@playwright/test'

const root = join(import.meta.dirname, '../../../out/gallery')
const shots = join(import.meta.dirname, '../../../test-results/gallery')
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

const views = [
  ['sheet-light', 'page=sheet&theme=light', 1920, 1080], ['sheet-dark', 'page=sheet&theme=dark', 1920, 1080], ['sheet-en', 'page=sheet&theme=light&lang=en', 1920, 1080],
  ['seat-light', 'page=seat&theme=light', 1920, 1080], ['seat-dark-offline', 'page=seat&theme=dark&offline', 1920, 1080], ['seat-small', 'page=seat&theme=light', 1280, 800],
  ['signin', 'page=signin&theme=light', 1920, 1080], ['signin-en', 'page=signin&theme=dark&lang=en&offline', 1280, 800], ['wall', 'page=wall&theme=dark&offline', 1920, 1080],
] as const

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url ?? '/', 'http://127.0.0.1').pathname).replace(/^\/$/, '/index.html')
  const file = join(root, path)
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
for (const [name, query, width, height] of views.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  const page = await browser.newPage({ viewport: { width, height } })
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(`${name}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`))
  await page.goto(`http://127.0.0.1:${port}/?${query}`)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(shots, `${name}.png`) })
  await page.close()
}
await browser.close()
server.close()
process.stdout.write(`${shots}\n${complaints.join('\n')}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0
