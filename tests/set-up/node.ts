// Specs share their workers for speed: each file gets the modules fresh, so none finds what another has set in them.
import { afterEach, vi } from 'vitest'

vi.resetModules()
afterEach(() => {
  vi.useRealTimers()
})
