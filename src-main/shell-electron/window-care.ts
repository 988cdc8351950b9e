import type { BrowserWindow } from 'electron'

/** A page that crashes at once again is left alone after this many times a minute, so that the machine stays usable. */
const MAX_RELOADS = 5
const RELOAD_WINDOW_MS = 60_000
/** What made it crash may be over by then. */
const REST_MS = 5 * 60_000
/** Looked at so often, and so many times: a machine that slept meanwhile has not waited. */
const LOOK_EVERY_MS = 5_000
const FROZEN_AFTER_LOOKS = 6

/**
 * A page that died comes back by itself; its draft is in the ledger. So does one that stands still for half a minute. One that is
 * merely slow is let be: there are words in it that are not stored yet.
 */
export function keepAlive(name: string, window: BrowserWindow, warn: (what: string) => void): void {
  let reloads: number[] = []
  let rest: NodeJS.Timeout | undefined
  let frozen: NodeJS.Timeout | undefined
  const reload = (): void => {
    reloads.push(performance.now())
    if (!window.isDestroyed()) window.reload()
  }
  const again = (): void => {
    const now = performance.now()
    reloads = reloads.filter((time) => now - time < RELOAD_WINDOW_MS)
    clearTimeout(rest)
    if (reloads.length < MAX_RELOADS) {
      reload()
      return
    }
    warn(`${name}: died too often, left alone for ${String(REST_MS / 60_000)} minutes`)
    rest = setTimeout(() => {
      warn(`${name}: tried again`)
      reload()
    }, REST_MS)
  }
  const answers = (): void => {
    clearInterval(frozen)
  }
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    answers()
    if (reason === 'clean-exit') return
    warn(`${name}: ${reason}`)
    again()
  })
  window.on('unresponsive', () => {
    warn(`${name}: unresponsive`)
    answers()
    let looks = 0
    frozen = setInterval(() => {
      looks += 1
      if (looks < FROZEN_AFTER_LOOKS) return
      answers()
      const seconds = String((FROZEN_AFTER_LOOKS * LOOK_EVERY_MS) / 1_000)
      warn(`${name}: unresponsive for ${seconds} s, ended and loaded again; what was typed in the last moments may be lost`)
      // A page that hangs does not load anything; that its process is gone is told like any other death.
      if (!window.isDestroyed()) window.webContents.forcefullyCrashRenderer()
    }, LOOK_EVERY_MS)
  })
  window.on('responsive', () => {
    warn(`${name}: answers again`)
    answers()
  })
  window.on('closed', () => {
    answers()
    clearTimeout(rest)
  })
}
