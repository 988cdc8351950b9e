import { nextTick, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { useFocusReturn } from '#renderer/composables/index.ts'
import { seatPages } from '#renderer/features/frame/index.ts'
import type { SeatPageName } from '#renderer/features/frame/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'

const known = (name: string): SeatPageName => seatPages.find((page) => page === name) ?? 'seat'

/** Work or board: in the window's address, so that a second window can stand on the board. The work keeps its draft and caret. */
export function useSeatPage(): { readonly current: Ref<SeatPageName>; readonly goTo: (page: string) => void } {
  const workbench = useWorkbenchStore()
  const { remember, goBack } = useFocusReturn()
  const current = ref<SeatPageName>(known(location.hash.slice(1)))

  function goTo(name: string): void {
    const next = known(name)
    if (next === current.value) return
    if (current.value === 'seat') remember()
    current.value = next
    history.replaceState(null, '', next === 'seat' ? `${location.pathname}${location.search}` : `#${next}`)
    if (next === 'seat') void nextTick(goBack)
  }
  // Whatever takes a case or draft in hand - a search, a tray, a mark of the board - shows it where it is worked on.
  watch(() => workbench.selection, () => goTo('seat'))
  return { current, goTo }
}
