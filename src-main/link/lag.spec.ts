import { describe, expect, it } from 'vitest'
import { Lag } from './lag.ts'

describe('how far the data lags', () => {
  it('is nothing while everything heard of has been read', () => {
    const lag = new Lag()
    lag.heard(5, 5, 1_000)

    expect(lag.ageMs(60_000)).toBe(0)
  })

  it('counts from the word before the one that told of more', () => {
    const lag = new Lag()
    lag.heard(5, 5, 1_000)

    lag.heard(7, 5, 9_000)

    expect(lag.ageMs(9_500)).toBe(8_500)
  })

  it('moves on when what was told of has been read, though more has come meanwhile', () => {
    const lag = new Lag()
    lag.heard(5, 5, 1_000)
    lag.heard(7, 5, 2_000)
    lag.heard(9, 5, 3_000)

    lag.read(9, 7)

    expect(lag.ageMs(3_500)).toBe(500)
  })

  it('is without end for a seat that has just begun to read', () => {
    const lag = new Lag()

    lag.heard(3, 0, 1_000)

    expect(lag.ageMs(1_000)).toBe(Infinity)
  })
})
