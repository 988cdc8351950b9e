import { onScopeDispose, watch } from 'vue'
import { systemClock } from '#shared/kernel/clock.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { useNow } from '#renderer/composables/index.ts'

/** What shows that somebody is there. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'compositionupdate'] as const
const MINUTE_MS = 60_000

/** Locks after so many minutes without a touch, counted on the monotonic clock; asked each second. */
export function useIdleLock(minutes: () => number | undefined, lock: () => void, clock: Clock = systemClock): void {
  let touchedAt = clock.monotonicMs()
  const touch = (): void => {
    touchedAt = clock.monotonicMs()
  }
  for (const sign of signs) window.addEventListener(sign, touch, { capture: true, passive: true })
  onScopeDispose(() => {
    for (const sign of signs) window.removeEventListener(sign, touch, { capture: true })
  })
  watch(useNow(), () => {
    const limit = minutes()
    if (limit === undefined || limit <= 0 || clock.monotonicMs() - touchedAt < limit * MINUTE_MS) return
    touch()
    lock()
  })
}
