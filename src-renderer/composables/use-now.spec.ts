import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SecondTicker } from './use-now.ts'

describe('the one clock of a window', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const makeTicker = (): SecondTicker => new SecondTicker({ now: () => Date.now(), monotonicMs: () => performance.now() })

  it('turns on the full second of the corrected time', () => {
    vi.setSystemTime(10_250)
    const ticker = makeTicker()
    ticker.setOffset(400)
    ticker.hold()

    vi.advanceTimersByTime(349)
    expect(ticker.nowMs.value).toBe(10_650)
    vi.advanceTimersByTime(1)

    expect(ticker.nowMs.value).toBe(11_000)
  })

  it('corrects itself at once when the link has measured a new offset', () => {
    vi.setSystemTime(5000)
    const ticker = makeTicker()
    ticker.hold()

    ticker.setOffset(-2000)

    expect(ticker.nowMs.value).toBe(3000)
  })

  it('sleeps when nobody looks', () => {
    const ticker = makeTicker()
    const releases = [ticker.hold(), ticker.hold()]
    expect(vi.getTimerCount()).toBe(1)

    for (const release of releases) release()
    releases[0]?.()

    expect(vi.getTimerCount()).toBe(0)
  })
})
