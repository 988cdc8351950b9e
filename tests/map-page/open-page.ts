// Builds the page, serves it with tiles, and opens it in headless Chromium.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { build } from 'vite'
import type { TileLayer } from '#shared/contracts/map.contract.ts'
import type { MapPage } from './page.ts'

const root = join(import.meta.dirname, '../../out/map-page')
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2',
}

export type TileSource = (layer: TileLayer, z: number, x: number, y: number) => Uint8Array

type Ask = <Name extends keyof MapPage>(name: Name, ...args: Parameters<MapPage[Name]>) => Promise<Answer<Name>>
type Answer<Name extends keyof MapPage> = Awaited<ReturnType<MapPage[Name]>>

export interface OpenedPage {
  readonly page: Page
  readonly browser: Browser
  /** Calls a function of the page; arguments and answer are JSON. */
  readonly ask: Ask
  /** What the page complained of. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export interface PageOptions {
  readonly width: number
  readonly height: number
  readonly pixelRatio?: number
  readonly tile?: TileSource
}

export async function buildMapPage(): Promise<void> {
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts') })
}

const noTiles: TileSource = () => new Uint8Array()

function pageServer(tile: TileSource): Server {
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://127.0.0.1').pathname).replace(/^\/$/, '/index.html')
    const [, kind, layer, z, x, y] = path.split('/')
    // The page asks for tiles by the addresses of its style.
    if (kind === 'tile') return response.end(tile(layer as TileLayer, Number(z), Number(x), Number(y)))
    const file = join(root, path)
    if (path === '/favicon.ico') return response.writeHead(204).end()
    if (!file.startsWith(root) || !existsSync(file)) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    return createReadStream(file).pipe(response)
  })
}

/** The page must have been built. */
export async function openMapPage({ width, height, pixelRatio = 1, tile = noTiles }: PageOptions): Promise<OpenedPage> {
  const server = pageServer(tile)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A listening TCP server has an AddressInfo.
  const { port } = server.address() as AddressInfo
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: pixelRatio })
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.waitForFunction(() => 'mapPage' in window)
  return {
    page,
    browser,
    complaints,
    // The page's functions take and give JSON, which playwright carries over.
    ask: (name, ...args) => page.evaluate(([called, given]) => {
      const functions = Reflect.get(window, 'mapPage') as Record<string, (...all: unknown[]) => unknown>
      return functions[called]?.(...given)
    }, [name, args] as [string, unknown[]]) as never,
    async close() {
      await browser.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
