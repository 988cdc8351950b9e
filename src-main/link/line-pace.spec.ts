import { describe, expect, it } from 'vitest'
import { LEAST_PAGE_BYTES } from '#shared/platform-api/changes.ts'
import { LinePace } from './line-pace.ts'

/** A pace, and chunks that come after so long a wait. */
function aPace() {
  let now = 0
  const pace = new LinePace({ monotonicMs: () => now })
  const comes = (text: string, waitedMs: number): boolean => {
    pace.wait()
    now += waitedMs
    return pace.isTooSlow(Buffer.from(text))
  }
  const passes = (ms: number): void => {
    now += ms
  }
  return { pace, comes, passes }
}

const kilobytes = (n: number): string => 'x'.repeat(n * 1024)

describe('how fast lines come', () => {
  it('asks for what comes in a second once a line takes too long', () => {
    const { pace, comes } = aPace()
    expect(comes(kilobytes(8), 60_000)).toBe(false)
    expect(comes(kilobytes(8), 1_000)).toBe(false)
    expect(comes(kilobytes(8), 1_000)).toBe(true)
    expect(pace.pageBytes).toBe(12 * 1024)
  })

  it('does not count the time before a line, nor what this machine itself takes', () => {
    const { pace, comes, passes } = aPace()
    for (let n = 0; n < 10; n += 1) {
      passes(5_000)
      expect(comes(kilobytes(1), n === 0 ? 5_000 : 10)).toBe(false)
    }
    expect(comes('\n', 10)).toBe(false)
    expect(comes('{"beat":1}', 30_000)).toBe(false)
    expect(pace.pageBytes).toBeNull()
  })

  it('waits for a line of the smallest page, however long it takes', () => {
    const { pace, comes } = aPace()
    while (pace.pageBytes !== LEAST_PAGE_BYTES) {
      pace.begin()
      comes('x', 1_000)
      comes('x', 2_000)
    }
    pace.begin()
    for (let n = 0; n < 100; n += 1) expect(comes('x', 1_000)).toBe(false)
  })

  it('has no end of shrinking but the smallest', () => {
    const { pace, comes } = aPace()
    let times = 0
    for (; pace.pageBytes !== LEAST_PAGE_BYTES; times += 1) {
      pace.begin()
      comes(kilobytes(1_000), 1)
      comes(kilobytes(1_000), 2_000)
    }
    expect(times).toBeLessThan(12)
  })

  it('asks for nothing any more where large pages come quickly', () => {
    const { pace, comes } = aPace()
    comes(kilobytes(8), 1)
    comes(kilobytes(8), 2_000)
    expect(pace.pageBytes).not.toBeNull()
    pace.begin()
    comes(kilobytes(40), 10)
    comes(`${kilobytes(40)}\n`, 100)
    expect(pace.pageBytes).toBeNull()
  })
})
