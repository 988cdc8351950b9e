import { defineAsyncComponent } from 'vue'
import type { Component } from 'vue'
import LatePane from './LatePane.vue'

/** A host that restarts is back within this; the window keeps asking as long as it stands. */
const RETRY_MS = 1_000

/**
 * A pane whose script comes after the first picture: its place is held, quietly, until it is there. The browser may be
 * idle first, so that what the operator waits for is drawn before it.
 */
export function latePane<Pane extends Component>(load: () => Promise<Pane>): Component {
  return defineAsyncComponent({
    loader: async () => {
      await firstIdle()
      return load()
    },
    loadingComponent: LatePane,
    delay: 0,
    onError: (_why, retry) => setTimeout(retry, RETRY_MS),
  })
}

function firstIdle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 500 })
    else setTimeout(resolve, 0)
  })
}
