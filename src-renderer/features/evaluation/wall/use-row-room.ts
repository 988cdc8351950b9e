import { computed, onBeforeUnmount, onMounted, ref } from 'vue'
import type { ComputedRef, Ref } from 'vue'

export interface RowSize {
  readonly unitPx: () => number
  /** Height of a row in `--wall-u`. */
  readonly rowUnits: number
}

/** How many rows of `rowUnits` (of `--wall-u`) fit into a box: what does not fit is left out, type is never made smaller. */
export function useRowRoom(box: Readonly<Ref<HTMLElement | null>>, { unitPx, rowUnits }: RowSize): ComputedRef<number> {
  const heightPx = ref(0)
  const observer = typeof ResizeObserver === 'undefined'
    ? undefined
    : new ResizeObserver(([entry]) => (heightPx.value = entry?.contentRect.height ?? 0))
  onMounted(() => box.value !== null && observer?.observe(box.value))
  onBeforeUnmount(() => observer?.disconnect())
  return computed(() => {
    if (heightPx.value === 0) return Number.POSITIVE_INFINITY
    return Math.max(1, Math.floor(heightPx.value / unitPx() / rowUnits))
  })
}
