/** Five errors lock a number for fifteen minutes (screens: 错 5 次锁 15 分钟; typical figures of graded protection, GB/T 22239). */
export const MOST_FAILURES = 5
export const LOCK_MS = 15 * 60_000

export interface Attempts {
  readonly failures: number
  readonly lockedUntil: number
}

export const noAttempts: Attempts = { failures: 0, lockedUntil: 0 }

export const isLocked = (attempts: Attempts, now: number): boolean => now < attempts.lockedUntil

export function afterFailure(attempts: Attempts, now: number): Attempts {
  const failures = attempts.failures + 1
  return failures >= MOST_FAILURES ? { failures: 0, lockedUntil: now + LOCK_MS } : { ...attempts, failures }
}
