/** Works that must not come between each other: each begins when the one before has ended, whatever became of that. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work)
    this.#last = Promise.allSettled([mine])
    return mine
  }
}

/** The same for each key by itself: works of different keys do not wait for each other. */
export class InTurn<Key> {
  readonly #last = new Map<Key, Promise<unknown>>()

  run<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const mine = (this.#last.get(key) ?? Promise.resolve()).then(work)
    const ended = Promise.allSettled([mine]).then(() => {
      if (this.#last.get(key) === ended) this.#last.delete(key)
    })
    this.#last.set(key, ended)
    return mine
  }
}
