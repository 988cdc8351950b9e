// Specs of windows share one page for speed, so none may leave a window, a store, a module’s state or a pretended time behind.
import { disableAutoUnmount, enableAutoUnmount } from '@vue/test-utils'
import { disposePinia, getActivePinia, setActivePinia } from 'pinia'
import { afterAll, afterEach, vi } from 'vitest'

vi.resetModules()
// jsdom knows no fonts; each file finds the same.
Object.defineProperty(document, 'fonts', { value: { load: () => Promise.resolve([]), ready: Promise.resolve() }, configurable: true })
afterEach(() => {
  const stores = getActivePinia()
  if (stores !== undefined) disposePinia(stores)
  setActivePinia(undefined)
  vi.useRealTimers()
})
// Runs before what stands above, the last hook being the first. Asked for by every file, and refused by the second that asks
// without taking back what the first has asked.
disableAutoUnmount()
enableAutoUnmount(afterEach)
afterAll(() => {
  document.body.replaceChildren()
  localStorage.clear()
})
