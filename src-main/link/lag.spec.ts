import { describe, expect, it } from 'vitest'
import { Lag } from './lag.ts'
import type { Word } from './lag.ts'

/** The platform’s clock is a million ahead of the one here. */
const word = (head: number, now: number): Word => ({ head, time: 1_000_000 + now, now })

describe('how far the data lags', () => {
  it('is nothing while everything heard of has been read', () => {
    const lag = new Lag()
    lag.heard('a', word(5, 1_000), 5)

    expect([lag.ageMs(60_000), lag.reached?.time]).toEqual([0, 1_001_000])
  })

  it('counts from the word before the one that told of more', () => {
    const lag = new Lag()
    lag.heard('a', word(5, 1_000), 5)

    lag.heard('a', word(7, 9_000), 5)

    expect([lag.ageMs(9_500), lag.reached?.time]).toEqual([8_500, 1_001_000])
  })

  it('moves on when what was told of has been read, though more has come meanwhile', () => {
    const lag = new Lag()
    lag.heard('a', word(5, 1_000), 5)
    lag.heard('a', word(7, 2_000), 5)
    lag.heard('a', word(9, 3_000), 5)

    lag.read(7)

    // What came between the words of 2,000 and 3,000 is missing.
    expect([lag.ageMs(3_500), lag.reached?.time]).toEqual([1_500, 1_002_000])
  })

  it('does not forget what came during a long way to the end', () => {
    const lag = new Lag()
    lag.heard('a', word(5, 0), 5)
    for (let second = 600; second < 1_200; second += 1) lag.heard('a', word(100_000 + second, second * 1_000), 5)

    lag.read(100_600)
    expect([lag.ageMs(1_200_000), lag.reached?.time]).toEqual([600_000, 1_600_000])
    lag.read(101_199)
    expect(lag.ageMs(1_200_000)).toBe(0)
  })

  it('is never said to be less than it is, however long the way', () => {
    const lag = new Lag()
    for (let second = 1; second <= 5_000; second += 1) lag.heard('a', word(second, second * 1_000), 1)

    for (let seq = 1; seq <= 5_000; seq += 1) {
      lag.read(seq)
      expect(lag.reached?.head).toBeLessThanOrEqual(seq)
    }
    expect(lag.reached?.head).toBe(5_000)
  })

  it('is as new as the newest word where nothing has happened', () => {
    const lag = new Lag()
    lag.heard('a', word(5, 1_000), 4)
    lag.heard('a', word(5, 2_000), 4)

    lag.read(5)

    expect(lag.reached?.time).toBe(1_002_000)
  })

  it('is known as soon as a cache that stood further back has come to where the platform was heard to be', () => {
    const lag = new Lag()
    lag.heard('a', word(86, 1_000), 86)

    lag.standsAt(40)
    expect([lag.ageMs(2_000), lag.reached]).toEqual([Infinity, null])

    lag.read(86)
    expect([lag.ageMs(9_000), lag.reached?.time]).toEqual([0, 1_001_000])
  })

  it('is without end for a seat that has just begun to read', () => {
    const lag = new Lag()

    lag.heard('a', word(3, 1_000), 0)

    expect([lag.ageMs(1_000), lag.reached]).toEqual([Infinity, null])
  })

  it('is without end after a restored platform, until its own end has been read and not that of the life before', () => {
    const lag = new Lag()
    lag.heard('a', word(26, 1_000), 0)

    lag.heard('b', word(24, 2_000), 0)
    expect(lag.ageMs(2_000)).toBe(Infinity)

    lag.read(24)
    expect(lag.ageMs(9_000)).toBe(0)
  })
})
