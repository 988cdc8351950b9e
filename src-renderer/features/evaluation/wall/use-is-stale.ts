import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useLinkStore } from '#renderer/features/frame/index.ts'
import type { PanelTopic } from '../use-panel-topic.ts'

/** A panel may be old though the rest of the wall is not: its own figures could not be read anew, or stopped coming. */
export function useIsStale(
  { value, isOld }: PanelTopic<{ readonly asOf: number | null }>,
  isWallStale: () => boolean,
): ComputedRef<boolean> {
  const link = useLinkStore()
  return computed(() => isWallStale() || isOld.value || link.isBehind(value.value?.asOf))
}
