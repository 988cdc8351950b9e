import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPatrolRules, isOffGrid, isOnline, outsideSince, patrolRules, presenceOf } from './presence.ts'

const NOW = Date.UTC(2026, 10, 20, 6, 26)
const MINUTE = 60_000
const rules = defaultPatrolRules
const fix = (ageMs: number, speedKmh: number | null = 4) => ({ at: NOW - ageMs, speedKmh })

describe('an inspector', () => {
  it.each([
    ['walks', fix(8_000), 'moving'],
    ['stands', fix(8_000, 0.4), 'still'],
    ['has a device that tells no speed', fix(8_000, null), 'still'],
    ['is still on line after two minutes', fix(120_000), 'moving'],
    ['is off line a moment later', fix(120_001), 'offline'],
    ['has a clock that runs ahead', fix(-30_000), 'moving'],
  ] as const)('%s', (_, last, presence) => {
    expect(presenceOf(last, NOW, true, rules)).toBe(presence)
  })

  it('of whom nothing was ever heard is unknown, link or no link', () => {
    expect([presenceOf(null, NOW, true, rules), presenceOf(null, NOW, false, rules)]).toEqual(['unknown', 'unknown'])
  })

  it('never looks fresh while the hall hears no positions', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.option(fc.float({ min: 0, max: 300, noNaN: true })), (age, speed) => {
        expect(isOnline(presenceOf(fix(age, speed), NOW, false, rules))).toBe(false)
      }),
    )
  })

  it('is judged by the hall’s own limits where it has some', () => {
    const strict = patrolRules({ onlineSeconds: 30, offGridMinutes: 5 })

    expect(presenceOf(fix(31_000), NOW, true, strict)).toBe('offline')
    expect(isOffGrid(NOW - 6 * MINUTE, NOW, strict)).toBe(true)
    expect(patrolRules(undefined)).toBe(rules)
  })
})

describe('the duty grid of an inspector', () => {
  /** Where he was at each minute; the answer is since when he has been outside after the last one. */
  const walk = (...grids: (string | null)[]) =>
    grids.reduce<number | null>((since, dutyGrid, i) => outsideSince(since, { at: i * MINUTE, dutyGrid }, 'G03'), null)

  it.each([
    ['inside all the time', ['G03', 'G03'], null],
    ['out since the second minute', ['G03', 'G04', 'G05', null], MINUTE],
    ['back again', ['G04', 'G04', 'G03'], null],
    ['out, back and out again', ['G04', 'G03', 'G04'], 2 * MINUTE],
  ] as const)('%s', (_, grids, since) => {
    expect(walk(...grids)).toBe(since)
  })

  it('is left after ten minutes outside, not before', () => {
    expect([isOffGrid(0, 10 * MINUTE, rules), isOffGrid(0, 10 * MINUTE + 1, rules)]).toEqual([false, true])
  })

  it('cannot be left by who has none', () => {
    expect(outsideSince(5, { at: 9, dutyGrid: 'G01' }, null)).toBeNull()
  })
})
