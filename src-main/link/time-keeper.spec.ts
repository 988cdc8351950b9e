import { describe, expect, it } from 'vitest'
import { TimeKeeper } from './time-keeper.ts'

const NOON = Date.UTC(2026, 10, 21, 4)

function hands(wall: number): { now: number; mono: number; clock: { now(): number; monotonicMs(): number } } {
  const state = { now: wall, mono: 0 }
  return Object.assign(state, { clock: { now: () => state.now, monotonicMs: () => state.mono } })
}

describe('the hall’s time', () => {
  it('is carried on from the platform’s last word, however the wall clock jumps', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON + 5_000, 0)

    state.mono += 10_000
    state.now -= 3_600_000

    expect(keeper.now()).toBe(NOON + 15_000)
    expect(keeper.doubtful).toBe(false)
  })

  it.each([
    ['an hour back', -3_600_000, false],
    ['to 1970', -NOON, false],
    ['an hour on, which may have been sleep', 3_600_000, true],
    ['to 2038', Date.UTC(2038, 0, 19, 3, 14, 8) - NOON, true],
    ['to the year 9999', Date.UTC(9999, 11, 31) - NOON, true],
  ] as const)('does not follow a wall clock that is set %s; the next word ends every doubt', (_, jump, isDoubtful) => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON, 0)

    state.mono += 1_000
    state.now += 1_000 + jump

    expect(keeper.now()).toBe(NOON + 1_000)
    expect(keeper.doubtful).toBe(isDoubtful)
    keeper.hear(NOON + 1_000, 0)
    expect(keeper.doubtful).toBe(false)
    expect(keeper.offsetMs).toBe(-jump)
  })

  it('is in doubt after eight hours of sleep, in which no monotonic clock ran, until the platform is heard', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON, 0)

    state.now += 8 * 3_600_000

    expect(keeper.doubtful).toBe(true)
    keeper.hear(NOON + 8 * 3_600_000, 0)
    expect(keeper.now()).toBe(NOON + 8 * 3_600_000)
    expect(keeper.doubtful).toBe(false)
  })

  it('lets windows go by the later time after what may have been a sleep, or yesterday’s data would look a minute old', () => {
    const state = hands(NOON - 60_000)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON, 0)
    expect(keeper.shown()).toBe(NOON)

    state.now += 8 * 3_600_000

    expect(keeper.now()).toBe(NOON)
    expect(keeper.shown()).toBe(NOON + 8 * 3_600_000)
    state.now -= 9 * 3_600_000
    expect(keeper.shown()).toBe(NOON)
  })

  it('is in doubt when a clock that was set back comes on again: the machine may have slept as long', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON, 0)

    state.now -= 3_600_000
    expect(keeper.doubtful).toBe(false)
    state.now += 3_600_000

    expect(keeper.doubtful).toBe(true)
  })

  it('stays in doubt when a clock that went on is set back, until the platform is heard', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON, 0)

    state.now += 3_600_000
    expect(keeper.now()).toBe(NOON)
    state.now -= 3_600_000

    expect(keeper.doubtful).toBe(true)
    keeper.hear(NOON + 1_000, 0)
    expect(keeper.doubtful).toBe(false)
  })

  it('knows how far this machine is off', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)

    keeper.hear(NOON + 400, 200)

    expect(keeper.offsetMs).toBe(500)
  })

  it('never goes behind the last known platform time, and says that it is in doubt', () => {
    const state = hands(Date.UTC(1970, 0, 1))
    const keeper = new TimeKeeper(state.clock, NOON)

    expect(keeper.now()).toBe(NOON)
    expect(keeper.doubtful).toBe(true)
  })

  it('goes on under a clock that is three hours slow, in doubt until the platform is heard', () => {
    const state = hands(NOON - 3 * 3_600_000)
    const keeper = new TimeKeeper(state.clock, NOON)
    const pass = (ms: number): void => void Object.assign(state, { now: state.now + ms, mono: state.mono + ms })

    pass(60_000)
    expect(keeper.now()).toBe(NOON + 60_000)
    pass(4 * 3_600_000)

    expect(keeper.now()).toBe(NOON + 60_000 + 4 * 3_600_000)
    expect(keeper.doubtful).toBe(true)
    keeper.hear(NOON, 0)
    expect([keeper.now(), keeper.doubtful]).toEqual([NOON, false])
  })

  it('is in doubt when the wall clock jumps before the platform was heard', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, NOON - 1_000)
    expect(keeper.doubtful).toBe(false)

    state.now += 3_600_000

    expect(keeper.doubtful).toBe(true)
  })

  it('is in doubt when the wall clock stands before an act that was done here, and still goes by it', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, NOON - 7_200_000, NOON + 3_600_000)

    expect(keeper.doubtful).toBe(true)
    expect(keeper.now()).toBe(NOON)
    keeper.hear(NOON, 0)
    expect(keeper.doubtful).toBe(false)
  })

  it('goes on from the last word after a platform’s clock was ahead, also in the next run', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON + 8 * 3_600_000, 0)
    keeper.hear(NOON + 60_000, 0)

    const next = new TimeKeeper(hands(NOON + 120_000).clock, keeper.lastKnown)

    expect(next.now()).toBe(NOON + 120_000)
    expect(next.doubtful).toBe(false)
  })

  it('counts every time the machine may have slept, once', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, 0)
    keeper.hear(NOON, 0)
    expect(keeper.sleeps).toBe(0)

    state.now += 3_600_000
    expect([keeper.sleeps, keeper.sleeps]).toEqual([1, 1])
    state.now += 3_600_000
    expect(keeper.sleeps).toBe(2)
    keeper.hear(NOON + 7_200_000, 0)
    state.now -= 3_600_000
    expect(keeper.sleeps).toBe(2)
  })
})
