import { ref, watch } from 'vue'
import type { Ref } from 'vue'
import { useNow } from './use-now.ts'

/** 截至 of what carries no time of its own: when the newest snapshot arrived, epoch ms; undefined before the first. */
export function useReadAt(snapshot: () => unknown): Readonly<Ref<number | undefined>> {
  const now = useNow()
  const at = ref<number>()
  watch(snapshot, (value) => {
    if (value !== null) at.value = now.value
  }, { immediate: true, flush: 'sync' })
  return at
}
