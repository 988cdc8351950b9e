import { describe, expect, it } from 'vitest'
import { Reading } from './reading.ts'

const NOON = 1_700_000_000_000

describe('how far reading has come', () => {
  it('counts what is still to come', () => {
    const reading = new Reading()
    reading.standsAt({ epoch: 'a', seq: 40 })

    reading.heard('a', 46, NOON, 1_000)
    expect([reading.seq, reading.behind]).toEqual([40, 6])

    reading.readTo({ epoch: 'a', seq: 46 })
    expect([reading.behind, reading.lagMs(9_000)]).toEqual([0, 0])
  })

  it('knows until when it has read everything, also while more is on its way', () => {
    const reading = new Reading()
    reading.standsAt({ epoch: 'a', seq: 40 })
    reading.heard('a', 40, NOON, 1_000)
    reading.heard('a', 46, NOON + 3_600_000, 3_601_000)

    expect(reading.until).toEqual({ cursor: { epoch: 'a', seq: 40 }, time: NOON })
    reading.readTo({ epoch: 'a', seq: 46 })
    expect(reading.until).toEqual({ cursor: { epoch: 'a', seq: 46 }, time: NOON + 3_600_000 })
    reading.standsAt({ epoch: 'a', seq: 12 })
    expect(reading.until).toBeNull()
  })

  it('takes nothing that was read of a life that is over for the present one, however far it had come', () => {
    const reading = new Reading()
    reading.heard('b', 34, NOON, 1_000)

    reading.standsAt({ epoch: 'a', seq: 40 })
    reading.heard('b', 34, NOON, 2_000)

    expect([reading.seq, reading.behind, reading.lagMs(2_000)]).toEqual([0, 34, Infinity])
  })

  it('knows how old what is missing is, also when reading goes on from the same place', () => {
    const reading = new Reading()
    reading.standsAt({ epoch: 'a', seq: 5 })
    reading.heard('a', 5, NOON, 1_000)
    reading.heard('a', 7, NOON, 2_000)

    reading.standsAt({ epoch: 'a', seq: 5 })

    expect(reading.lagMs(4_000)).toBe(3_000)
  })
})
