// What goes wrong for a while: it ends by itself, or when the faults of a hall stop.
import type { VirtualTime } from './virtual-time.ts'

export class Spells {
  readonly #time: VirtualTime
  readonly #undo = new Set<() => void>()

  constructor(time: VirtualTime) {
    this.#time = time
  }

  /** Something has begun; `undo` ends it. */
  forAWhile(forMs: number, undo: () => void): void {
    const once = (): void => {
      if (this.#undo.delete(once)) undo()
    }
    this.#undo.add(once)
    this.#time.after(forMs, once)
  }

  endAll(): void {
    for (const undo of [...this.#undo]) undo()
  }
}
