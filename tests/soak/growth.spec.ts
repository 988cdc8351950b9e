import { describe, expect, it } from 'vitest'
import { growthOf } from './growth.ts'

const tolerance = { riseMb: 10, riseShare: 0.1, mbPerHour: 1 }
const run = (count: number, everyMs: number, mb: (k: number) => number) =>
  Array.from({ length: count }, (_, k) => ({ atMs: k * everyMs, mb: mb(k) }))

describe('growth over a soak', () => {
  it('is told per hour, without the warm-up', () => {
    const { mbPerHour, maxMb } = growthOf(run(40, 10_000, (k) => (k < 10 ? 5 * k : 50 + (k - 10) / 360)), tolerance)

    expect(mbPerHour).toBeCloseTo(1, 5)
    expect(maxMb).toBeCloseTo(50 + 29 / 360, 5)
  })

  it('is unbounded when the level rises to the end', () => {
    expect(growthOf(run(40, 10_000, (k) => 50 + k), tolerance).isUnbounded).toBe(true)
  })

  it('is not a level that was reached, nor a saw', () => {
    expect(growthOf(run(40, 10_000, (k) => Math.min(80, 50 + 3 * k)), tolerance).isUnbounded).toBe(false)
    expect(growthOf(run(40, 10_000, (k) => 60 + (k % 7) * 3), tolerance).isUnbounded).toBe(false)
  })

  it('is judged by its slope too when the run was an hour or longer', () => {
    expect(growthOf(run(400, 10_000, (k) => 50 + k / 120), tolerance).isUnbounded).toBe(true)
    expect(growthOf(run(40, 10_000, (k) => 50 + k / 120), tolerance).isUnbounded).toBe(false)
  })

  it('of nothing is nothing', () => {
    expect(growthOf([], tolerance)).toMatchObject({ mbPerHour: 0, maxMb: 0, isUnbounded: false })
  })
})
