import type { Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { denyAllPermissions } from './permissions.ts'

/** A session that keeps the handlers it is given. */
function keptHandlers() {
  const kept: Record<string, (...args: unknown[]) => unknown> = {}
  const keep = (name: string) => (handler: (...args: unknown[]) => unknown) => {
    kept[name] = handler
  }
  const names = ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler', 'setDisplayMediaRequestHandler']
  const session = Object.fromEntries(names.map((name) => [name, keep(name)]))
  denyAllPermissions(session as unknown as Session)
  return kept
}

describe('permissions of a window', () => {
  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'usb', 'window-management'])('%s is refused, asked for or looked up', (name) => {
    const handlers = keptHandlers()
    let granted: unknown = 'unanswered'

    handlers['setPermissionRequestHandler']?.({}, name, (answer: unknown) => (granted = answer), {})

    expect(granted).toBe(false)
    expect(handlers['setPermissionCheckHandler']?.({}, name, 'app://hall', {})).toBe(false)
  })

  it('no device and no screen is handed out', () => {
    const handlers = keptHandlers()
    let streams: unknown = null

    handlers['setDisplayMediaRequestHandler']?.({}, (answer: unknown) => (streams = answer))

    expect(handlers['setDevicePermissionHandler']?.({ deviceType: 'usb' })).toBe(false)
    expect(streams).toEqual({})
  })
})
