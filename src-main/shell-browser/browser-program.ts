// The system's browser as a process: how it is told to behave, and how it is ended.
import type { ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isSystemError, signal } from '../shell-common/index.ts'

const CLOSE_MS = 5_000

/** What every window of ours wants of its browser. */
export function browserSwitches(): string[] {
  return [
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--lang=zh-CN',
    // Without a graphics card the map is drawn by software, and Chromium wants to be told so.
    ...(hasGraphicsCard() ? [] : ['--enable-unsafe-swiftshader']),
    // Chromium's sandbox refuses to work for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
}

function hasGraphicsCard(): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('render'))
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

/** In order first, then the whole process group, of which it is the leader. */
export async function endBrowser(child: ChildProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined || hasEnded(child)) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(CLOSE_MS)])
  if (hasEnded(child)) return
  if (process.platform === 'win32') child.kill('SIGKILL')
  else signal(-pid, 'SIGKILL')
  await ended
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
