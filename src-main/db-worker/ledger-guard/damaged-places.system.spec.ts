import { describe, expect, it } from 'vitest'
import { tryDamagedPlaces } from '#tests/builders/damaged-places.ts'

describe('a ledger that cannot be trusted is not opened', () => {
  it('is found damaged at hundreds of places of a file that was not closed, or what is told has not changed', () => {
    const { tried, wrong } = tryDamagedPlaces(150)

    expect(tried).toBeGreaterThanOrEqual(300)
    expect(wrong).toEqual([])
  })
})
