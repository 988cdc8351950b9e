import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXTENSION_MS, extendFrom, extended, offlineEnd } from './offline-extension.ts'

const HOUR = 3_600_000

describe('signing in without the platform', () => {
  it('ends after the hall’s hours, unless two persons have added a day', () => {
    expect(offlineEnd(0, 72, null)).toBe(72 * HOUR)
    expect(offlineEnd(0, 72, extended(0, 72 * HOUR, 70 * HOUR))).toBe(96 * HOUR)
    expect(offlineEnd(0, 72, extended(0, 72 * HOUR, 80 * HOUR))).toBe(104 * HOUR)
  })

  it('is back to the usual with the next word of the platform', () => {
    const extension = extended(0, 72 * HOUR, 71 * HOUR)

    expect(offlineEnd(90 * HOUR, 72, extension)).toBe(162 * HOUR)
    expect(offlineEnd(1, 72, extension)).toBe(72 * HOUR + 1)
  })

  it('is never shortened by an extension, and each adds a day', () => {
    const instants = fc.nat(1_000_000_000)
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 720 }), instants, (contact, hours, now) => {
        const end = offlineEnd(contact, hours, null)
        const longer = offlineEnd(contact, hours, extended(contact, end, now))
        expect(longer).toBe(Math.max(end, now) + EXTENSION_MS)
        expect(extendFrom(longer)).toBeGreaterThan(extendFrom(end))
      }),
    )
  })
})
