import { z } from '#shared/kernel/zod.ts'
import { securityHeaders } from '#shared/kernel/web-headers.ts'
import type { Check } from '../self-check/check.ts'
import { mimeTypes } from '../doors/static-files.ts'
import type { ElectronParts } from './electron-parts.ts'
import { preloadFile } from './places.ts'
import { withLimit } from './time-limit.ts'
import { windowOptions } from './window-options.ts'

const ADDRESS = 'app://hall/selftest.html'
const LIMIT_MS = 60_000

/** A page of three small files that live only here; it tells what it saw in its title. */
const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/selftest.html': ['.html', '<!doctype html><meta charset="utf-8"><title>…</title><script type="module" src="/selftest.js"></script>'],
  '/selftest.js': ['.js', `
const bridge = window.wanmiDoor
const seen = {
  bridge: Object.keys(bridge ?? {}).sort().join(' '),
  node: [typeof require, typeof process, typeof module].join(' '),
  secure: isSecureContext && typeof crypto.subtle === 'object',
  evaluates: false,
  worker: '',
}
try { seen.evaluates = new Function('return true')() } catch { /* what the policy is for */ }
const worker = new Worker('/selftest-worker.js', { type: 'module' })
worker.onmessage = ({ data }) => { seen.worker = data; document.title = JSON.stringify(seen) }
worker.onerror = () => { seen.worker = 'failed'; document.title = JSON.stringify(seen) }
`],
  '/selftest-worker.js': ['.js', 'postMessage([typeof require, typeof process, self.location.protocol.length > 1].join(" "))'],
}

const Seen = z.object({ bridge: z.string(), node: z.string(), secure: z.boolean(), evaluates: z.boolean(), worker: z.string() })

/** Answers the test's own addresses, everything else by `next`. */
export function withSelfTestFiles(next: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = files[URL.parse(request.url)?.pathname ?? '']
    if (file === undefined) return next(request)
    const [type, text] = file
    return new Response(text, { headers: { ...securityHeaders, 'content-type': mimeTypes[type] ?? 'text/plain' } })
  }
}

/** Opens a hidden window with the product's own settings and reads what its page could and could not do. */
export async function tryWindow({ BrowserWindow }: ElectronParts): Promise<Check[]> {
  const started = performance.now()
  const window = new BrowserWindow(windowOptions('seat', { x: 0, y: 0, width: 960, height: 600 }, preloadFile))
  const told = new Promise<string>((resolve) => {
    window.on('page-title-updated', (_event, title) => {
      if (title.startsWith('{')) resolve(title)
    })
  })
  const check = (name: string, ok: boolean, detail: string): Check => {
    return { name, ok, detail, durationMs: Math.round(performance.now() - started) }
  }
  try {
    await withLimit(window.loadURL(ADDRESS), LIMIT_MS)
    const { bridge, node, secure, evaluates, worker } = Seen.parse(JSON.parse(await withLimit(told, LIMIT_MS)))
    return [
      check('app-worker', worker === 'undefined undefined true', worker),
      check('bridge', bridge === 'onHostGone requestDoor', bridge),
      check('isolation', node === 'undefined undefined undefined' && secure && !evaluates, `${node}; secure ${secure}; evaluates ${evaluates}`),
    ]
  } catch (error) {
    return [check('window', false, error instanceof Error ? error.message : String(error))]
  } finally {
    window.destroy()
  }
}
