// The system's browser as a process: how it is told to behave, and how it is ended.
import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasGraphicsCard, signal } from '../shell-common/index.ts'

const CLOSE_MS = 5_000

/** What every window of ours wants of its browser. */
export function browserSwitches(): string[] {
  return [
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--lang=zh-CN',
    ...(hasGraphicsCard() ? [] : ['--enable-unsafe-swiftshader']),
    // Chromium's sandbox refuses to work for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
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
