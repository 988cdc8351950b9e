import { describe, expect, it } from 'vitest'
import { Lag } from './lag.ts'

describe('how far the data lags', () => {
  it('is nothing while everything heard of has been read', () => {
    const lag = new Lag()
    lag.heard('a', 5, 5, 1_000)

    expect(lag.ageMs(60_000)).toBe(0)
  })

  it('counts from the word before the one that told of more', () => {
    const lag = new Lag()
    lag.heard('a', 5, 5, 1_000)

    lag.heard('a', 7, 5, 9_000)

    expect(lag.ageMs(9_500)).toBe(8_500)
  })

  it('moves on when what was told of has been read, though more has come meanwhile', () => {
    const lag = new Lag()
    lag.heard('a', 5, 5, 1_000)
    lag.heard('a', 7, 5, 2_000)
    lag.heard('a', 9, 5, 3_000)

    lag.read(9, 7)

    expect(lag.ageMs(3_500)).toBe(500)
  })

  it('is without end for a seat that has just begun to read', () => {
    const lag = new Lag()

    lag.heard('a', 3, 0, 1_000)

    expect(lag.ageMs(1_000)).toBe(Infinity)
  })

  it('is without end after a restored platform, until its own end has been read and not that of the life before', () => {
    const lag = new Lag()
    lag.heard('a', 26, 0, 1_000)

    lag.heard('b', 24, 0, 2_000)
    expect(lag.ageMs(2_000)).toBe(Infinity)

    lag.read(24, 24)
    expect(lag.ageMs(9_000)).toBe(0)
  })
})
