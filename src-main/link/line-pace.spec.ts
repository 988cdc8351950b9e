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

  it('shrinks to the smallest in a few steps', () => {
    const { pace, comes } = aPace()
    let times = 0
    for (; pace.pageBytes !== LEAST_PAGE_BYTES && times < 50; times += 1) {
      pace.begin()
      comes('x'.repeat((pace.pageBytes ?? 2_000_000) / 2), 1)
      comes('x', 2_000)
    }
    expect(times).toBeLessThan(12)
  })

  it('asks for more again once many lines have come quickly, and in the end for nothing', () => {
    const { pace, comes } = aPace()
    comes(kilobytes(8), 1)
    comes(kilobytes(8), 2_000)
    const small = pace.pageBytes!
    pace.begin()
    let [lines, larger] = [0, 0]
    for (; pace.pageBytes !== null && lines < 200; lines += 1) {
      comes('x'.repeat(pace.pageBytes / 2), 10)
      comes(`${'x'.repeat(pace.pageBytes / 2)}\n`, 10)
      const before = pace.pageBytes
      if (!pace.wait()) continue
      larger += 1
      expect(pace.pageBytes ?? before * 2).toBe(before * 2)
      pace.begin()
    }
    expect(small).toBeLessThan(16 * 1024)
    expect(larger).toBeGreaterThan(2)
    expect(lines).toBe(8 * larger)
  })

  it('does not take beats for a quick line, nor waits less long for a line that is larger than was asked for', () => {
    const { pace, comes } = aPace()
    comes(kilobytes(8), 1)
    comes(kilobytes(8), 2_000)
    const asked = pace.pageBytes
    pace.begin()
    for (let n = 0; n < 100; n += 1) {
      comes('{"beat":1}\n', 1)
      expect(pace.wait()).toBe(false)
    }
    comes(kilobytes(20), 1)
    expect(comes(kilobytes(20), 9_000)).toBe(false)
    expect(pace.pageBytes).toBe(asked)
  })

  it('comes to rest on a line of 8 kB a second: no line takes long, and none is asked for twice for ever', () => {
    const { pace, comes } = aPace()
    let [openings, slow] = [1, 0]
    for (let page = 0; page < 400; page += 1) {
      const bytes = Math.min(pace.pageBytes ?? 64 * 1024, 64 * 1024)
      let isAnew = comes('x', 1)
      let ms = 0
      for (let sent = 0; sent < bytes && !isAnew; sent += 1_024) {
        ms += 128
        isAnew = comes(kilobytes(1), 128)
      }
      if (!isAnew) isAnew = comes('\n', 1) || pace.wait()
      if (ms > 2_250) slow += 1
      if (isAnew) {
        openings += 1
        pace.begin()
      }
    }
    expect(slow).toBe(0)
    expect(openings).toBeLessThan(20)
  })
})
