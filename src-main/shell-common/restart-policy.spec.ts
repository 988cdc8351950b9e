import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideRestart } from './restart-policy.ts'

describe('a child that has crashed', () => {
  it('is started again almost at once, so that windows hardly notice', () => {
    expect(decideRestart([1_000])).toEqual({ do: 'restart', delayMs: 200 })
  })

  it('waits longer each time it crashes soon again', () => {
    const delays = [[0], [0, 1_000], [0, 1_000, 2_000], [0, 1_000, 2_000, 3_000]].map(decideRestart)

    expect(delays).toEqual([200, 600, 1_800, 5_000].map((delayMs) => ({ do: 'restart', delayMs })))
  })

  it('rests for a minute at the fifth crash within one', () => {
    expect(decideRestart([0, 10_000, 20_000, 30_000, 59_999])).toEqual({ do: 'rest', delayMs: 60_000 })
  })

  it('never rests when five crashes never fall into one minute', () => {
    const gaps = fc.array(fc.integer({ min: 15_000, max: 3_600_000 }), { minLength: 1, maxLength: 40 })

    fc.assert(
      fc.property(gaps, (waits) => {
        let now = 0
        const crashes = waits.map((wait) => (now += wait))

        expect(decideRestart(crashes).do).toBe('restart')
      }),
    )
  })
})
