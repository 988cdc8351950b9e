// The browser, the addresses and what a test may ask for: one of each per process, as in Electron.
import { EventEmitter } from 'node:events'
import { launchChromium } from './chromium/launch.ts'
import type { Chromium } from './chromium/launch.ts'
import { Origins } from './origins.ts'

/** A monitor of the stand-in; the whole of it is work area. */
export interface StandInDisplay {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Test → stand-in, over the channel of the forked process. */
export type Control =
  | { readonly control: 'displays'; readonly displays: readonly StandInDisplay[] }
  | { readonly control: 'second-instance' }
  | { readonly control: 'quit' }

/** Stand-in → test. */
export type Report =
  | { readonly report: 'ready'; readonly endpoint: string }
  | { readonly report: 'window'; readonly address: string }

interface ControlEvents {
  displays: [displays: readonly StandInDisplay[]]
  quit: []
  'second-instance': []
}

export const origins = new Origins()
export const controls = new EventEmitter<ControlEvents>()

/** STANDIN_DISPLAYS: JSON list; one full-HD monitor without it. */
export function firstDisplays(): StandInDisplay[] {
  const wanted = process.env['STANDIN_DISPLAYS']
  return wanted === undefined ? [{ id: 1, x: 0, y: 0, width: 1920, height: 1080 }] : (JSON.parse(wanted) as StandInDisplay[])
}

let chromium: Chromium | null = null

export function browser(): Chromium {
  if (chromium === null) throw new Error('stand-in: only after app is ready')
  return chromium
}

/** @param folder the shell's own, so that whoever removes its data removes the browser's too */
export async function openBrowser(folder: string): Promise<void> {
  const screens = firstDisplays().map(({ x, y, width, height }) => `{${x},${y} ${width}x${height}}`)
  const [launched] = await Promise.all([launchChromium(screens.join(''), folder), origins.open()])
  chromium = launched
  report({ report: 'ready', endpoint: launched.endpoint })
}

export async function closeBrowser(): Promise<void> {
  origins.close()
  await chromium?.close()
  chromium = null
}

export function report(message: Report): void {
  if (process.connected) process.send?.(message)
}

process.on('message', (message: Control) => {
  if (message.control === 'displays') controls.emit('displays', message.displays)
  else controls.emit(message.control)
})
// The line to a test keeps nothing alive.
process.channel?.unref()
