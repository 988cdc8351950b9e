import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { findChromium } from '#main/shell-common/find-chromium.ts'
import { Cdp } from './cdp.ts'

export interface Chromium {
  readonly cdp: Cdp
  /** WebSocket at which a test may join in (Playwright's connectOverCDP). */
  readonly endpoint: string
  close(): Promise<void>
}

const flags = [
  '--headless=new',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-sync',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--password-store=basic',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--lang=zh-CN',
]

/**
 * The pipe is ours and makes the browser end with us, even after kill -9; the port on loopback is for the test alone.
 *
 * @param folder where the browser's profile goes
 */
export async function launchChromium(screenInfo: string, folder: string): Promise<Chromium> {
  const program = findChromium()
  if (program === undefined) throw new Error('stand-in: no Chromium on this machine (node build/ensure-chromium.ts)')
  const profile = mkdtempSync(join(folder, 'stand-in-'))
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(
    program,
    [...flags, ...sandbox, `--screen-info=${screenInfo}`, `--user-data-dir=${profile}`, '--remote-debugging-pipe', '--remote-debugging-port=0', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env: { ...process.env, TZ: process.env['TZ'] ?? 'Asia/Shanghai' } },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const [, , , toBrowser, fromBrowser] = child.stdio
  const cdp = new Cdp(toBrowser as Writable, fromBrowser as Readable)
  const endpoint = await endpointOf(child)
  return {
    cdp,
    endpoint,
    close: async () => {
      await Promise.race([cdp.send('Browser.close').catch(String), ended])
      child.kill('SIGKILL')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function endpointOf(child: ChildProcess): Promise<string> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    if (child.stderr === null) throw new Error('stderr is a pipe')
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      const found = /^DevTools listening on (ws:\S+)/.exec(line)
      if (found?.[1] !== undefined) resolve(found[1])
    })
    child.once('exit', (code) => {
      reject(new Error(`stand-in: Chromium ended with ${String(code)}:\n${said.slice(-5).join('\n')}`))
    })
  })
}
