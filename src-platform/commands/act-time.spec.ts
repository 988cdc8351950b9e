import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeOfAct, timeOfSeatAct } from './act-time.ts'

const now = Date.UTC(2026, 10, 16, 9)
const minute = 60_000
const online = { offline: false, timeDoubt: false }
const offline = { offline: true, timeDoubt: false }

describe('an act of a department or an inspector', () => {
  it('counts at the time it was done, also when it arrives some minutes later', () => {
    expect(timeOfAct({ ...online, at: now - 9 * minute }, { now, lastActAt: now - 60 * minute })).toEqual({
      at: now - 9 * minute,
      timeDoubt: false,
    })
  })

  it('counts at the receipt, in doubt, when it says to be older than a line can be slow', () => {
    expect(timeOfAct({ ...online, at: now - 11 * minute }, { now, lastActAt: null })).toEqual({ at: now, timeDoubt: true })
  })

  it('done without a link counts at its time for three days, and stays marked', () => {
    const said = { ...offline, at: now - 71 * 60 * minute }
    expect(timeOfAct(said, { now, lastActAt: null })).toEqual({ at: said.at, timeDoubt: false })
    expect(timeOfAct({ ...offline, at: now - 73 * 60 * minute }, { now, lastActAt: null })).toEqual({ at: now, timeDoubt: true })
  })

  it.each([1_970, 9_999])('of the year %i counts at the receipt, in doubt', (year) => {
    expect(timeOfAct({ ...offline, at: Date.UTC(year, 0, 1) }, { now, lastActAt: null })).toEqual({ at: now, timeDoubt: true })
  })

  it('never comes before what has happened to the case already', () => {
    const lastActAt = now - 5 * minute
    expect(timeOfAct({ ...online, at: now - 8 * minute }, { now, lastActAt })).toEqual({ at: lastActAt, timeDoubt: true })
    // Clocks of sound machines differ by so much.
    expect(timeOfAct({ ...online, at: lastActAt - 1_500 }, { now, lastActAt })).toEqual({ at: lastActAt, timeDoubt: false })
  })

  it('keeps a doubt of its own', () => {
    expect(timeOfAct({ at: now, offline: false, timeDoubt: true }, { now, lastActAt: null }).timeDoubt).toBe(true)
  })

  it('counts within the receipt and the last act whatever is said, and without doubt only as said', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.boolean(), fc.maxSafeInteger(), (at, isOffline, lastActAt) => {
        const counted = timeOfAct({ at, offline: isOffline, timeDoubt: false }, { now, lastActAt })
        expect(counted.at).toBeLessThanOrEqual(now)
        expect(counted.at).toBeGreaterThanOrEqual(Math.min(lastActAt, now))
        if (!counted.timeDoubt) expect(Math.abs(counted.at - at)).toBeLessThanOrEqual(2_000)
      }),
    )
  })
})

describe('an act of a seat', () => {
  const sure = { timeDoubt: false }
  const reportedAt = now - 60 * minute

  it('counts at its own time, however late it arrives, and though its clock is a little fast', () => {
    for (const at of [now - 40 * 24 * 60 * minute, now, now + 2 * minute])
      expect(timeOfSeatAct({ ...sure, at }, { now, reportedAt: null })).toEqual({ at, timeDoubt: false })
  })

  it.each([now + 3 * minute, Date.UTC(9_999, 0, 1)])('of %i, which is still to come, counts at the receipt, in doubt', (at) => {
    expect(timeOfSeatAct({ ...sure, at }, { now, reportedAt })).toEqual({ at: now, timeDoubt: true })
  })

  it('from before the case was reported counts when it was, in doubt', () => {
    expect(timeOfSeatAct({ ...sure, at: 0 }, { now, reportedAt })).toEqual({ at: reportedAt, timeDoubt: true })
  })

  it('that its seat doubts and that would be too late as a report counts at the receipt', () => {
    expect(timeOfSeatAct({ at: 0, timeDoubt: true }, { now, reportedAt: null })).toEqual({ at: now, timeDoubt: true })
    expect(timeOfSeatAct({ ...sure, at: 0 }, { now, reportedAt: null })).toEqual({ at: 0, timeDoubt: false })
  })

  it('in doubt stays in doubt', () => {
    expect(timeOfSeatAct({ at: now, timeDoubt: true }, { now, reportedAt })).toEqual({ at: now, timeDoubt: true })
  })
})
