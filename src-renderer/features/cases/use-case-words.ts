import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useFormat, useNow } from '#renderer/composables/index.ts'
import { rangeText } from '#renderer/features/case-text/index.ts'
import type { ClockWords } from '#renderer/features/case-text/index.ts'
import { shortTime, useCatalogueStore } from '#renderer/features/intake/index.ts'

/** Times and names as the parts of a case say them, renewed each second. */
export function useCaseWords(): { readonly words: ComputedRef<ClockWords>; readonly nameOf: (code: string) => string } {
  const format = useFormat()
  const now = useNow()
  const catalogue = useCatalogueStore()
  return {
    words: computed(() => {
      const stamp = (ms: number): string => format.stamp(ms, now.value)
      const range = (from: number, to: number): string => rangeText(format, stamp, from, to)
      const minute = (ms: number): string => shortTime(format, ms, now.value)
      return { now: now.value, stamp, minute, lasting: format.lasting, range }
    }),
    nameOf: (code) => {
      const department = catalogue.nameOfDepartment(code)
      return department === code ? catalogue.nameOfInspector(code) : department
    },
  }
}
