import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useFormat, useNow } from '#renderer/composables/index.ts'
import { rangeText } from '#renderer/features/case-text/index.ts'
import type { ClockWords } from '#renderer/features/case-text/index.ts'

/** Times as this page says them, renewed each second. */
export function useClockWords(): ComputedRef<ClockWords> {
  const format = useFormat()
  const now = useNow()
  return computed(() => {
    const stamp = (ms: number): string => format.stamp(ms, now.value)
    return { now: now.value, stamp, minute: (ms) => stamp(ms).replace(/:\d\d$/, ''), lasting: format.lasting, range: (from, to) => rangeText(format, stamp, from, to) }
  })
}
