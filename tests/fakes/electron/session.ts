import { EventEmitter } from 'node:events'
import type { Cdp } from './chromium/cdp.ts'

type RequestHandler = (contents: unknown, permission: string, callback: (granted: boolean) => void, details: object) => void
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean

/** Electron's name and Chromium's for what a page may ask for. */
const permissions: readonly (readonly [string, string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['window-management', 'window-management'],
  ['idle-detection', 'idle-detection'],
  ['persistent-storage', 'persistent-storage'],
  ['local-fonts', 'local-fonts'],
]

/**
 * Chromium asks its user, not us: so the shell's handlers are asked once for every permission before the first window, and what
 * they refuse is refused for good.
 */
class Session extends EventEmitter {
  #request: RequestHandler | null = null
  #check: CheckHandler | null = null
  #applied: Promise<void> | null = null

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler
  }

  setDevicePermissionHandler(): void {}

  setDisplayMediaRequestHandler(): void {}

  apply(cdp: Cdp): Promise<void> {
    this.#applied ??= this.#applyAll(cdp)
    return this.#applied
  }

  async #applyAll(cdp: Cdp): Promise<void> {
    for (const [electronName, name] of permissions) {
      let isGranted = this.#check?.(null, electronName, 'app://hall', {}) ?? true
      this.#request?.(null, electronName, (granted) => (isGranted &&= granted), {})
      await cdp.send('Browser.setPermission', { permission: { name }, setting: isGranted ? 'granted' : 'denied' })
    }
  }
}

export const session = { defaultSession: new Session() }
