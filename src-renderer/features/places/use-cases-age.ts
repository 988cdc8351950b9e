import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useLinkStore } from '#renderer/features/frame/index.ts'
import type { Pins } from '#renderer/map/index.ts'

export interface CasesAge {
  readonly asOf: ComputedRef<number | null>
  readonly isStale: ComputedRef<boolean>
}

/**
 * 截至 of the cases on a map, as over the work lists: pins are read anew only when a case changes, so while they could be read the
 * time is the link's, which moves on without them.
 */
export function useCasesAge({ isOld, asOf }: Pick<Pins, 'isOld' | 'asOf'>): CasesAge {
  const link = useLinkStore()
  return {
    asOf: computed(() => (isOld.value ? undefined : link.asOf) ?? asOf.value),
    isStale: computed(() => isOld.value || link.isStale),
  }
}
