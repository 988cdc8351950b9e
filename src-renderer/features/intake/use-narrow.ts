import { onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

/** Below this the seat's columns are 320, the rest and 340 px. */
const NARROW = '(max-width: 1559px)'

/** True where the middle column has room for the most telling columns of a table only. */
export function useNarrow(): Readonly<ShallowRef<boolean>> {
  const query = typeof window.matchMedia === 'function' ? window.matchMedia(NARROW) : undefined
  const isNarrow = shallowRef(query?.matches ?? false)
  const follow = (event: MediaQueryListEvent): void => {
    isNarrow.value = event.matches
  }
  query?.addEventListener('change', follow)
  onScopeDispose(() => query?.removeEventListener('change', follow))
  return isNarrow
}
