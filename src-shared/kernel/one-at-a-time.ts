/** Works that must not come between each other: each begins when the one before has ended, whatever became of that. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work)
    this.#last = Promise.allSettled([mine])
    return mine
  }
}
