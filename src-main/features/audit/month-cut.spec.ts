import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPoint, keptSince } from './month-cut.ts'

const CHINA = 480
const at = (text: string): number => Date.parse(text)

describe('how long the trail is kept', () => {
  it.each([
    ['2026-11-22T12:00:00+08:00', '2025-11-01T00:00:00+08:00'],
    ['2026-11-01T00:00:00+08:00', '2025-11-01T00:00:00+08:00'],
    ['2026-10-31T23:59:59+08:00', '2025-10-01T00:00:00+08:00'],
    ['2028-02-29T08:00:00+08:00', '2027-02-01T00:00:00+08:00'],
    ['2026-01-01T00:30:00+08:00', '2025-01-01T00:00:00+08:00'],
  ])('at %s everything since %s stays', (now, since) => {
    expect(new Date(keptSince(at(now), CHINA)).toISOString()).toBe(new Date(at(since)).toISOString())
  })

  it('is never less than twelve months, in any zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2001-01-01'), max: at('2099-01-01') }),
        fc.integer({ min: -720, max: 840 }),
        (now, zone) => {
          expect(now - keptSince(now, zone)).toBeGreaterThanOrEqual(365 * 86_400_000)
          expect(now - keptSince(now, zone)).toBeLessThanOrEqual(398 * 86_400_000)
        },
      ),
    )
  })

  it('is longer while it is not exported or not anchored', () => {
    expect(cutPoint({ olderThan: 900, exportedTo: 900, anchoredTo: 1_000 })).toBe(900)
    expect(cutPoint({ olderThan: 900, exportedTo: 0, anchoredTo: 1_000 })).toBe(0)
    expect(cutPoint({ olderThan: 900, exportedTo: 900, anchoredTo: 0 })).toBe(0)
  })
})
