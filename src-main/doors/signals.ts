import type { Signal } from './handlers.ts'

type Listener = (signal: Signal) => void

/** Fan-out of "something of this kind changed"; carries no data, so nothing can be stale or leak. */
export class Signals {
  #listeners = new Set<Listener>()

  raise(...signals: readonly Signal[]): void {
    for (const signal of signals) for (const listener of [...this.#listeners]) listener(signal)
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}
