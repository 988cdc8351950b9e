import { computed, onMounted, onUnmounted, ref, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'

type Box = Readonly<ShallowRef<HTMLElement | null>>

/** Whether a row of controls finds no room in one line: it is measured while it lies open, and again when its words change. */
export function useFold(room: Box, row: Box, words: () => unknown): ComputedRef<boolean> {
  const roomPx = ref(0)
  const neededPx = ref(0)
  const isFolded = computed(() => roomPx.value > 0 && neededPx.value > roomPx.value)
  const observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => {
    roomPx.value = room.value?.clientWidth ?? 0
    if (!isFolded.value) neededPx.value = row.value?.offsetWidth ?? 0
  })

  watch(words, () => {
    neededPx.value = 0
  })
  onMounted(() => {
    if (room.value !== null) observer?.observe(room.value)
    if (row.value !== null) observer?.observe(row.value)
  })
  onUnmounted(() => observer?.disconnect())
  return isFolded
}
