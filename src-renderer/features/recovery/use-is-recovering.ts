import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useDesk, useTopic } from '#renderer/desk/index.ts'

/** Does this machine's host serve recovery alone? False until it has said so. */
export function useIsRecovering(): ComputedRef<boolean> {
  const desk = useDesk()
  const { value: brief } = useTopic(desk.watch.recovery.brief, () => ({}))
  return computed(() => brief.value?.isRecovering === true)
}
