/** Five errors lock a number for fifteen minutes (screens: 错 5 次锁 15 分钟; typical figures of graded protection, GB/T 22239). */
export const MOST_FAILURES = 5
export const LOCK_MS = 15 * 60_000

export interface Attempts {
  readonly failures: number
  readonly lockedUntil: number
}

export const noAttempts: Attempts = { failures: 0, lockedUntil: 0 }

/**
 * No lock is much longer than a lock: one from under a clock that was far ahead ends when the clock is right again. The hall's
 * time may step back a little with the platform's next word, which must not open one.
 */
export function isLocked({ lockedUntil }: Attempts, now: number): boolean {
  return now < lockedUntil && lockedUntil - now <= 2 * LOCK_MS
}

export function afterFailure(attempts: Attempts, now: number): Attempts {
  const failures = attempts.failures + 1
  return failures >= MOST_FAILURES ? { failures: 0, lockedUntil: now + LOCK_MS } : { failures, lockedUntil: 0 }
}
