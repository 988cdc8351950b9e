import { nextTick, onScopeDispose, shallowRef, watch } from 'vue'
import type { CSSProperties, Ref } from 'vue'

const GAP_PX = 4
const LEAST_HEIGHT_PX = 120

/** Where a list stands that belongs to a box: under it, or over it when there is no room, never outside the window. */
export function useFloating(
  anchor: Readonly<Ref<HTMLElement | null | undefined>>,
  isOpen: Readonly<Ref<boolean>>,
): { style: Readonly<Ref<CSSProperties>> } {
  const style = shallowRef<CSSProperties>({})

  function place(): void {
    const box = anchor.value?.getBoundingClientRect()
    if (!box) return
    const below = window.innerHeight - box.bottom - GAP_PX * 2
    const above = box.top - GAP_PX * 2
    const opensUp = below < LEAST_HEIGHT_PX && above > below
    style.value = {
      left: `${Math.round(box.left)}px`,
      minWidth: `${Math.round(box.width)}px`,
      maxWidth: `${Math.round(window.innerWidth - box.left - GAP_PX * 2)}px`,
      maxHeight: `${Math.max(LEAST_HEIGHT_PX, Math.round(opensUp ? above : below))}px`,
      ...(opensUp ? { bottom: `${Math.round(window.innerHeight - box.top + GAP_PX)}px` } : { top: `${Math.round(box.bottom + GAP_PX)}px` }),
    }
  }

  const stopFollowing = (): void => {
    window.removeEventListener('resize', place)
    window.removeEventListener('scroll', place, true)
  }
  watch(isOpen, async (open) => {
    stopFollowing()
    if (!open) return
    await nextTick()
    place()
    window.addEventListener('resize', place)
    window.addEventListener('scroll', place, true)
  }, { immediate: true })
  onScopeDispose(stopFollowing)
  return { style }
}
