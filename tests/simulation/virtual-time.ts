import type { Timers } from '#shared/kernel/clock.ts'

interface Due {
  readonly at: number
  readonly order: number
  readonly task: () => void
  calledOff: boolean
}

/** The one clock of a simulated hall: an hour passes as fast as its events can be worked off, always in the same order. */
export class VirtualTime {
  /** Milliseconds since the hall opened. */
  now = 0
  readonly #heap: Due[] = []
  #order = 0

  /** Runs `task` after `ms`; the returned function calls it off. */
  after(ms: number, task: () => void): () => void {
    const due: Due = { at: this.now + Math.max(0, ms), order: (this.#order += 1), task, calledOff: false }
    this.#push(due)
    return () => {
      due.calledOff = true
    }
  }

  /** Works off everything up to that time; what an event sets going (promises, streams) is over before the next one. */
  async runUntil(end: number): Promise<void> {
    await settled()
    for (let due = this.#pop(end); due !== undefined; due = this.#pop(end)) {
      this.now = due.at
      due.task()
      await settled()
    }
    this.now = Math.max(this.now, end)
  }

  #push(due: Due): void {
    const heap = this.#heap
    let at = heap.push(due) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (isBefore(heap[parent]!, due)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = due
  }

  #pop(end: number): Due | undefined {
    const heap = this.#heap
    while (heap.length > 0 && heap[0]!.at <= end) {
      const first = heap[0]!
      this.#sink(heap.pop()!)
      if (!first.calledOff) return first
    }
    return undefined
  }

  #sink(last: Due): void {
    const heap = this.#heap
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (isBefore(last, heap[child]!)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** Promises and stream callbacks run before the event loop comes to its next immediate; nothing here waits for the outside. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The timers of one process: when it is killed, none of them ever runs. */
export class ProcessTimers implements Timers {
  readonly #time: VirtualTime
  #dead = false

  constructor(time: VirtualTime) {
    this.#time = time
  }

  after(ms: number, task: () => void): () => void {
    // As Node does it: whole milliseconds, at least one.
    return this.#time.after(Math.max(1, Math.trunc(ms)), () => {
      if (!this.#dead) task()
    })
  }

  every(ms: number, task: () => void): () => void {
    let callOff = (): void => undefined
    const again = (): void => {
      callOff = this.after(ms, () => {
        again()
        task()
      })
    }
    again()
    return () => {
      callOff()
    }
  }

  kill(): void {
    this.#dead = true
  }
}
