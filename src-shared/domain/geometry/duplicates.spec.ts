import { describe, expect, it } from 'vitest'
import { findDuplicates, isLikelyDuplicate, likeness } from './duplicates.ts'
import type { DuplicateRule, Sighting } from './duplicates.ts'

const hour = 3_600_000
const first: Sighting = { classCode: 'E0110', lng: 117, lat: 31.4, at: 100 * hour }
const north = (metres: number): number => 31.4 + metres / 111_195

describe('likely duplicates', () => {
  it('are of the same class, within 50 m and within 24 h, in either order', () => {
    const near = { ...first, lat: north(49), at: 123 * hour }

    const found = likeness(first, near)

    expect(found?.ageMs).toBe(23 * hour)
    expect(found?.distanceM).toBeCloseTo(49, 0)
    expect(isLikelyDuplicate(near, first)).toBe(true)
  })

  it.each([
    ['another class', { classCode: 'E0111' }],
    ['51 m away', { lat: north(51) }],
    ['a day and a second later', { at: 124 * hour + 1000 }],
    ['without a place', { lng: null }],
    ['at no place', { lat: Number.NaN }],
  ])('are not %s', (_, change) => {
    expect(isLikelyDuplicate(first, { ...first, ...change })).toBe(false)
  })

  it('are listed nearest first, and by the hall’s own rule where it has one', () => {
    const candidates = [40, 10, 60].map((metres) => ({ ...first, lat: north(metres), no: metres }))

    const found = (rule?: DuplicateRule): number[] => findDuplicates(first, candidates, rule).map((one) => one.sighting.no)

    expect(found()).toEqual([10, 40])
    expect(found({ withinM: 100, withinMs: hour })).toEqual([10, 40, 60])
  })
})
