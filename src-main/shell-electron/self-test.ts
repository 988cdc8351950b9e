// What this machine's Electron can do, tried out: the host's Node in a utility process, a door to the live host, a restart of it,
// workers and the bridge in a window, displays. The short form runs at every start, the long one by `npm run shell:selftest`.
import { readFileSync } from 'node:fs'
import { Decoder, Encoder } from '@msgpack/msgpack'
import type { MessagePortMain } from 'electron'
import { DOOR_PROTOCOL } from '#shared/contracts/frames.ts'
import { z } from '#shared/kernel/zod.ts'
import { tryOut } from '../self-check/check.ts'
import type { Check } from '../self-check/check.ts'
import type { ElectronParts } from './electron-parts.ts'
import { parityFile, programs } from './places.ts'
import { tryWindow } from './self-test-window.ts'
import { withLimit } from './time-limit.ts'

export interface Verdict {
  readonly type: 'shell-selftest'
  /** The stand-in says so in its version. */
  readonly electron: string
  readonly chromium: string | null
  readonly node: string
  readonly ok: boolean
  readonly checks: readonly Check[]
}

/** The live host, as far as the test needs it. */
export interface LiveHost {
  readonly generation: () => number
  readonly isReady: () => boolean
  readonly sendDoor: (port: MessagePortMain) => void
  /** Ends it without warning. */
  readonly kill: () => void
}

const Answer = z.object({
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), durationMs: z.number() })),
})
const Welcome = z.object({ t: z.literal('welcome'), generation: z.int() })

/** Hangs, not slowness: a first start fills the machine while this runs. */
const LIMIT_MS = 60_000
const POLL_MS = 50

export async function shortTest(parts: ElectronParts, host: LiveHost): Promise<Verdict> {
  const runtime = await runtimeChecks(parts, null)
  return verdict([...runtime, await tryOut('displays', () => displays(parts)), await tryOut('door', () => door(parts, host))])
}

/** Ends the host once on purpose: not for a seat at work. */
export async function longTest(parts: ElectronParts, host: LiveHost): Promise<Verdict> {
  const runtime = await runtimeChecks(parts, readParity())
  return verdict([
    ...runtime,
    await tryOut('displays', () => displays(parts)),
    await tryOut('door', () => door(parts, host)),
    await tryOut('host-restart', () => restart(parts, host)),
    ...(await tryWindow(parts)),
  ])
}

function verdict(checks: readonly Check[]): Verdict {
  const { electron = 'none', chrome = null, node } = process.versions
  return { type: 'shell-selftest', electron, chromium: chrome, node, ok: checks.every(({ ok }) => ok), checks }
}

function readParity(): unknown {
  return JSON.parse(readFileSync(parityFile, 'utf8'))
}

/** In a process of the host's kind, because the main process may differ from it. */
async function runtimeChecks({ utilityProcess }: ElectronParts, parity: unknown): Promise<readonly Check[]> {
  const child = utilityProcess.fork(programs['self-check'], [], { serviceName: 'wanmi-self-check', stdio: 'ignore' })
  try {
    const answered = new Promise((resolve) => child.once('message', resolve))
    child.postMessage({ parity })
    return Answer.parse(await withLimit(answered, LIMIT_MS)).checks
  } catch (error) {
    return [{ name: 'runtime', ok: false, detail: error instanceof Error ? error.message : String(error), durationMs: LIMIT_MS }]
  } finally {
    child.kill()
  }
}

function displays({ screen }: ElectronParts): string {
  const all = screen.getAllDisplays()
  if (all.length === 0) throw new Error('no display')
  return all.map(({ bounds: { width, height, x, y } }) => `${width}x${height} at ${x},${y}`).join('; ')
}

/** Says hello at a door of its own, as a window does; the generation that welcomed it. */
async function greet({ MessageChannelMain }: ElectronParts, host: LiveHost): Promise<number> {
  const { port1, port2 } = new MessageChannelMain()
  const welcomed = new Promise<unknown>((resolve) => {
    port2.on('message', ({ data }) => {
      const frame = Welcome.safeParse(data instanceof Uint8Array ? new Decoder().decode(data) : null)
      if (frame.success) resolve(frame.data)
    })
  })
  port2.start()
  try {
    host.sendDoor(port1)
    port2.postMessage(new Encoder().encode({ t: 'hello', protocol: DOOR_PROTOCOL }).slice())
    return Welcome.parse(await withLimit(welcomed, LIMIT_MS)).generation
  } finally {
    port2.close()
  }
}

async function door(parts: ElectronParts, host: LiveHost): Promise<string> {
  const generation = await greet(parts, host)
  return `welcomed by generation ${generation}`
}

async function restart(parts: ElectronParts, host: LiveHost): Promise<string> {
  const before = host.generation()
  host.kill()
  await until(() => host.isReady() && host.generation() > before)
  const now = await greet(parts, host)
  if (now <= before) throw new Error(`generation ${now} after ${before}`)
  return `generation ${before} → ${now}`
}

async function until(isTrue: () => boolean): Promise<void> {
  const last = performance.now() + LIMIT_MS
  while (!isTrue()) {
    if (performance.now() > last) throw new Error(`not within ${LIMIT_MS} ms`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
