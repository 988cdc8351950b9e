// One measured start: the shell's process, then the browser, as the shell itself would start them one after the other.
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { findChromium } from '#main/shell-common/find-chromium.ts'
import type { WindowKind } from '#main/shell-common/index.ts'
import { Program } from '#tests/e2e/support/index.ts'
import { TOWN_PIN } from '#tests/e2e/support/operator.ts'

export interface StartSettings {
  /** The built browser shell. */
  readonly script: string
  readonly dataDir: string
  /** Profile of the browser, kept between rounds as the shell keeps it. */
  readonly profile: string
  /** What ends the start: the first row of the work list, or the page itself where there is nothing else on it. */
  readonly until: 'list' | 'page'
}

export interface Started {
  /** From the spawn of the shell. */
  readonly ms: number
  /** The same, step by step, for the log. */
  readonly steps: Readonly<Record<string, number>>
  /** Number of the first case of the list; null on the empty page. */
  readonly firstNo: string | null
}

interface Seen {
  readonly at: Readonly<Record<string, number>>
  readonly firstNo: string | null
}

const LIMIT_MS = 120_000
/** Nothing listens there: the platform is out of reach, which is how a seat must be able to start. */
const NO_PLATFORM = 'http://127.0.0.1:9'

export async function start({ script, dataDir, profile, until }: StartSettings): Promise<Started> {
  const startedAt = Date.now()
  const args = ['--data-dir', dataDir, '--platform-url', NO_PLATFORM, '--no-platform', '--headless', '--until-stdin-ends']
  const shell = new Program({ script, args })
  try {
    const { entries } = await shell.message<{ type: 'hall-ready'; entries: Record<WindowKind, string> }>('hall-ready', LIMIT_MS)
    const readyAt = Date.now()
    const seen = await openWindow(entries.seat, profile, until)
    const at: Record<string, number> = { ready: readyAt, ...seen.at }
    const steps = Object.fromEntries(Object.entries(at).map(([name, ms]) => [name, Math.round(ms - startedAt)]))
    return { ms: (seen.at['done'] ?? Infinity) - startedAt, steps, firstNo: seen.firstNo }
  } finally {
    await shell.stop()
  }
}

async function openWindow(entryFile: string, profile: string, until: StartSettings['until']): Promise<Seen> {
  const executablePath = findChromium()
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath !== undefined && { executablePath }),
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  try {
    await context.addInitScript({ content: `(${personAtTheSeat.toString()})(${JSON.stringify({ pin: TOWN_PIN, until })})` })
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(pathToFileURL(entryFile).href, { waitUntil: 'commit' })
    const seen = await page.waitForFunction(() => (Reflect.get(window, 'benchSeen') as unknown) ?? null, undefined, { timeout: LIMIT_MS, polling: 100 })
    // What personAtTheSeat leaves there.
    return (await seen.jsonValue()) as Seen
  } finally {
    await context.close()
  }
}

/**
 * Runs in the page before anything else of it: types the PIN as soon as it is asked for, and notes when the first row of the work
 * list has been painted and the page takes input again.
 */
function personAtTheSeat({ pin, until }: { readonly pin: string; readonly until: StartSettings['until'] }): void {
  if (!/\/seat\.html$/.test(location.pathname)) return
  const at: Record<string, number> = {}
  const mark = (name: string): void => {
    at[name] ??= performance.timeOrigin + performance.now()
  }
  const find = <E extends Element>(selector: string): E | null => document.querySelector<E>(selector)
  const unlock = (): void => {
    const field = find<HTMLInputElement>('[data-testid="field-pin"]')
    if (field === null || at['typed'] !== undefined) return
    mark('asked')
    if (field.value !== pin) {
      field.focus()
      field.value = pin
      field.dispatchEvent(new Event('input', { bubbles: true }))
      return
    }
    const button = find<HTMLButtonElement>('[data-testid="submit-sign-in"]')
    if (button === null || button.getAttribute('aria-disabled') === 'true') return
    mark('typed')
    button.click()
  }
  const isThere = (): boolean => (until === 'page' ? document.readyState === 'complete' : find('[data-testid="case-row"]') !== null)
  const look = (): void => {
    unlock()
    if (!isThere()) {
      requestAnimationFrame(look)
      return
    }
    mark('there')
    // Two frames later it has been painted; a message to ourselves then passes when the page is free for input.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        mark('done')
        const firstNo = find('[data-testid="case-row"]')?.getAttribute('data-no') ?? null
        Reflect.set(window, 'benchSeen', { at, firstNo })
      }
      channel.port2.postMessage(null)
    }))
  }
  requestAnimationFrame(look)
}

