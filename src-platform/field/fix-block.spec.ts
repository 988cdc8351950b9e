import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBlock, encodeBlock } from './fix-block.ts'
import type { StoredFix } from './stored-fix.ts'

const anyFix: fc.Arbitrary<StoredFix> = fc.record({
  at: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  lng: fc.integer({ min: -180_000_000, max: 180_000_000 }),
  lat: fc.integer({ min: -90_000_000, max: 90_000_000 }),
  heading: fc.option(fc.integer({ min: 0, max: 359 })),
  speed: fc.option(fc.integer({ min: 0, max: 4_000 })),
})

/** An inspector on foot: about 1.2 m/s, a fix every 10 s with a little jitter, now and then round a corner. */
function walk(count: number): StoredFix[] {
  let [at, lng, lat, heading] = [1_792_000_000_000, 117_002_100, 31_461_800, 90]
  return Array.from({ length: count }, (_, i) => {
    at += i % 7 === 0 ? 10_400 : 10_000
    if (i % 40 === 39) heading = (heading + 90) % 360
    const turn = (heading * Math.PI) / 180
    lng += Math.round(126 * Math.sin(turn)) + ((i * 13) % 9) - 4
    lat += Math.round(108 * Math.cos(turn)) + ((i * 7) % 9) - 4
    return { at, lng, lat, heading: (heading + (i % 5) + 358) % 360, speed: 40 + (i % 11) }
  })
}

describe('a packed track', () => {
  it('gives every fix back as it was', () => {
    fc.assert(
      fc.property(fc.array(anyFix, { maxLength: 600 }), (fixes) => {
        const sorted = fixes.toSorted((a, b) => a.at - b.at)

        expect(decodeBlock(encodeBlock(sorted))).toEqual(sorted)
      }),
    )
  })

  it('takes less than 8 bytes a fix of somebody walking', () => {
    const bytes = encodeBlock(walk(500)).length / 500

    expect(bytes).toBeLessThan(8)
  })

  it('is refused when it was cut short, whatever is left of it', () => {
    const whole = encodeBlock(walk(20))

    for (let length = 0; length < whole.length; length += 1)
      expect(() => decodeBlock(whole.subarray(0, length))).toThrow(RangeError)
  })

  it('is refused when something else stands in its place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(Array.isArray(decodeBlock(bytes))).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })
})
