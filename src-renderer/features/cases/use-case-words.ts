import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useFormat, useNow } from '#renderer/composables/index.ts'
import { useCatalogueStore } from '#renderer/features/intake/index.ts'
import type { ClockWords } from './clock-lines.ts'

/** Times and names as the parts of a case say them, renewed each second. */
export function useCaseWords(): { readonly words: ComputedRef<ClockWords>; readonly nameOf: (code: string) => string } {
  const format = useFormat()
  const now = useNow()
  const catalogue = useCatalogueStore()
  return {
    words: computed(() => {
      const stamp = (ms: number): string => format.stamp(ms, now.value)
      return { now: now.value, stamp, minute: format.minute, lasting: format.lasting }
    }),
    nameOf: (code) => {
      const department = catalogue.nameOfDepartment(code)
      return department === code ? catalogue.nameOfInspector(code) : department
    },
  }
}
