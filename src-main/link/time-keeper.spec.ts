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

  it('is in doubt when the wall clock jumps before the platform was heard', () => {
    const state = hands(NOON)
    const keeper = new TimeKeeper(state.clock, NOON - 1_000)
    expect(keeper.doubtful).toBe(false)

    state.now += 3_600_000

    expect(keeper.doubtful).toBe(true)
  })
})
