import { onScopeDispose, watch } from 'vue'
import { useOpenedCase } from './opened-case.store.ts'

const CASE = /^#case=([0-9a-f-]{36})$/

/** The opened case stands in the address, so that the telephone's own way back leads to the list and a reload to the case. */
export function useCaseAddress(): void {
  const opened = useOpenedCase()
  const read = (): void => {
    opened.id = CASE.exec(window.location.hash)?.[1] ?? null
  }
  read()
  window.addEventListener('hashchange', read)
  onScopeDispose(() => window.removeEventListener('hashchange', read))
  watch(() => opened.id, (id) => {
    const hash = id === null ? '' : `#case=${id}`
    if (window.location.hash !== hash) window.history.pushState(null, '', hash === '' ? window.location.pathname : hash)
  })
}
