import type { Timers } from '#shared/kernel/clock.ts'

/** What `work` comes to, or `otherwise` when it takes longer than `mostMs`; what it comes to later is heard by nobody. */
export function within<T>(timers: Timers, mostMs: number, work: Promise<T>, otherwise: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  const stop = timers.after(mostMs, () => resolve(otherwise))
  return Promise.race([work, promise]).finally(stop)
}
