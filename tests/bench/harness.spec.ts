import { describe, expect, it } from 'vitest'
import { benchLine, compareRounds, median, percentile } from './harness.ts'

describe('the figures of a benchmark', () => {
  it('are medians and nearest-rank percentiles', () => {
    expect(median([5, 1, 3])).toBe(3)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95)).toBe(10)
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5)).toBe(5)
    expect(() => median([])).toThrow(RangeError)
  })

  it('come from both ways in turn, the first round thrown away', async () => {
    const order: string[] = []
    const take = (who: string, cost: (round: number) => number) => (round: number) => {
      order.push(`${who}${String(round)}`)
      return cost(round)
    }

    const medians = await compareRounds(7, take('a', (round) => (round === 0 ? 1000 : 2)), take('b', (round) => (round === 0 ? 1000 : 6)))

    expect(medians).toEqual({ ours: 2, other: 6 })
    expect(order.slice(0, 4)).toEqual(['a0', 'b0', 'b1', 'a1'])
    expect(order).toHaveLength(16)
  })

  it('refuse too few rounds', async () => {
    await expect(compareRounds(3, () => 1, () => 1)).rejects.toThrow(RangeError)
  })

  it('judge a cost by ours over the reference and a gain by the reference over ours', () => {
    const cost = benchLine({ name: 'save', unit: 'ms', ours: 2.5, limit: 1, target: { atMost: 3 } })
    const gain = benchLine({ name: 'search', unit: 'ms', ours: 2, peer: 300, target: { atLeast: 200 } })

    expect(cost).toEqual({ name: 'save', ours: 2.5, peer: null, limit: 1, unit: 'ms', ratio: 2.5, target: '<= 3', met: true })
    expect(gain).toMatchObject({ ratio: 150, target: '>= 200', met: false })
  })
})
