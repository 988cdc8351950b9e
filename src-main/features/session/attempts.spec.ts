import { describe, expect, it } from 'vitest'
import { afterFailure, isLocked, LOCK_MS, MOST_FAILURES, noAttempts } from './attempts.ts'

describe('wrong PINs', () => {
  it('lock the number after five errors, for fifteen minutes', () => {
    const errors = Array.from({ length: MOST_FAILURES }, (_, turn) => turn)
    const four = errors.slice(1).reduce((attempts, at) => afterFailure(attempts, at), noAttempts)
    const five = afterFailure(four, 100)

    expect(isLocked(four, 100)).toBe(false)
    expect(isLocked(five, 100 + LOCK_MS - 1)).toBe(true)
    expect(isLocked(five, 100 + LOCK_MS)).toBe(false)
  })

  it('are counted anew after a lock', () => {
    const locked = Array.from({ length: MOST_FAILURES }).reduce(
      (attempts: typeof noAttempts) => afterFailure(attempts, 0),
      noAttempts,
    )

    expect(isLocked(afterFailure(locked, LOCK_MS + 1), LOCK_MS + 2)).toBe(false)
  })

  it('of a clock that was years ahead lock nobody once it is right', () => {
    const now = Date.parse('2026-11-23T09:00:00+08:00')
    const ahead = { failures: 0, lockedUntil: Date.parse('2099-01-01T00:15:00+08:00') }

    expect(isLocked(ahead, now)).toBe(false)
    expect(isLocked(ahead, ahead.lockedUntil - LOCK_MS)).toBe(true)
  })

  it('stay locked when the hall’s time steps back a little', () => {
    expect(isLocked({ failures: 0, lockedUntil: 5_000_000 + LOCK_MS }, 5_000_000 - 30_000)).toBe(true)
  })

  it('after such a clock are counted from the beginning, without its lock', () => {
    const ahead = { failures: 0, lockedUntil: Date.parse('2099-01-01T00:15:00+08:00') }

    expect(afterFailure(ahead, 1_000)).toEqual({ failures: 1, lockedUntil: 0 })
  })
})
