import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RING_MS, TrackRing } from './track-ring.ts'

const START = 1_792_000_000_000
const fixAt = (at: number) => ({ at, lng: 117 + (at - START) / 1e9, lat: 31, headingDeg: 90, speedKmh: 4 })
const filled = (times: readonly number[]): TrackRing => {
  const ring = new TrackRing()
  for (const at of times) ring.push(fixAt(at))
  return ring
}

describe('the newest fixes of an object', () => {
  it('are nothing before the first', () => {
    const ring = new TrackRing()

    expect([ring.last(), ring.previous(), ring.since, ring.between(0, START)]).toEqual([
      null,
      null,
      Infinity,
      { at: [], lng: [], lat: [] },
    ])
  })

  it('are those of the last half hour, in order, whatever came in between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: 1, maxLength: 400 }), (steps) => {
        const times = steps.map(
          (
            (at) => (step: number) =>
              (at += step)
          )(START),
        )
        const newest = times.at(-1)!

        const ring = filled(times)

        expect(ring.between(0, Infinity).at).toEqual([...new Set(times)].filter((at) => at >= newest - RING_MS))
        expect(ring.last()).toEqual(fixAt(newest))
      }),
    )
  })

  it('do not take back what is older than the newest', () => {
    const ring = filled([START, START + 10_000])

    expect([ring.push(fixAt(START + 5_000)), ring.push(fixAt(START + 10_000)), ring.size]).toEqual([false, false, 2])
  })

  it('take no more room than half an hour at one a second, however fast they come', () => {
    const ring = filled(Array.from({ length: 40_000 }, (_, i) => START + i * 100))

    expect(ring.size).toBe(1_800)
    expect(ring.between(0, Infinity).at).toEqual(Array.from({ length: 1_800 }, (_, i) => START + (38_200 + i) * 100))
  })

  it('answer for a span', () => {
    const ring = filled([0, 1, 2, 3].map((i) => START + i * 10_000))

    expect(ring.between(START + 10_000, START + 20_000)).toEqual({
      at: [START + 10_000, START + 20_000],
      lng: [10_000, 20_000].map((ms) => 117 + ms / 1e9),
      lat: [31, 31],
    })
  })
})
