import { describe, expect, it } from 'vitest'
import { turnBits } from '#tests/builders/turned-bits.ts'

describe('the chains of the ledger', () => {
  it('are found broken wherever a bit of the file has turned over: it is not opened', () => {
    // Every 997th byte: a prime, so that all parts of pages are met.
    const { tried, opened } = turnBits(997)

    expect(tried).toBeGreaterThan(100)
    expect(opened).toEqual([])
  })
})
