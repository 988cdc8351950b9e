import { describe, expect, it } from 'vitest'
import { postScore, volumeMonths } from './index.ts'
import type { PersonTallies } from './index.ts'

describe('the volume of a post', () => {
  const accepted = (due: number): PersonTallies => ({ acceptVolume: { due, good: due } })

  it('is judged by the months of the calendar, however many days they have', () => {
    expect(postScore('acceptor', accepted(2_010), volumeMonths('month')).score).toBe(100)
    expect(postScore('acceptor', accepted(2_000), volumeMonths('month')).score).toBe(90)
    expect(postScore('acceptor', accepted(12 * 2_001), volumeMonths('year')).score).toBe(100)
    expect(postScore('acceptor', accepted(12 * 2_001 - 1), volumeMonths('year')).score).toBe(90)
  })

  it('is no part of the score of a day or of ten days', () => {
    const tallies = { ...accepted(70), sendVerifyInTime: { due: 4, good: 2 }, sendCheckInTime: { due: 4, good: 4 } }

    for (const kind of ['day', 'ten-day'] as const) {
      expect(postScore('acceptor', tallies, volumeMonths(kind)).score).toBeCloseTo(((20 + 35) / 75) * 100)
      expect(postScore('acceptor', accepted(70), volumeMonths(kind))).toEqual({ score: null, level: null })
    }
  })
})
